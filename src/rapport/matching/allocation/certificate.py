"""How good lists are, and how good any could be: prices bound from above what no lists can exceed.

For any prices ≥ 0 nothing can exceed Σ places·price + Σ over clients of their best worths beyond price, as
many as a list is long: the Lagrangian dual of giving out places. Checked in double precision, from the market
itself, whatever found the lists.
"""

from typing import Final, NamedTuple, Protocol

import numpy as np

from rapport.matching.allocation.market import NOBODY, Counts, Floats, Market, Numbers, Singles
from rapport.matching.allocation.threads import at_once

_BLOCK: Final = 4096
# So many clients are one thread's at a time.
PIECE: Final = 4 * _BLOCK


class Certificate(NamedTuple):
    """In points, over all clients. `value`: what these lists are worth; `bound`: what none can exceed."""

    value: float
    bound: float

    @property
    def gap(self) -> float:
        """By what part of the bound the lists may fall short of the best, 0 to 1."""
        return max(0.0, 1 - self.value / self.bound) if self.bound > 0 else 0.0


class Proof(Protocol):
    """`prove`, or the compiled one."""

    def __call__(
        self, worths: Singles, who: Numbers, slates: Numbers, prices_of: Floats
    ) -> tuple[float, float]:
        """What some clients' lists are worth, and what their best are beyond prices, that of NOBODY first."""


def certify(market: Market, slates: Numbers, prices: Floats, *, proof: Proof) -> Certificate:
    """What the lists are worth, and the bound that the prices prove.

    Args:
        market: who may be offered to whom, and the places.
        slates: shape (clients, size), positions or NOBODY.
        prices: shape (providers,), in points, at least 0.

    Raises:
        ValueError: someone in more lists than there are places; a price under 0; in numpy also lists that
        are none, with someone who is no candidate, or twice.
    """
    if prices.size and prices.min() < 0:
        raise ValueError("expected prices of 0 or more")
    if (taken(market, slates) > market.places).any():
        raise ValueError("expected no provider in more lists than there are places")
    # Nothing is left of NOBODY, who stands in front.
    prices_of = np.insert(prices, 0, np.inf)

    def prove(start: int) -> tuple[float, float]:
        some = slice(start, start + PIECE)
        return proof(market.worths[some], market.candidates[some], slates[some], prices_of)

    # Pieces of one size, so that sums are the same to the bit on any number of cores.
    pieces = at_once(prove, range(0, market.clients, PIECE))
    value = sum((worth for worth, _ in pieces), 0.0)
    return Certificate(value, sum((left for _, left in pieces), float(market.places @ prices)))


def prove(worths: Singles, who: Numbers, slates: Numbers, prices_of: Floats) -> tuple[float, float]:
    """As `Proof`, in numpy."""
    value, left, size = 0.0, 0.0, slates.shape[1]
    for start in range(0, len(who), _BLOCK):
        some = slice(start, start + _BLOCK)
        worth, listed = worths[some].astype(np.float64), who[some]
        value += _worth(worth, listed, slates[some])
        nets = np.maximum(worth - prices_of[listed + 1], 0)
        if nets.shape[1] > size:
            nets = np.partition(nets, -size, axis=1)[:, -size:]
        left += float(nets.sum())
    return value, left


def taken(market: Market, slates: Numbers) -> Counts:
    """Shape (providers,): in how many lists each stands."""
    return np.bincount(slates[slates != NOBODY], minlength=len(market.places))


def _worth(worths: Floats, who: Numbers, slates: Numbers) -> float:
    total, listed = 0.0, slates != NOBODY
    for place in range(slates.shape[1]):
        match = (who == slates[:, place, None]) & listed[:, place, None]
        if (match.sum(axis=1) != listed[:, place]).any():
            raise ValueError("expected lists of candidates alone")
        total += float(worths[match].sum())
        others = np.delete(slates, place, axis=1)
        if ((others == slates[:, place, None]) & listed[:, place, None]).any():
            raise ValueError("expected nobody twice in one list")
    return total
