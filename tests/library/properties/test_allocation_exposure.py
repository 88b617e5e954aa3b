"""Exposure and what clients are left with, beside counting one by one; planted inequality is told."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.learning.proof.equity import EXPOSURE, PART, PRICE, THREE, of_clients, of_providers
from rapport.matching.allocation.bookings import Supply, share
from rapport.matching.allocation.exposure import Left, Shown, first_come, left_with, shown
from rapport.matching.allocation.floors import above_floor
from rapport.matching.allocation.market import NOBODY


def market(seed, clients=60, providers=30, width=8):
    """Some popular, some who can take few, and too few places; rows of different lengths, in any order."""
    rng = np.random.default_rng(seed)
    candidates = np.full((clients, width), NOBODY, dtype=np.int32)
    for row in candidates:
        some = rng.permutation(providers)[: rng.integers(0, width + 1)]
        row[: len(some)] = some
    fits = np.where(candidates == NOBODY, 0, rng.uniform(50, 80, candidates.shape))
    worths = above_floor(candidates, fits, 0.8)
    shared = share(candidates, worths, Supply.of(rng.integers(0, 3, providers)), gap=1e-2)
    return SimpleNamespace(candidates=candidates, fits=fits, worths=worths, shared=shared, rng=rng)


def who_come_first(made):
    """Everyone in turn looks at everybody."""
    left, lists = made.shared.lists.tolist(), []
    for those, worths in zip(made.candidates.tolist(), made.worths.tolist(), strict=True):
        ranked = sorted(zip(those, worths, strict=True), key=lambda each: -each[1])
        mine = [who for who, worth in ranked if who != NOBODY and worth > 0 and left[who] > 0][:3]
        for who in mine:
            left[who] -= 1
        lists.append(mine + [NOBODY] * (3 - len(mine)))
    return lists


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_first_come_takes_the_three_best_with_room(seed):
    made = market(seed)
    found = first_come(made.candidates, made.worths, made.shared.lists)
    assert found.tolist() == who_come_first(made)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_rate_is_what_counting_one_by_one_gives(seed):
    made = market(seed)
    lists, prices = made.shared.lists, made.shared.allocation.prices
    slates = made.shared.allocation.slates
    sides = {"p": made.rng.choice(["a", "b"], len(lists)), "c": made.rng.choice(["a", "b"], len(slates))}
    told = [*of_providers({"p": sides["p"].tolist()}, *[shown(made.candidates, slates, lists)] * 2),
            *of_clients({"c": sides["c"].tolist()},
                        *[left_with(made.candidates, made.fits, slates, prices)] * 2)]  # fmt: skip
    slow = counted(made, sides, slates.tolist(), prices.tolist())

    for each in told:
        assert each.free is None or each.free == each.priced
        if each.priced.rate is not None and not each.priced.group.endswith("other groups"):
            got, due = slow[each.kind, each.priced.group]
            assert each.priced.rate == pytest.approx(got / due)


def counted(made, sides, slates, prices):
    """By kind and group: what they got and what was due to them."""
    found = {(kind, group): [0.0, 0.0] for kind in (EXPOSURE, PART, THREE, PRICE) for group in "ab"}

    def count(kind, group, got, due):
        found[kind, str(group)][0] += got
        found[kind, str(group)][1] += due

    chance = [0.0] * len(made.shared.lists)
    for client, slate in enumerate(slates):
        pairs = zip(made.candidates[client].tolist(), made.fits[client].tolist(), strict=True)
        fits = {who: fit for who, fit in pairs if who != NOBODY}
        pool = [who for who in fits if made.shared.lists[who] > 0]
        for who in pool:
            chance[who] += min(3, len(pool)) / len(pool)
            count(EXPOSURE, sides["p"][who], who in slate, 0)
        mine = [who for who in slate if who != NOBODY]
        for who in mine:
            count(PART, sides["c"][client], fits[who] / max(fits.values()), 1)
            count(PRICE, sides["c"][client], prices[who], 1)
        if len(fits) >= 3:
            count(THREE, sides["c"][client], len(mine) == 3, 1)
    for who, due in enumerate(chance):
        count(EXPOSURE, sides["p"][who], 0, min(due, int(made.shared.lists[who])))
    return found


def split(size):
    return ["many"] * (size - size // 4) + ["few"] * (size // 4)


def planted(ratio):
    """Of 80 providers and 200 clients a quarter get so much of what the others get."""
    rng = np.random.default_rng(3)
    lists = np.concatenate([np.full(60, 40), np.full(20, round(40 * ratio))]) + rng.integers(-3, 4, 80)
    providers = Shown(lists, np.full(80, 40.0))
    three = np.concatenate([rng.random(150) < 0.8, rng.random(50) < 0.8 * ratio])
    offered = np.where(three, 3, 1)
    clients = Left(offered, offered * 0.97, offered * rng.uniform(1, 2, 200), np.full(200, 5))
    told = [*of_providers({"gender": split(80)}, providers, providers),
            *of_clients({"language": split(200)}, clients, clients)]  # fmt: skip
    return {each.kind for each in told if each.priced.alarm and each.priced.group == "few"}


def test_unequal_market_alarms_and_an_equal_one_does_not():
    assert planted(0.5) == {EXPOSURE, THREE}
    assert planted(1.0) == set()


@pytest.mark.parametrize(("own", "alarms"), [(5, {THREE}), (8, {THREE}), (25, set())])
def test_market_alarms_where_one_language_has_too_few_places(own, alarms):
    """Who speaks the other language is taken by so many providers of their own; others by 25."""
    rng = np.random.default_rng(5)
    languages = ["en", "es"] * 60
    candidates = np.array(
        [25 + rng.permutation(own)[:5] if each == "es" else rng.permutation(25)[:5] for each in languages],
        dtype=np.int32,
    )
    fits = rng.uniform(70, 75, candidates.shape)
    worths = above_floor(candidates, fits)
    found = share(candidates, worths, Supply.of(np.full(25 + own, 2)), gap=1e-2)
    left = left_with(candidates, fits, found.allocation.slates, found.allocation.prices)
    told = [*of_clients({"language": languages}, left, left)]
    assert {each.kind for each in told if each.priced.alarm} == alarms


def test_group_that_gets_nothing_is_not_passed_over():
    offered = np.array([3] * 20 + [0] * 15)
    left = Left(offered, offered * 1.0, offered * 0.0, np.full(35, 5))
    told = {(each.kind, each.priced.group): each.priced.alarm
            for each in of_clients({"state": ["NY"] * 20 + ["TX"] * 15}, left, left)}  # fmt: skip
    assert "nothing" in told[THREE, "TX"]
    assert not told[THREE, "NY"]


def test_few_are_never_told_and_none_can_be_had_by_subtraction():
    names = ["a"] * 40 + ["b"] * 30 + ["c"] * 25
    offered = np.full(95, 3)
    offered[:5] = 1  # five of the forty
    offered[40:55] = 1
    left = Left(offered, offered * 1.0, offered * 0.0, np.full(95, 9))
    three = {each.priced.group: each.priced for each in of_clients({"state": names}, left, left)
             if each.kind == THREE}  # fmt: skip
    assert three["a"].rate is None
    # The smallest of the others goes with it.
    assert three["c"].rate is None
    assert three["b"].rate == pytest.approx(0.5)
    few = [*of_clients({"state": ["a"] * 10}, *[Left(*(each[:10] for each in left))] * 2)]
    assert all(each.priced.people is None and each.priced.rate is None for each in few)
