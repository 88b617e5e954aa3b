"""The auction in numpy: all whose lists are short bid at once, round after round.

Source: Bertsekas (1992), Comput. Optim. Appl. 1:7; with several places a provider, Bertsekas and Castañón
(1989), Math. Program. 42:203. Compared with: HiGHS, and the compiled kernel, where one client bids at a time.
"""

from typing import Final, NamedTuple

import numpy as np

from rapport.matching.allocation.market import NOBODY, Counts, Numbers, Singles
from rapport.matching.allocation.rows import Rows, read
from rapport.matching.slate import SLATE

# A client looks at one more than they want: the next best says how far to bid.
_SEEN: Final = SLATE + 1


class Held(NamedTuple):
    """What an auction ends with.

    `slates`, shape (clients, size): positions, NOBODY where a list stays short. `prices`, shape (providers,):
    by how much the price rose. `taken`, shape (providers,): places held.
    """

    slates: Numbers
    prices: Singles
    taken: Counts


def auction(rows: Rows, places: Counts, raise_by: float, size: int) -> Held:
    """Who holds whom once nobody bids any more.

    Args:
        rows: as `rows.fill` leaves them, at the prices it begins at; the providers of a row are different
            where something is left.
        places: shape (providers,), at least 1 for who is a candidate.
        raise_by: by how much each bid goes beyond the next best, above 0.
        size: of a list, 1 to 3.

    Returns:
        Lists that are, each place of them, within `raise_by` of the best at these prices.
    """
    nets, who = read(rows)
    held = np.full((len(nets), size), NOBODY, dtype=np.int32)
    bids = np.zeros(held.shape, dtype=np.float32)
    prices = np.zeros(len(places), dtype=np.float32)
    bidding = np.arange(len(nets))
    while len(bidding):
        asked = _bid(nets, who, prices, held, bids, bidding, np.float32(raise_by))
        _settle(held, bids, prices, places, asked)
        bidding = np.flatnonzero((held == NOBODY).any(axis=1)) if len(asked) else asked
    taken = np.bincount(held[held != NOBODY], minlength=len(places))
    return Held(held, prices, taken)


def _bid(
    nets: Singles,
    who: Numbers,
    prices: Singles,
    held: Numbers,
    bids: Singles,
    bidding: Counts,
    raise_by: np.float32,
) -> Counts:
    """Fill what is missing with new bids; the providers who were asked, empty when nobody bids."""
    mine, names = held[bidding], who[bidding]
    left = np.where(nets[bidding] > 0, nets[bidding] - prices[names], 0)
    left[(names[:, :, None] == mine[:, None, :]).any(axis=2)] = 0
    # Columns more, in which nobody stands: a row may be narrower than what is looked at.
    left = np.pad(np.maximum(left, 0), ((0, 0), (0, _SEEN)))
    best = np.argsort(-left, axis=1, kind="stable")[:, :_SEEN]
    worth = np.take_along_axis(left, best, axis=1)
    missing = (mine == NOBODY).sum(axis=1)
    beyond = np.take_along_axis(worth, missing[:, None], axis=1)
    row, rank = np.nonzero((worth > 0) & (np.arange(_SEEN) < missing[:, None]))
    provider = names[row, best[row, rank]]
    # The free places of a list come first in this order.
    place = np.argsort(mine != NOBODY, axis=1, kind="stable")[row, rank]
    held[bidding[row], place] = provider
    bids[bidding[row], place] = prices[provider] + (worth - beyond)[row, rank] + raise_by
    return np.unique(provider).astype(np.int64)


def _settle(held: Numbers, bids: Singles, prices: Singles, places: Counts, asked: Counts) -> None:
    """Where more bid than there are places the lowest let go; the lowest who stay make the price."""
    is_asked = np.zeros(len(places) + 1, dtype=bool)
    is_asked[asked] = True
    client, place = np.nonzero(is_asked[held])
    provider, bid = held[client, place], bids[client, place]
    order = np.lexsort((client, -bid, provider))
    provider, bid, client, place = provider[order], bid[order], client[order], place[order]
    rank = np.arange(len(provider)) - np.searchsorted(provider, provider)
    last = rank == places[provider] - 1
    prices[provider[last]] = np.maximum(prices[provider[last]], bid[last])
    outbid = rank >= places[provider]
    held[client[outbid], place[outbid]] = NOBODY
