"""Following in simulation: what acts changes courses, and what does not act changes nothing."""

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from rapport.simulation.following import effects
from rapport.simulation.following.alarms import alarms_fall
from rapport.simulation.following.cohort import Cohort, make_cohort, planned
from rapport.simulation.following.effects import NOTHING_HELPS, Effects
from rapport.simulation.following.loop import AT_RISK_BY, Came, run
from rapport.simulation.following.report import FEWEST, RUNGS, _differs, estimate
from rapport.simulation.following.ways import LADDER, MATCH_ONLY, NOTHING, WHOLE
from rapport.simulation.sample import sample_of

SIZES = {"providers": 60, "past": 120, "clients": 50}


@cache
def cohort(seed: int = 3, doing: Effects | None = None) -> Cohort:
    return make_cohort(**SIZES, seed=seed, effects=doing or Effects())


def same(one: Came, other: Came, *, but: tuple[str, ...] = ()) -> bool:
    names = [each.name for each in fields(Came) if each.name not in but]
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def test_same_seed_same_courses_and_another_seed_others() -> None:
    again = make_cohort(**SIZES, seed=3, effects=Effects())
    assert same(run(cohort(), WHOLE), run(again, WHOLE))
    assert not np.array_equal(again.chance.drop, cohort(4).chance.drop)


def test_alarms_that_nobody_acts_on_change_nothing() -> None:
    silent = run(cohort(), replace(WHOLE, acting=0.0, refers=False, asks=False))
    assert silent.alarms.sum() > 10
    assert same(silent, run(cohort(), MATCH_ONLY), but=("alarms", "in_strain"))


def test_where_nothing_helps_whoever_is_told_and_wherever_one_moves_it_goes_the_same() -> None:
    world = cohort(3, NOTHING_HELPS)
    without, followed = run(world, NOTHING), run(world, replace(WHOLE, matches=False, searches=False))
    assert followed.alarms.sum() > 10
    assert np.array_equal(without.dropped, followed.dropped)
    assert np.array_equal(without.last, followed.last)


def test_acting_helps_where_it_is_planted_to() -> None:
    strong = Effects(tools_turns=1.0, tools_repairs=1.0, turn_points=15.0)
    without, followed = (run(cohort(3, strong), way) for way in (LADDER[0], LADDER[3]))
    gained = (without.last - followed.last)[without.at_risk]
    assert gained.mean() > 3
    assert followed.dropped.mean() <= without.dropped.mean()


def test_whoever_is_read_gains_a_little_without_any_alarm() -> None:
    reads = Effects(feedback_turns=0.0, feedback_repairs=0.0, read_points=4.0)
    without, read = (run(cohort(3, reads), way) for way in (LADDER[0], LADDER[2]))
    on_track = ~without.off_track & (without.held > AT_RISK_BY)
    assert on_track.sum() > 5
    assert (without.last - read.last)[on_track].mean() > 1
    unread = run(cohort(3, reads), replace(LADDER[2], acting=0.0))
    assert same(unread, without, but=("alarms", "in_strain"))
    assert not (without.at_risk & ~without.off_track)[without.held > 1].any()


def test_telling_the_client_alone_can_do_harm_and_need_not() -> None:
    harmful, harmless = Effects(loses_heart=1.0, raises_it=0.0), Effects(loses_heart=0.0, raises_it=0.0)
    worse, usual = run(cohort(3, harmful), LADDER[1]), run(cohort(), LADDER[0])
    assert worse.dropped.mean() > usual.dropped.mean() + 0.1
    assert (worse.last - worse.first).mean() > (usual.last - usual.first).mean()
    unmoved = run(cohort(3, harmless), LADDER[1])
    assert same(unmoved, usual, but=("alarms", "in_strain"))


def test_who_asks_for_another_gets_the_best_forecast_and_nobody_moves_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(effects, "UNHAPPY", 0.0)
    monkeypatch.setattr(effects, "ASKS", 1.0)
    way = replace(WHOLE, matches=False, searches=False)
    referred = run(cohort(), way)
    assert referred.referred.sum() > 3
    assert run(cohort(), replace(way, refers=False)).referred.sum() == 0
    monkeypatch.setattr(effects, "ACCEPTS", 0.0)
    assert run(cohort(), way).referred.sum() == 0


def test_courses_without_following_go_as_in_the_practice_they_come_from() -> None:
    """The stepped courses against `dynamics`, which draws whole courses at once."""
    came = [
        run(make_cohort(providers=60, past=120, clients=400, seed=s, effects=Effects()), NOTHING)
        for s in (8,)
    ]
    samples = [sample_of(cohort(seed).world) for seed in (3, 4)]
    dropped, held = (
        np.concatenate([each.dropped for each in came]),
        np.concatenate([each.held for each in came]),
    )
    assert dropped.mean() == pytest.approx(np.mean([each.dropped.mean() for each in samples]), abs=0.05)
    assert (held >= 3).mean() == pytest.approx(
        np.mean([(each.held >= 3).mean() for each in samples]), abs=0.06
    )


def test_the_ladder_comes_out_within_its_ranges_as_far_as_so_few_can_tell() -> None:
    cohorts = [
        make_cohort(**{**SIZES, "clients": 100}, seed=seed, effects=Effects()) for seed in range(20, 22)
    ]
    longer = [replace(one, planned=planned(one.seed, one.rows, fewest=FEWEST)) for one in cohorts]
    published = {name: (worse, better) for name, worse, better in RUNGS}
    for way in (LADDER[0], LADDER[3]):
        came = [run(one, way) for one in longer]
        change = np.concatenate([(each.last - each.first)[each.at_risk] for each in came])
        assert len(change) > 50
        for happened, figure in zip((change >= 6, change <= -6), published[way.name], strict=True):
            error = 3 * np.sqrt(figure.value * (1 - figure.value) / len(change))
            assert figure.low - error <= happened.mean() <= figure.high + error


def test_a_trial_of_nothing_shows_something_one_time_in_twenty() -> None:
    rng = np.random.default_rng(2)
    shown = [_differs(rng.standard_normal(40), 2 * rng.standard_normal(30)) for _ in range(2000)]
    assert 0.035 < np.mean(shown) < 0.065
    assert _differs(rng.standard_normal(40), 2 + rng.standard_normal(40))
    assert not _differs(np.zeros(5), np.zeros(5))


def test_intervals_over_practices_are_students() -> None:
    found = estimate([1.0, 2.0, 3.0])
    assert found.mean == 2.0
    assert found.high == pytest.approx(2 + 4.302653 / np.sqrt(3), abs=1e-5)
    assert found.high80 == pytest.approx(2 + 1.885618 / np.sqrt(3), abs=1e-5)


def test_alarms_fall_on_states_and_a_fixed_cut_on_traits() -> None:
    ours, cut, _ = alarms_fall(practices=4, clients=300, providers=60, seed=11)
    assert (ours.name, cut.name) == ("ours", "fixed cut (R1)")
    assert ours.state.low > 2 * ours.trait.mean
    assert cut.trait.low > 2 * ours.trait.mean
    assert cut.leniency.mean > 2 * ours.leniency.mean
    assert ours.leniency.low < 12
