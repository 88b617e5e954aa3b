"""A forecast gives way to what the client has rated, the client's leniency counted."""

import numpy as np
import pytest

from library.references.slow_outlook import slow_outlooks
from rapport.alliance.course import CommonCourse
from rapport.alliance.outlook import LENIENCY, Rating, foretold, outlooks, typical_course
from rapport.alliance.pools import pools_of
from rapport.alliance.referral import HORIZON, Outlook
from rapport.alliance.trajectory import CheckIns, lay_out
from rapport.errors import BadInput

COMMON = CommonCourse(level=72.0, level_sd=12.0, growth=2.0, swing_sd=6.0, error_sd=3.0)
TOLD = {"a": Outlook(70.0, 14.0), "b": Outlook(74.0, 12.0), "c": Outlook(66.0, 9.0)}


def test_agrees_with_one_rating_at_a_time() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        sessions = {each: rng.choice(np.arange(1, 9), rng.integers(0, 5), replace=False) for each in "abc"}
        ratings = [Rating(each, int(t), float(rng.uniform(0, 100))) for each in "abc" for t in sessions[each]]
        rng.shuffle(ratings)  # type: ignore[arg-type]  # a list of ratings is shuffled in place all the same
        share = float(rng.uniform(0, 0.95))
        found, slow = (
            outlooks(TOLD, ratings, COMMON, leniency=share),
            slow_outlooks(TOLD, ratings, COMMON, share),
        )
        for each in TOLD:
            assert (found.of[each].mean, found.of[each].sd) == pytest.approx(slow[each], abs=1e-8)


def test_is_the_best_guess_of_clients_drawn_at_random() -> None:
    """Of many drawn clients, what is expected after a first rating of 20 points above the forecast."""
    rng, n = np.random.default_rng(7), 400_000
    lenient = np.sqrt(LENIENCY) * rng.standard_normal(n)
    a, b = (
        TOLD[each].mean + TOLD[each].sd * (lenient + np.sqrt(1 - LENIENCY) * rng.standard_normal(n))
        for each in "ab"
    )
    rated = a + np.hypot(COMMON.swing_sd, COMMON.error_sd) * rng.standard_normal(n)
    near = np.abs(rated - (TOLD["a"].mean + 20)) < 1
    found = outlooks(TOLD, [Rating("a", 1, TOLD["a"].mean + 20)], COMMON)
    # The swing of the rated session lives on a little, 1 point at the most, which the draws leave out.
    assert found.of["a"].mean == pytest.approx(a[near].mean(), abs=1.0)
    assert found.of["b"].mean == pytest.approx(b[near].mean(), abs=0.4)


def test_stands_as_forecast_until_something_is_rated_and_gives_way_from_the_first_session() -> None:
    before, after = outlooks(TOLD, [], COMMON), outlooks(TOLD, [Rating("a", 1, 90.0)], COMMON)
    assert before.of["a"].mean == 70.0
    assert before.measured["a"] == 0.0
    assert before.leniency == 0.0
    assert after.measured["a"] > 0.5 > after.measured["b"] > 0
    assert after.of["a"].mean > 80
    assert after.of["a"].sd < before.of["a"].sd
    assert after.sessions == {"a": 1, "b": 0, "c": 0}
    assert before.coming["a"].mean == pytest.approx(
        70 + COMMON.growth * np.log(np.arange(1, HORIZON + 1)).mean()
    )


def test_a_lenient_client_raises_everybody_and_a_client_like_any_other_moves_one() -> None:
    rated = [Rating("a", session, 90.0) for session in range(1, 6)]
    shared, apart = (outlooks(TOLD, rated, COMMON, leniency=share) for share in (LENIENCY, 0.0))
    assert shared.of["b"].mean > TOLD["b"].mean + 8
    assert shared.leniency > 8
    assert apart.of["b"] == outlooks(TOLD, [], COMMON, leniency=0.0).of["b"]
    assert apart.leniency == 0.0
    assert 0 < shared.shared("a", "b") < outlooks(TOLD, [], COMMON).shared("a", "b")
    assert apart.shared("a", "b") == 0


def test_reads_a_told_interval_of_a_rating() -> None:
    wide = foretold(72.0, 48.0, 96.0, COMMON)
    assert wide.sd == pytest.approx(np.sqrt((24 / 1.2815515655446004) ** 2 - 36 - 9))
    assert foretold(95.0, 71.0, 100.0, COMMON).sd == wide.sd  # cut at 100: the longer half counts
    assert foretold(72.0, 71.0, 73.0, COMMON).sd == 2.0  # never surer than that


def test_typical_course_is_what_pools_are_shrunken_to() -> None:
    one = CheckIns(np.array([0]), np.array([1]), np.full((1, 3), 72.0), np.full(1, np.nan))
    pools, common = pools_of(lay_out(one)), typical_course()
    assert pools.state[0, 0] == pytest.approx(common.swing_sd)
    assert pools.error[0, 0] / np.sqrt(3) == pytest.approx(common.error_sd)


@pytest.mark.parametrize(
    ("told", "rated", "share"),
    [
        ({}, [], 0.5),
        ({"a": Outlook(70.0, 0.0)}, [], 0.5),
        ({"a": Outlook(float("nan"), 5.0)}, [], 0.5),
        (TOLD, [Rating("z", 1, 50.0)], 0.5),
        (TOLD, [Rating("a", 1, 50.0), Rating("a", 1, 60.0)], 0.5),
        (TOLD, [Rating("a", 0, 50.0)], 0.5),
        (TOLD, [Rating("a", 1, 101.0)], 0.5),
        (TOLD, [Rating("a", 1, float("nan"))], 0.5),
        (TOLD, [], 1.0),
        (TOLD, [], float("nan")),
    ],
)
def test_refuses_what_is_none(told: dict[str, Outlook], rated: list[Rating], share: float) -> None:
    with pytest.raises(BadInput):
        outlooks(told, rated, COMMON, leniency=share)


@pytest.mark.parametrize("interval", [(50.0, 60.0, 70.0), (50.0, 40.0, 101.0), (float("nan"), 40.0, 60.0)])
def test_refuses_an_interval_that_is_none(interval: tuple[float, float, float]) -> None:
    with pytest.raises(BadInput):
        foretold(*interval, COMMON)
