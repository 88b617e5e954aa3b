"""Whom a match draws from, and how roughly most may be looked at: each against the slow and obvious way."""

from datetime import date
from random import Random

import numpy as np
import pytest

from rapport.matching import said
from rapport.matching.answers import Answers, read_answers
from rapport.matching.forecast import DECIMALS, forecast, rounded
from rapport.matching.limits import Question
from rapport.matching.match import match
from rapport.matching.ranking import DEFAULT_POLICY, UTILITY_DECIMALS, Policy, pool_of
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster
from support.matching_cases import make_client, make_roster, table

ON = date(2026, 3, 4)


@pytest.fixture(scope="module")
def roster() -> Roster:
    return read_roster(*table(make_roster(Random("ranking"), 700))).roster


def clients(count: int) -> list[Answers]:
    rng = Random("clients")
    return [read_answers(make_client(rng)) for _ in range(count)]


def everybody_sorted(roster: Roster, answers: Answers, policy: Policy) -> list[tuple[float, str]]:
    """Utility and id of those to draw from, best first, from everybody's exact figures."""
    means = forecast(roster, answers, np.arange(len(roster))).overall_means
    ranked = []
    for place, mean in enumerate(means.tolist()):
        confirmed = roster.provider(place).openings_confirmed_on
        months = np.inf if confirmed is None else ((ON - confirmed).days - 30) / 30
        stale = min(max(months * 0.5, 0.0), 3.0)
        ranked.append((-round(mean - stale, UTILITY_DECIMALS), roster.ids[place]))
    ranked = sorted(ranked)[: policy.pool]
    least = min(-ranked[0][0] - policy.tolerance, -ranked[2][0])
    return [(-worth, each) for worth, each in ranked if -worth >= least]


@pytest.mark.parametrize("policy", [DEFAULT_POLICY, Policy(pool=3, tolerance=0.0), Policy(pool=300)])
def test_the_pool_is_the_best_of_everybody(roster: Roster, policy: Policy) -> None:
    for answers in clients(25):
        found = pool_of(roster, Question(answers, False, ON), np.arange(len(roster)), policy)

        ids = [roster.ids[place] for place in found.positions]
        expected = everybody_sorted(roster, answers, policy)
        assert ids == [each for _, each in expected]
        assert found.utilities == pytest.approx([worth for worth, _ in expected], abs=1e-8)
        assert found.forecasts.overall_means == pytest.approx(
            forecast(roster, answers, found.positions).overall_means, abs=1e-9
        )


def test_rough_means_are_within_their_error_and_the_error_is_small(roster: Roster) -> None:
    for answers in clients(25):
        found = forecast(roster, answers, np.arange(len(roster)))
        rough, error = found.rough_overall_means()

        assert np.abs(rough - found.overall_means).max() <= error
        assert 0 < error < 0.01


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, said.CHUNK, said.CHUNK + 5])
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_weighing_sums_every_row(count: int, kind: type) -> None:
    rng = np.random.default_rng(count)
    rows = rng.integers(-said.HIGHEST, said.HIGHEST + 1, (count, said.WIDTH)).astype(np.int8)
    weights = rng.normal(size=said.WIDTH)

    expected = np.array(
        [sum(int(one) * weight for one, weight in zip(row, weights, strict=True)) for row in rows]
    )
    most = said.error_of(weights) if kind is np.float32 else 1e-9
    assert said.weigh(rows, weights.astype(kind)) == pytest.approx(expected, abs=most)


def test_rounding_many_is_rounding_each() -> None:
    halves = [0.125, 2.675, -0.005, 1.005, 72.0, -0.001, 0.0, 99.995]
    values = np.array([halves, np.random.default_rng(1).normal(50, 20, len(halves)).tolist()])

    for each in (values, values[1:]):
        assert rounded(each).tolist() == [[round(one, DECIMALS) for one in row] for row in each.tolist()]


def test_arranged_roster_offers_the_same_three_to_everyone(roster: Roster) -> None:
    arranged = roster.arranged()

    assert arranged.ids != roster.ids
    assert sorted(arranged.ids) == sorted(roster.ids)
    providers = [arranged.provider(place) for place in range(len(arranged))]
    zones_and_states = [(each.timezone, each.licences) for each in providers]
    assert zones_and_states == sorted(zones_and_states)
    for seed, answers in enumerate(clients(25)):
        asked = {"crisis": False, "on": ON, "seed": seed}
        assert match(arranged, answers, **asked) == match(roster, answers, **asked)
