"""Filling one place of the three again: the third of a slate given the first two, nobody seen before."""

from collections import Counter
from math import exp
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.references.slow_limits import Verdict
from rapport.matching.answers import read_answers
from rapport.matching.arms import draw_in_arm
from rapport.matching.columns import COLUMNS
from rapport.matching.match import DEFAULT_POLICY, match
from rapport.matching.reading import read_roster
from rapport.matching.refill import refill
from rapport.matching.slate import ordered_probabilities
from support.matching_cases import ON, make_client, make_roster

ARMS = ("model", "rules_only", "random_eligible")


def roster_of(rows):
    return read_roster(tuple(COLUMNS), [[row.get(name, "") for name in COLUMNS] for row in rows]).roster


def drawn_again(roster, answers, *, arm="model", standing, without, seed=1, policy=DEFAULT_POLICY):
    return refill(
        roster, answers, arm, position=3, standing=standing, without=frozenset(without),
        crisis=False, on=ON, seed=seed, policy=policy,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), arm=st.sampled_from(ARMS), place=st.integers(0, 2))
def test_refill_is_eligible_and_was_never_offered_or_says_that_nobody_is_left(seed, arm, place):
    rng = Random(seed)
    rows, client = make_roster(rng, 40), make_client(rng)
    roster, answers = roster_of(rows), read_answers(client)
    eligible = set(Verdict(rows, client, on=ON, crisis=False).eligible)
    three = draw_in_arm(roster, answers, arm, crisis=False, on=ON, seed=seed).shortlist
    offered = [each.provider_id for each in three.matches]
    standing = [each for each in offered if each != (offered[place : place + 1] or [""])[0]]

    found = drawn_again(roster, answers, arm=arm, standing=standing, without=offered, seed=seed)

    assert found.eligible == len(eligible)
    if found.match is None:
        assert eligible <= set(offered)
        assert found.shortfall.found == len(standing)
    else:
        assert found.match.provider_id in eligible - set(offered)
        assert 0 < found.match.propensity <= 1
        assert sum(found.log.chances) == pytest.approx(1)
        assert set(found.log.pool) <= eligible - set(offered)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_chance_is_that_of_the_third_of_a_slate_given_the_first_two(seed):
    """Over the whole roster as one pool, refilling is what the slate's own draw does for its third place."""
    rng = Random(seed)
    rows, client = make_roster(rng, 12), make_client(rng)
    roster, answers = roster_of(rows), read_answers(client)
    everyone = DEFAULT_POLICY._replace(tolerance=float("inf"), pool=40)
    three = match(roster, answers, crisis=False, on=ON, seed=seed, policy=everyone)
    if len(three.log.pool) < 3:
        return
    first, second = three.log.pool[:2]

    found = drawn_again(roster, answers, standing=(first, second), without=(first, second), policy=everyone)

    joint = slate_of(roster, three)[0, 1]
    given_two = {three.log.pool[k]: joint[k] / joint.sum() for k in range(2, len(three.log.pool))}
    assert dict(zip(found.log.pool, found.log.chances, strict=True)) == pytest.approx(given_two)


def slate_of(roster, three):
    import numpy as np

    from rapport.matching.differences import likeness

    places = np.array([roster.position(each) for each in three.log.pool])
    return ordered_probabilities(
        np.array(three.log.utilities), likeness(roster, places),
        temperature=DEFAULT_POLICY.temperature, difference=DEFAULT_POLICY.difference,
    )  # fmt: skip


def test_chances_come_true_and_nobody_far_behind_is_drawn():
    rng = Random(3)
    roster, answers = roster_of(make_roster(rng, 200)), read_answers(make_client(Random(8)))
    three = match(roster, answers, crisis=False, on=ON, seed=1)
    offered = [each.provider_id for each in three.matches]
    assert three.eligible > 8

    draws = [
        drawn_again(roster, answers, standing=offered[:2], without=offered, seed=seed) for seed in range(400)
    ]

    log = draws[0].log
    drawn = Counter(each.match.provider_id for each in draws)
    for provider, chance in zip(log.pool, log.chances, strict=True):
        assert abs(drawn[provider] - 400 * chance) < 4.5 * (400 * chance * (1 - chance) + 1) ** 0.5
    assert max(log.utilities) - min(log.utilities) <= DEFAULT_POLICY.tolerance
    worth = [u - DEFAULT_POLICY.difference * a for u, a in zip(log.utilities, log.alike, strict=True)]
    assert log.chances[0] / log.chances[-1] == pytest.approx(exp(worth[0] - worth[-1]))


def test_a_provider_who_left_the_roster_does_not_stand_in_the_way():
    rng = Random(3)
    roster, answers = roster_of(make_roster(rng, 60)), read_answers(make_client(Random(8)))

    found = drawn_again(roster, answers, standing=("gone", "p001"), without=("gone", "p001"))

    assert found.match is not None
    assert found.log.standing == ("p001",)


def test_an_unknown_arm_is_refused():
    rng = Random(3)
    roster, answers = roster_of(make_roster(rng, 10)), read_answers(make_client(rng))

    with pytest.raises(ValueError, match="arm: expected model"):
        drawn_again(roster, answers, arm="best", standing=(), without=())
