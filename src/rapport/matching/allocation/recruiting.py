"""Where one more provider would serve the most: what a newcomer like somebody who is here could take on."""

import numpy as np

from rapport.matching.allocation.bookings import Supply
from rapport.matching.allocation.market import NOBODY, Floats, Numbers, Singles


def served_by_one_more(candidates: Numbers, worths: Singles, slates: Numbers, supply: Supply) -> Floats:
    """How many more people would find somebody, if one more like each provider were here?

    Args:
        candidates, worths: as for `Market`, worths 0 where nobody is a candidate.
        slates: shape (clients, 3), who is offered to each.
        supply: what providers have.

    Returns:
        Shape (providers,): people expected, at least 0. The newcomer has this one's places, chance to offer
        and candidates. They join lists that are short, those first who are least likely to find anybody, and
        take no list away from others: they may serve more than that, not fewer.

    Missing data: 0 for who is nobody's candidate, or has no place.

    Compared with: adding the newcomer list by list (tests/library/unit/test_allocation_recruiting.py).
    """
    listed = slates != NOBODY
    alone = np.prod(np.where(listed, 1 - supply.offers[slates], 1), axis=1)
    client, column = np.nonzero((worths > 0) & ~listed.all(axis=1)[:, None])
    provider = candidates[client, column]
    order = np.lexsort((-alone[client], provider))
    provider, gains = provider[order], alone[client[order]]
    rank = np.arange(len(provider)) - np.searchsorted(provider, provider)
    # If everyone they offer to came, they would still have a place for each.
    most = np.minimum(supply.places / np.maximum(supply.offers, np.finfo(float).eps), supply.most_lists)
    gains = np.where(rank < np.floor(most + 1e-9)[provider], gains * supply.offers[provider], 0)
    found: Floats = np.bincount(provider, weights=gains, minlength=len(supply.places)).astype(np.float64)
    return found
