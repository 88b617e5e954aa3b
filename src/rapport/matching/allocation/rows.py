"""Each client's candidates, best first at given prices: what the auction reads from the front.

A price can only rise in an auction, so what a candidate is worth beyond the prices it begins at is as much as
they can ever be worth: reading ends where that falls below what was found.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.allocation.market import NOBODY, Floats, Market, Numbers, Singles

# So many clients' rows are sorted at once: they stay in the processor's cache.
BLOCK: Final = 512


class Rows(NamedTuple):
    """Shapes (clients, width), in the order of `order`: net worths, descending, 0 where nothing is left.

    `who` holds the positions of the providers.
    """

    nets: Singles
    who: Numbers


def nearby(market: Market) -> NDArray[np.int64]:
    """Clients whose candidates stand side by side next to each other: memory is read once for all of them."""
    if not market.candidates.size:
        return np.arange(market.clients)
    return np.argsort(market.candidates.max(axis=1), kind="stable")


def empty_rows(market: Market) -> Rows:
    """Room for the rows of a market, to be filled again for each auction."""
    shape = market.candidates.shape
    return Rows(np.empty(shape, np.float32), np.empty(shape, np.int32))


def fill(rows: Rows, market: Market, order: NDArray[np.int64], prices: Floats) -> None:
    """The rows of these clients at these prices, best first."""
    # One more, for NOBODY, who stands at the end: nothing is left of whoever costs so much.
    prices_of = np.append(prices, np.inf).astype(np.float32)
    for start in range(0, len(order), BLOCK):
        some = slice(start, start + BLOCK)
        mine = order[some]
        who = market.candidates[mine]
        nets = market.worths[mine] - prices_of[who]
        np.maximum(nets, 0, out=nets)
        # Of numbers that are not negative the bits are in the same order: one sort carries both along.
        keys = (nets.view(np.int32).astype(np.int64) << 32) | (who - NOBODY)
        keys.sort(axis=1)
        best_first = keys[:, ::-1]
        rows.nets[some] = (best_first >> 32).astype(np.int32).view(np.float32)
        rows.who[some] = (best_first & 0xFFFFFFFF) + NOBODY
