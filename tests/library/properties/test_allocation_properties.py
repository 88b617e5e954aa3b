"""Allocation against HiGHS and against every possible list, in numpy and compiled."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array

from rapport.matching.allocation import allocate as module
from rapport.matching.allocation.allocate import allocate
from rapport.matching.allocation.bookings import CHOICE_POINTS, Supply, chances, share, worths_of
from rapport.matching.allocation.certificate import certify, prove, taken
from rapport.matching.allocation.floors import Short, above_floor, why_short
from rapport.matching.allocation.market import NOBODY, Market
from rapport.matching.allocation.pacing import paced
from support.markets import WAYS, made


@pytest.fixture(params=WAYS, scope="module")
def way(request):
    found = WAYS[request.param]
    assert found, "numba is among the test tools"
    return found


def best_possible(market):
    """The optimum of the linear program, which has whole numbers for its corners."""
    client, column = np.nonzero(market.worths > 0)
    provider, edges = market.candidates[client, column], np.arange(len(client))
    if not len(edges):
        return 0.0
    rows = np.concatenate([client, market.clients + provider])
    shape = (market.clients + len(market.places), len(edges))
    limits = coo_array((np.ones(2 * len(edges)), (rows, np.tile(edges, 2))), shape=shape)
    most = np.concatenate([np.full(market.clients, market.size), market.places])
    worths = market.worths[client, column].astype(float)
    return -linprog(-worths, A_ub=limits.tocsr(), b_ub=most, bounds=(0, 1), method="highs").fun


def best_by_hand(market):
    """Every list of every client with every list of the others."""

    def lists(row):
        listed = [int(each) for each in market.candidates[row] if each != NOBODY]
        return [some for size in range(market.size + 1) for some in combinations(listed, size)]

    def worth(row, some):
        return sum(float(market.worths[row][market.candidates[row] == each][0]) for each in some)

    best = 0.0
    for chosen in product(*map(lists, range(market.clients))):
        used = np.bincount([each for some in chosen for each in some], minlength=len(market.places))
        if (used <= market.places).all():
            best = max(best, sum(map(worth, range(market.clients), chosen)))
    return best


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), supply=st.sampled_from((0.2, 0.88, 1.08, 3.0)), size=st.integers(1, 3))
def test_allocation_lies_between_its_certificate_and_highs(way, seed, supply, size):
    market = made(seed, supply=supply, size=size)
    found = allocate(market, gap=1e-3, way=way)
    proof, best = found.certificate, best_possible(market)
    assert proof.gap <= 1e-3
    assert proof.value <= best + 1e-6 <= proof.bound + 2e-6
    # What is told proves nothing better than the certificate says, and the lists are worth what it says.
    told = certify(market, found.slates, found.prices, proof=prove)
    assert told.value == pytest.approx(proof.value)
    assert told.bound >= proof.bound * (1 - 1e-9)
    # A place costs nothing where one is left.
    assert not found.prices[taken(market, found.slates) < market.places].any()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_allocation_of_a_few_is_the_best_of_all_possible_lists(seed):
    market = made(seed, clients=3, providers=4, width=4, supply=0.6)
    for way in WAYS.values():
        found = allocate(market, gap=1e-5, way=way)
        assert found.certificate.value == pytest.approx(best_by_hand(market), rel=1e-5)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), before=st.sampled_from((0.0, 0.4, 5.0)))
def test_allocation_with_any_prices_to_begin_with_proves_the_same(way, seed, before):
    market = made(seed, supply=0.9)
    prices = before * np.random.default_rng(seed).random(len(market.places))
    found = allocate(market, gap=1e-3, prices=prices, way=way)
    assert found.certificate.gap <= 1e-3
    assert found.certificate.value <= best_possible(market) + 1e-6 <= found.certificate.bound + 2e-6
    assert not found.prices[taken(market, found.slates) < market.places].any()


def test_an_auction_that_began_a_little_too_high_is_not_held_again(way, monkeypatch):
    """Its own prices prove it good; by the prices that are told alone it would be held once more."""
    monkeypatch.setattr(module, "BACK", 1.5)
    markets = [made(seed, 300, 60, 20) for seed in range(12)]
    own = sum(allocate(market, gap=2e-3, way=way).auctions for market in markets)
    monkeypatch.setattr(
        module,
        "_certified",
        lambda market, way, found, _: certify(market, found.slates, found.prices, proof=way.proof),
    )
    assert own < sum(allocate(market, gap=2e-3, way=way).auctions for market in markets)


def test_certificate_refuses_lists_that_are_none():
    market = Market.of(np.array([[0, 1], [0, 1]]), np.ones((2, 2)), np.array([1, 2]))
    prices, short = np.zeros(2), [1, NOBODY, NOBODY]
    good = np.array([[0, 1, NOBODY], short], dtype=np.int32)
    for way in WAYS.values():
        assert certify(market, good, prices, proof=way.proof).value == 3
    for bad in ([[0, 1, NOBODY], [0, 1, NOBODY]], [[1, 1, NOBODY], [NOBODY] * 3]):
        with pytest.raises(ValueError, match="expected"):
            certify(market, np.array(bad, dtype=np.int32), prices, proof=prove)
    with pytest.raises(ValueError, match="prices"):
        certify(market, good, np.array([0.0, -1.0]), proof=prove)


def test_market_refuses_what_is_none():
    edge = np.array([[0]])
    for candidates, worths, places in (
        (edge, np.ones((1, 2)), np.array([1])),
        (np.array([[1]]), np.ones((1, 1)), np.array([1])),
        (edge, np.array([[np.nan]]), np.array([1])),
        (edge, np.ones((1, 1)), np.array([-1])),
    ):
        with pytest.raises(ValueError, match="expected"):
            Market.of(candidates, worths, places)
    with pytest.raises(ValueError, match="lists"):
        Market.of(edge, np.ones((1, 1)), np.array([1]), size=4)
    with pytest.raises(ValueError, match="gap"):
        allocate(Market.of(edge, np.ones((1, 1)), np.array([1])), gap=1e-9)


def test_allocation_without_clients_or_candidates_is_empty(way):
    for candidates in (np.zeros((0, 5), np.int32), np.full((4, 5), NOBODY, np.int32)):
        market = Market.of(candidates, np.zeros(candidates.shape), np.array([1, 2]))
        found = allocate(market, way=way)
        assert (found.slates == NOBODY).all()
        assert found.certificate == (0, 0)
        assert not found.prices.any()


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), supply=st.sampled_from((0.15, 0.3)))
def test_sharing_never_expects_more_bookings_than_places(seed, supply):
    market = made(seed, clients=60, providers=12)
    rng = np.random.default_rng(seed)
    places = rng.poisson(supply * 60 / 4, 12)
    supplied = Supply.of(places, rng.uniform(0.2, 1.0, 12))
    found = share(market.candidates, market.worths, supplied, gap=1e-3)
    slates = found.allocation.slates
    by_hand = np.zeros(12)
    for row, slate in enumerate(slates):
        listed = [int(each) for each in slate if each != NOBODY]
        of = dict(zip(market.candidates[row].tolist(), market.worths[row].tolist(), strict=True))
        mine = chances_by_hand([of[each] for each in listed], supplied.offers[listed])
        np.add.at(by_hand, listed, mine)
    assert found.expected == pytest.approx(by_hand)
    assert (by_hand <= places + 1e-6).all()
    assert (taken(market, slates) <= supplied.most_lists).all()


def chances_by_hand(worths, offers):
    """Who offers, one pattern after the other, and who is taken of those."""
    total = np.zeros(len(worths))
    for pattern in product((False, True), repeat=len(worths)):
        offering = np.array(pattern, dtype=bool)
        pulls = np.where(offering, np.exp(np.array(worths) / CHOICE_POINTS), 0)
        if offering.any():
            total += np.prod(np.where(offering, offers, 1 - offers)) * pulls / pulls.sum()
    return total


def test_chances_of_three_sum_to_the_chance_that_anybody_offers():
    worths = np.array([[5.0, 5.0, 5.0], [9.0, 1.0, -np.inf], [-np.inf] * 3])
    found = chances(worths, np.array([[0.5, 0.5, 0.5], [1.0, 1.0, 1.0], [0.5, 0.5, 0.5]]))
    assert found[0] == pytest.approx([0.875 / 3] * 3)
    assert found[1] == pytest.approx([1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1)), 0])
    assert not found[2].any()


def test_the_floor_keeps_out_who_is_under_a_part_of_the_best_and_says_who_is_short():
    candidates = np.array([[0, 1, 2, 3], [0, 1, NOBODY, NOBODY]])
    fits = np.array([[80.0, 79.0, 78.0, 60.0], [70.0, 70.0, 0.0, 0.0]])
    worths = above_floor(candidates, fits, 0.9)
    assert worths.tolist() == [[8, 7, 6, 0], [7, 7, 0, 0]]
    slates = np.array([[0, 1, NOBODY], [0, 1, NOBODY]])
    assert why_short(worths, slates) == [Short.FULL, Short.FEW]
    assert why_short(worths[:1], np.array([[0, 1, 2]])) == [None]
    with pytest.raises(ValueError, match="floor"):
        above_floor(candidates, fits, 1.5)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), floor=st.sampled_from((0.5, 0.9, 0.97)))
def test_nobody_is_offered_less_than_the_agreed_part_of_their_best(seed, floor):
    rng = np.random.default_rng(seed)
    fits = rng.normal(72, 6, (30, 8))
    candidates = np.argsort(rng.random((30, 12)), axis=1)[:, :8].astype(np.int32)
    market = Market.of(candidates, above_floor(candidates, fits, floor), np.full(12, 4))
    found = allocate(market, gap=1e-3)
    offered = np.isfinite(worths_of(market, found.slates))
    for row, slate in enumerate(found.slates):
        mine = [fits[row][candidates[row] == each][0] for each in slate[offered[row]]]
        assert all(fit >= floor * fits[row].max() - 1e-5 for fit in mine)
    # A place costs no more than what anybody stands above their floor.
    assert found.prices.max() <= (1 - floor) * fits.max() + 1e-2


def test_pace_follows_places_and_time():
    prices, left = np.array([0.0, 0.0, 2.0, 2.0]), np.array([1.0, 0.2, 0.9, 0.2])
    found = paced(prices, 0.5, left, 10)
    assert found[0] == 0, "places that last as long as the time cost nothing"
    assert found[1] > 0
    assert found[2] < 2 < found[3]
    assert paced(prices, 0.5, np.full(4, 0.5), 10) == pytest.approx(prices)
