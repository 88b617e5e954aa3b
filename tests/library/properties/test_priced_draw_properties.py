"""The draw when places cost something: nobody far from their best, and probabilities still exact."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.matching.allocation.floors import FLOOR
from rapport.matching.answers import read_answers
from rapport.matching.arms import draw_in_arm
from rapport.matching.columns import COLUMNS
from rapport.matching.match import DEFAULT_POLICY, match
from rapport.matching.propensity import slate_propensity
from rapport.matching.ranking import Policy
from rapport.matching.reading import read_roster
from rapport.matching.refill import refill
from support.matching_cases import ON, ease, make_client, make_roster

ALL = Policy(temperature=0.0, tolerance=np.inf, difference=0.0, pool=1000)


def case(seed):
    rng = Random(seed)
    rows, client = [ease(rng, row) for row in make_roster(rng, 60)], make_client(rng)
    cells = [[row.get(name, "") for name in COLUMNS] for row in rows]
    return read_roster(tuple(COLUMNS), cells).roster, read_answers(client)


def drawn(roster, answers, **more):
    return match(roster, answers, crisis=False, on=ON, seed=3, **more)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), most=st.sampled_from((0.0, 3.0, 50.0)))
def test_prices_come_off_the_utility_and_nobody_under_the_floor_is_drawn(seed, most):
    roster, answers = case(seed)
    prices = most * np.random.default_rng(seed).random(len(roster))
    free = drawn(roster, answers, policy=ALL).log
    worth = dict(zip(free.pool, free.utilities, strict=True))
    found = drawn(roster, answers, prices=prices)

    third = sorted(worth.values(), reverse=True)[:3][-1:]
    for provider_id, utility in zip(found.log.pool, found.log.utilities, strict=True):
        place = roster.position(provider_id)
        assert utility == pytest.approx(worth[provider_id] - prices[place], abs=1e-6)
        assert worth[provider_id] >= min(FLOOR * max(worth.values()), *third) - 1e-9
    assert len(found.matches) == min(3, len(worth))
    exact = slate_propensity(roster, found, DEFAULT_POLICY)
    assert exact.ordered == pytest.approx(found.log.ordered)
    for each, pairs in zip(found.matches, range(len(exact.pairs)), strict=True):
        assert exact.pairs[pairs][pairs] == pytest.approx(each.propensity, abs=1e-5)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_price_anywhere_draws_as_without_prices(seed):
    roster, answers = case(seed)
    free = drawn(roster, answers)
    if len(free.matches) == 3:
        nothing = drawn(roster, answers, prices=np.zeros(len(roster)))
        assert [each.provider_id for each in nothing.matches] == [each.provider_id for each in free.matches]
        assert nothing.log.ordered == pytest.approx(free.log.ordered)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_refill_and_arms_take_the_same_prices(seed):
    roster, answers = case(seed)
    prices = 2 * np.random.default_rng(seed).random(len(roster))
    told = {"crisis": False, "on": ON, "seed": seed}
    in_arm = draw_in_arm(roster, answers, "rules_only", prices=prices, **told).shortlist
    assert in_arm.log == match(roster, answers, prices=prices, **told).log
    offered = frozenset(each.provider_id for each in in_arm.matches)
    again = refill(
        roster, answers, "model", position=1, standing=(), without=offered, prices=prices, **told
    )  # fmt: skip
    free = drawn(roster, answers, policy=ALL).log
    worth = dict(zip(free.pool, free.utilities, strict=True))
    for provider_id, utility in zip(again.log.pool, again.log.utilities, strict=True):
        paid = worth[provider_id] - prices[roster.position(provider_id)]
        assert utility == pytest.approx(paid, abs=1e-6)
