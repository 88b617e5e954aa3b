"""A market in parts by licence state: as good as the whole, valid, and the same bits on every engine."""

import numpy as np
import pytest

from rapport.engines.cores import Cores
from rapport.matching.allocation.allocate import IN_NUMPY, allocate
from rapport.matching.allocation.certificate import certify
from rapport.matching.allocation.market import NOBODY, Counts, Market
from rapport.matching.allocation.parted import allocate_parted

STATES, PROVIDERS, CLIENTS, WIDTH = 3, 24, 90, 10
GAP = 1e-3


def world(seed: int, shared: int) -> tuple[Market, Counts]:
    """Three states, and so many providers who may see clients of all of them."""
    rng = np.random.default_rng(seed)
    homes = rng.integers(0, STATES, CLIENTS)
    home = np.arange(PROVIDERS) % STATES
    candidates = np.full((CLIENTS, WIDTH), NOBODY, dtype=np.int32)
    for client, state in enumerate(homes):
        licensed = np.flatnonzero((home == state) | (np.arange(PROVIDERS) < shared))
        some = rng.permutation(licensed)[:WIDTH]
        candidates[client, : len(some)] = some
    worths = np.where(candidates == NOBODY, 0, rng.gamma(4.0, 2.0, candidates.shape)).astype(np.float32)
    return Market.of(candidates, worths, rng.integers(3, 14, PROVIDERS)), homes


@pytest.mark.parametrize("seed", range(3))
def test_states_that_share_nobody_are_certified_as_the_whole_is(seed: int) -> None:
    market, homes = world(seed, 0)
    found = allocate_parted(market, homes, gap=GAP)
    assert found.certificate.gap <= GAP
    again = certify(market, found.slates, found.prices, proof=IN_NUMPY.proof)
    assert again.value == pytest.approx(found.certificate.value, rel=1e-9)
    assert again.bound == pytest.approx(found.certificate.bound, rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_shared_providers_go_where_they_are_worth_most(seed: int) -> None:
    market, homes = world(seed, 6)
    whole = allocate(market, gap=GAP).certificate
    found = allocate_parted(market, homes, gap=GAP)
    again = certify(market, found.slates, found.prices, proof=IN_NUMPY.proof)
    assert again.value == pytest.approx(found.certificate.value, rel=1e-9)
    assert found.certificate.bound >= whole.value * (1 - 1e-9)
    assert found.certificate.value >= whole.value * (1 - 0.005)
    assert found.certificate.gap <= 0.01


def test_every_engine_gives_the_same_bits() -> None:
    market, homes = world(1, 6)
    here = allocate_parted(market, homes, gap=GAP)
    with Cores(2) as engine:
        there = allocate_parted(market, homes, gap=GAP, engine=engine)
    assert np.array_equal(here.slates, there.slates)
    assert np.array_equal(here.prices, there.prices)
    assert here.certificate == there.certificate


def test_quotas_that_never_move_lose_more() -> None:
    """The control: places left where they were first put are worth less."""
    import rapport.matching.allocation.parted as parted

    market, homes = world(2, 12)
    moved = allocate_parted(market, homes, gap=GAP).certificate.value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parted, "ROUNDS", 1)
        stood = allocate_parted(market, homes, gap=GAP).certificate.value
    assert stood < moved


def test_nobody_and_nobody_to_offer() -> None:
    empty = Market.of(np.zeros((0, 2), np.int32), np.zeros((0, 2), np.float32), np.array([1]))
    assert allocate_parted(empty, np.zeros(0, np.int64)).slates.shape == (0, 3)
