"""Who is shown how often, and what each client is left with: of an allocation, and of its plainest rival."""

from typing import NamedTuple

import numpy as np

from rapport.matching.allocation.market import NOBODY, Counts, Floats, Numbers, Singles
from rapport.matching.slate import SLATE


class Shown(NamedTuple):
    """Of each provider, shapes (providers,): lists stood in, and what chance would give, as room allows."""

    lists: Counts
    chance: Floats


class Left(NamedTuple):
    """Of each client, shapes (clients,): how many are offered, sums over these, and how many could be.

    `parts`: of fits, as parts of the client's best eligible one, so at most `offered`. `paid`: of prices, in
    points.
    """

    offered: Counts
    parts: Floats
    paid: Floats
    could: Counts


def first_come(candidates: Numbers, worths: Singles, lists: Counts) -> Numbers:
    """Three each without prices: who comes first takes the three best who still have room.

    Args:
        candidates, worths: as for `Market`, worths 0 where nobody is a candidate; in order of coming.
        lists: shape (providers,), in how many each may stand.

    Returns:
        Shape (clients, 3): positions, best first (of equals who stands first), NOBODY where none is left.

    Compared with: a loop over every client and provider
    (tests/library/properties/test_allocation_exposure.py).
    """
    left = lists.copy()
    slates = np.full((len(candidates), SLATE), NOBODY, dtype=np.int32)
    for row, (those, worth) in enumerate(zip(candidates, worths, strict=True)):
        has_room = (worth > 0) & (those != NOBODY) & (left[those] > 0)
        best = np.flatnonzero(has_room)[np.argsort(-worth[has_room], kind="stable")[:SLATE]]
        slates[row, : len(best)] = those[best]
        left[those[best]] -= 1
    return slates


def shown(candidates: Numbers, slates: Numbers, lists: Counts) -> Shown:
    """How often each provider is shown, beside what chance would give.

    Args:
        candidates: shape (clients, width), who can take each client; NOBODY fills a row.
        slates: shape (clients, 3), who is offered.
        lists: shape (providers,), in how many each may stand: who may in none is in no draw.

    Returns:
        Chance draws three of everybody who can take a client and has room, each as likely: 3 / pool each, but
        nobody more than the lists they may stand in: who is full has all that can be given to them.
    """
    size = len(lists)
    in_pool = (candidates != NOBODY) & (lists[candidates] > 0)
    pool = in_pool.sum(axis=1, keepdims=True)
    share = np.broadcast_to(np.minimum(SLATE, pool) / np.maximum(pool, 1), candidates.shape)
    chance = np.bincount(candidates[in_pool], weights=share[in_pool], minlength=size)
    return Shown(np.bincount(slates[slates != NOBODY], minlength=size), np.minimum(chance, lists))


def left_with(candidates: Numbers, fits: Floats, slates: Numbers, prices: Floats) -> Left:
    """What each client is offered, and what the places in their list cost.

    Args:
        candidates, fits: shapes (clients, width), as `Fits` has them, fits above 0.
        slates: shape (clients, 3), of these candidates.
        prices: shape (providers,), in points; zeros without prices.

    Returns:
        Sums over what is offered; who is offered nobody has 0 of everything but `could`.
    """
    listed = slates != NOBODY
    best = fits.max(axis=1, initial=0, where=candidates != NOBODY)
    parts = np.zeros(len(candidates))
    for column in range(slates.shape[1]):
        is_it = (candidates == slates[:, column, None]) & listed[:, column, None]
        client, place = np.nonzero(is_it)
        parts += np.bincount(client, weights=fits[client, place], minlength=len(parts))
    parts /= np.where(best > 0, best, 1)
    paid = np.where(listed, prices[slates], 0).sum(axis=1)
    return Left(listed.sum(axis=1), parts, paid, (candidates != NOBODY).sum(axis=1))
