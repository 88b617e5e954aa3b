"""Three each within the places there are: an auction from rough prices to fine ones, with its own proof."""

from importlib import import_module
from typing import Final, NamedTuple, Protocol

import numpy as np

from rapport.matching.allocation import simultaneous
from rapport.matching.allocation.certificate import Certificate, Proof, certify, prove
from rapport.matching.allocation.market import Counts, Floats, Market, Numbers, Singles
from rapport.matching.allocation.rows import Rows, Weigh, empty_rows, fill, nearby, weigh
from rapport.matching.allocation.simultaneous import Held

GAP: Final = 1e-4
# Single precision carries worths and prices: no smaller gap can be promised.
LEAST_GAP: Final = 1e-6
# An auction whose bids rise by ε loses less than ε a place in a list; on made markets a tenth of it at most.
LOSS_OF_A_RISE: Final = 0.11
# By how much bids rise in the first, rough auction: so many times as far as in a fine one, or as a part of
# the spread of worths where that is less.
ROUGH: Final = 50.0
ROUGH_PART: Final = 0.25
# A fine auction begins so many rough rises under the rough prices, which went too far by about as much.
BACK: Final = 2.5
# Single precision tells no smaller rise from none.
LEAST_RISE: Final = 2.0**-20
# So many clients say how worths are spread.
SAMPLE: Final = 2000


class Way(NamedTuple):
    """How rows are sorted, auctions held and lists proved: in numpy, or compiled."""

    auction: "Auction"
    proof: Proof
    weigh: Weigh


class Auction(Protocol):
    """`simultaneous.auction`, or the compiled one."""

    def __call__(
        self, rows: Rows, places: Counts, raise_by: float, size: int
    ) -> tuple[Numbers, Singles, Counts]:
        """Who holds whom once nobody bids any more."""


class Allocation(NamedTuple):
    """Three each.

    `slates`, shape (clients, size): positions in no order, NOBODY where a list stays short. `prices`, shape
    (providers,): in points, 0 where a place is left. `certificate`: by the prices at which the auction
    ended, or where that proves more by these. `auctions`: how many it took.
    """

    slates: Numbers
    prices: Floats
    certificate: Certificate
    auctions: int


IN_NUMPY: Final = Way(simultaneous.auction, prove, weigh)


def compiled() -> Way | None:
    """The compiled way, or None without numba (or where it may keep no cache)."""
    try:
        kernel = import_module("rapport.matching.allocation.kernel")
    except (ImportError, RuntimeError):
        return None
    return Way(kernel.auction, kernel.prove, kernel.weigh)


def allocate(
    market: Market, *, gap: float = GAP, prices: Floats | None = None, way: Way | None = None
) -> Allocation:
    """Who is offered whom, so that all together are forecast best and nobody stands in too many lists.

    Args:
        market: who may be offered to whom, and the places.
        gap: by what part of the best possible the lists may fall short, at least LEAST_GAP.
        prices: shape (providers,), of a market much like this one, yesterday's say; None begins at nothing.
        way: numpy or compiled; None takes what is at hand.

    Returns:
        Lists of at most `market.size` different providers, and prices. The certificate's gap is at most
        `gap`.

    Missing data: a client without candidates gets nobody.

    Raises:
        ValueError: a gap under LEAST_GAP.

    Source: Bertsekas (1992), Comput. Optim. Appl. 1:7, with scaled rises; the bound is the Lagrangian dual.
    Compared with: HiGHS and every possible list (tests/library/properties/test_allocation_properties.py),
    OR-tools' flow of least cost (`rapport bench allocate`).
    """
    if gap < LEAST_GAP:
        raise ValueError("expected a gap of at least LEAST_GAP")
    way = way or compiled() or IN_NUMPY
    rows, order = empty_rows(market), nearby(market)
    rough, rise = _rises(market, gap)
    auctions, back = 0, BACK * rough
    if prices is None:
        prices, auctions = np.zeros(len(market.places)), 1
        if rough > rise:
            prices = _auction(market, way, rows, order, prices, rough).prices
    while True:
        found = _auction(market, way, rows, order, np.maximum(prices - back, 0), rise)
        certificate = _certified(market, way, found, gap)
        auctions += 1
        if certificate.gap <= gap:
            return Allocation(found.slates, found.prices, certificate, auctions)
        # It began too high for whoever has a place left; or the prices are right, and the rises too rough.
        back, rise = (2 * back, rise) if found.began_too_high else (back, rise / 2)


def _certified(market: Market, way: Way, found: "_Found", gap: float) -> Certificate:
    """By the prices at which the auction ended, or those that are told, where these prove more.

    Where one place in a hundred thousand is left to somebody whose price began too high, nobody gains much by
    it; but at a price of 0 it counts as if all who like them a little had been kept from them.
    """
    ended = certify(market, found.slates, found.ended, proof=way.proof)
    if ended.gap <= gap or not found.began_too_high:
        return ended
    told = certify(market, found.slates, found.prices, proof=way.proof)
    return min(told, ended, key=lambda each: each.bound)


class _Found(NamedTuple):
    """`ended`: the prices at which the auction ended; `prices`: the same, 0 for whoever has a place left."""

    slates: Numbers
    prices: Floats
    ended: Floats

    @property
    def began_too_high(self) -> bool:
        return bool((self.ended > self.prices).any())


def _auction(market: Market, way: Way, rows: Rows, order: Counts, start: Floats, rise: float) -> _Found:
    """The lists, and the prices, of one auction that begins at some."""
    fill(rows, market, order, start, weigh=way.weigh)
    held = Held(*way.auction(rows, market.places, rise, market.size))
    slates = np.empty_like(held.slates)
    slates[order] = held.slates
    ended = start + held.prices
    # Whoever has a place left costs nothing, wherever the auction began.
    return _Found(slates, np.where(held.taken < market.places, 0.0, ended), ended)


def _rises(market: Market, gap: float) -> tuple[float, float]:
    """By how much bids rise in a rough auction and in a fine one, in points."""
    some = market.worths[:: 1 + market.clients // SAMPLE].astype(np.float64)
    listed = some[some > 0]
    if not listed.size:
        return 1.0, 1.0
    best = np.sort(some, axis=1)[:, -market.size :]
    rise = max(gap * float(best[best > 0].mean()) / LOSS_OF_A_RISE, LEAST_RISE * float(some.max()))
    return max(rise, min(ROUGH * rise, ROUGH_PART * float(listed.std()))), rise
