"""Many pools at once against the shortlist's own draw and plain enumeration."""

from itertools import permutations
from random import Random

import numpy as np
import pytest

from library.references import slow_slate
from rapport.learning.policy.slate_draw import (
    UNIFORM,
    Draw,
    any_order,
    by_position,
    draw_named,
    inclusion,
    slate_probabilities,
    together,
)
from rapport.matching.match import DEFAULT_POLICY
from rapport.matching.slate import draw as draw_three
from rapport.matching.slate import ordered_probabilities


def pools(count: int, size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    likeness = rng.uniform(size=(count, size, size))
    likeness = (likeness + likeness.transpose(0, 2, 1)) / 2
    likeness[:, np.arange(size), np.arange(size)] = 1.0
    return rng.uniform(68, 76, size=(count, size)), likeness


@pytest.mark.parametrize("size", [3, 4, 7, 12])
@pytest.mark.parametrize(
    "draw", [Draw(1.0, 1.5), Draw(0.3, 4.0), Draw(5.0), Draw(0.005, 1.5), Draw(0.02, 4.0)]
)
def test_every_pool_agrees_with_the_shortlists_own_draw(size, draw):
    utilities, likeness = pools(5, size, 1)

    joint = slate_probabilities(utilities, likeness, draw)

    for pool in range(5):
        own = ordered_probabilities(
            utilities[pool], likeness[pool], temperature=draw.temperature, difference=draw.difference
        )
        assert joint[pool] == pytest.approx(own, abs=1e-12)


def test_greedy_pools_take_what_the_shortlist_takes_at_temperature_nought():
    utilities, likeness = pools(20, 8, 2)

    joint = slate_probabilities(utilities, likeness, Draw(0.0, 3.0))

    for pool in range(20):
        own = draw_three(
            utilities[pool], likeness[pool], temperature=0, difference=3.0, uniform=Random(1).random
        )
        assert joint[pool][own.drawn] == joint[pool].sum() == 1.0


def test_marginals_agree_with_the_enumeration():
    utilities, likeness = pools(1, 6, 3)
    slow = slow_slate.slates(utilities[0].tolist(), likeness[0].tolist(), temperature=1.0, difference=1.5)

    joint = slate_probabilities(utilities, likeness, Draw(1.0, 1.5))

    for one in range(6):
        for place in range(3):
            expected = sum(p for slate, p in slow.items() if slate[place] == one)
            assert by_position(joint)[0, place, one] == pytest.approx(expected, abs=1e-12)
        for other in range(6):
            expected = sum(p for slate, p in slow.items() if {one, other} <= set(slate))
            assert together(joint)[0, one, other] == pytest.approx(expected, abs=1e-12)
    for slate in slow:
        expected = sum(slow[order] for order in permutations(slate))
        assert any_order(joint)[0][slate] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("floor", [0.01, 0.1, 0.25, 0.9])
def test_floor_holds_with_as_little_evenness_as_it_takes(floor):
    utilities, likeness = pools(30, 12, 4)
    plain = slate_probabilities(utilities, likeness, Draw(0.2, 1.5))

    floored = slate_probabilities(utilities, likeness, Draw(0.2, 1.5, floor))

    assert floored.sum(axis=(1, 2, 3)) == pytest.approx(1.0)
    reached = inclusion(floored).min(axis=1)
    kept = inclusion(plain).min(axis=1) >= floor
    assert reached[~kept] == pytest.approx(min(floor, 3 / 12))
    assert floored[kept] == pytest.approx(plain[kept], abs=1e-15)


def test_even_draw_gives_every_slate_the_same_probability():
    utilities, likeness = pools(2, 5, 5)

    joint = slate_probabilities(utilities, likeness, UNIFORM)

    assert joint[joint > 0] == pytest.approx(1 / 60)
    assert (joint[0] > 0).sum() == 60


def test_name_of_the_shortlists_policy_is_read():
    assert draw_named(DEFAULT_POLICY.name) == Draw(DEFAULT_POLICY.temperature, DEFAULT_POLICY.difference)
    assert draw_named("plackett-luce(temperature=2,difference=0,floor=0.01)") == Draw(2.0, 0.0, 0.01)


@pytest.mark.parametrize(
    "name", ["", "greedy", "plackett-luce()", "plackett-luce(temperature=-1)", "plackett-luce(temperature=x)"]
)
def test_name_that_says_no_draw_is_none(name):
    assert draw_named(name) is None
