"""Each client's candidates, best last at given prices: what the auction reads from the end.

A price can only rise in an auction, so what a candidate is worth beyond the prices it begins at is as much as
they can ever be worth: reading ends where that falls below what was found.

A row is one whole number a candidate: the bits of what is left in its upper half, the provider's position in
its lower. Of numbers that are not negative the bits are in the same order, so one sort carries both along,
and both lie side by side in memory.
"""

from collections.abc import Callable
from sys import byteorder
from typing import Final

import numpy as np

from rapport.matching.allocation.market import Counts, Floats, Market, Numbers, Singles
from rapport.matching.allocation.threads import at_once

# So many clients' rows are sorted at once: they stay in the processor's cache.
BLOCK: Final = 512
# So many blocks are one thread's at a time.
BLOCKS: Final = 16
# Where in memory the halves of a number lie, in places of four bytes.
UPPER, LOWER = (1, 0) if byteorder == "little" else (0, 1)

# Shape (clients, width), in the order of `nearby`.
Rows = Counts
# `weigh`, or the compiled one.
Weigh = Callable[[Singles, Numbers, Counts, Singles, Rows], None]


def nearby(market: Market) -> Counts:
    """Clients whose candidates stand side by side next to each other: memory is read once for all of them."""
    if not market.candidates.size:
        return np.arange(market.clients)
    # Sixteen bits are sorted by counting, and tell neighbours well enough.
    coarse = market.candidates[:, 0] >> max(0, len(market.places).bit_length() - 16)
    return np.argsort(coarse.astype(np.uint16), kind="stable")


def empty_rows(market: Market) -> Rows:
    """Room for the rows of a market, to be filled again for each auction."""
    return np.empty(market.candidates.shape, np.int64)


def fill(rows: Rows, market: Market, order: Counts, prices: Floats, *, weigh: Weigh) -> None:
    """The rows of these clients at these prices, best last."""
    # One more, for NOBODY, who stands in front: nothing is left of whoever costs so much. Where nobody costs
    # anything, none: NOBODY is worth nothing anyway.
    prices_of = np.insert(prices, 0, np.inf).astype(np.float32) if prices.any() else np.empty(0, np.float32)

    def sort(stretch: range) -> None:
        for start in stretch:
            some = rows[start : start + BLOCK]
            weigh(market.worths, market.candidates, order[start : start + BLOCK], prices_of, some)
            some.sort(axis=1)

    starts = range(0, len(order), BLOCK)
    at_once(sort, [starts[at : at + BLOCKS] for at in range(0, len(starts), BLOCKS)])


def weigh(worths: Singles, who: Numbers, clients: Counts, prices: Singles, rows: Rows) -> None:
    """Rows of some clients, in the order of their candidates; `prices`: empty, or that of NOBODY first."""
    listed = who[clients]
    nets = np.maximum(worths[clients] - (prices[listed + 1] if len(prices) else 0), 0)
    np.bitwise_or(nets.view(np.int32).astype(np.int64) << 32, listed.view(np.uint32), out=rows)


def read(rows: Rows) -> tuple[Singles, Numbers]:
    """What is left, the most first, and whose it is; both look into the same memory."""
    return rows.view(np.float32)[:, UPPER::2][:, ::-1], rows.view(np.int32)[:, LOWER::2][:, ::-1]
