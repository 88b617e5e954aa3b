"""Reciprocity of referrals: none beyond chance where chance sent them, and planted rings are found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.errors import BadInput
from rapport.learning.traits.reciprocity import FEWEST, reciprocity, to_oneself

PEOPLE = [f"p{n}" for n in range(30)]
EDGES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda edge: edge[0] != edge[1]),
    min_size=FEWEST,
    max_size=30,
)


def told(edges, *, seed=1, draws=99):
    senders, receivers = zip(*edges, strict=True)
    return reciprocity(senders, receivers, rng=np.random.default_rng(seed), draws=draws)


def by_chance(rng, count=120):
    edges = []
    while len(edges) < count:
        one, other = rng.integers(len(PEOPLE), size=2)
        if one != other:
            edges.append((PEOPLE[one], PEOPLE[other]))
    return edges


@settings(deadline=None, max_examples=40)
@given(EDGES)
def test_shares_lie_in_bounds_and_the_excess_in_its_interval(edges):
    found = told(edges, draws=19)

    assert 0 <= found.returned <= 1
    assert found.low <= found.excess <= found.high
    assert found.referrals == len(edges)


@settings(deadline=None, max_examples=20)
@given(EDGES)
def test_who_sends_and_who_receives_may_be_turned_around(edges):
    turned = [(other, one) for one, other in edges]

    assert told(turned, draws=9).returned == pytest.approx(told(edges, draws=9).returned)


def test_same_seed_says_the_same():
    edges = by_chance(np.random.default_rng(5))

    assert told(edges) == told(edges)


def test_chance_shows_no_excess_and_hardly_any_ring():
    found = [told(by_chance(np.random.default_rng(seed)), seed=seed, draws=199) for seed in range(20)]

    beyond = [each for each in found if each.low > 0 or each.high < 0]
    assert len(beyond) <= 9  # two of ten, for an interval of 80%
    assert sum(bool(each.rings) for each in found) <= 3


def test_two_who_send_to_each_other_are_found_and_nobody_else():
    edges = by_chance(np.random.default_rng(2)) + [("p0", "p1"), ("p1", "p0")] * 9
    found = told(edges, draws=499)

    assert {frozenset(ring.members) for ring in found.rings} == {frozenset(("p0", "p1"))}
    assert found.rings[0].times >= 9 > found.rings[0].expected
    assert found.rings[0].chance <= 0.05


def test_where_many_return_what_they_get_the_share_is_beyond_chance():
    pairs = [(PEOPLE[n], PEOPLE[n + 1]) for n in range(0, len(PEOPLE), 2)]
    edges = by_chance(np.random.default_rng(3), 60) + [(b, a) for a, b in pairs] * 2 + pairs * 2

    assert told(edges, draws=199).low > 0.1


def test_ring_of_three_is_found_in_its_direction():
    edges = by_chance(np.random.default_rng(4)) + [("p3", "p4"), ("p4", "p5"), ("p5", "p3")] * 10
    found = told(edges, draws=499)

    turns = {("p3", "p4", "p5"), ("p4", "p5", "p3"), ("p5", "p3", "p4")}
    assert [ring.members in turns for ring in found.rings] == [True]


def test_two_alone_have_nobody_else_to_send_to_and_show_no_excess():
    found = told([("a", "b"), ("b", "a")] * 10)

    assert (found.returned, found.excess, found.rings) == (1.0, 0.0, ())


def test_few_referrals_say_nothing():
    assert reciprocity(["a"] * (FEWEST - 1), ["b"] * (FEWEST - 1), rng=np.random.default_rng(1)) is None


def test_who_sends_to_themselves_is_named_and_refused_in_the_graph():
    assert to_oneself(["a", "b", "c"], ["a", "c", "c"]) == ("a", "c")
    with pytest.raises(BadInput):
        told([("a", "a")] * FEWEST)
    with pytest.raises(BadInput):
        reciprocity(["a"], [], rng=np.random.default_rng(1))
