"""With which probability a drawn slate, each pair of it and each person in it, came to stand there.

The draw itself logs what it needs for itself; evaluating another policy from the log also needs the
slate without its order and the pairs. They are worked out from the log, outside the draw.
"""

from itertools import permutations
from math import perm
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.differences import likeness
from rapport.matching.floor import even_share
from rapport.matching.ranking import Policy
from rapport.matching.roster import Roster
from rapport.matching.shortlist import Shortlist
from rapport.matching.slate import SLATE, ordered_probabilities

Floats = NDArray[np.float64]
Pairs = tuple[tuple[float, ...], ...]

# What stands behind a log, so that a later reader knows which rules made it; raise a number when its rule
# changes: who is eligible (limits), what is compared (fit), what places cost (no prices yet).
FILTER_VERSION: Final = "limits-1"
FEATURE_VERSION: Final = "fit-1"
NO_PRICES: Final = "none"


class SlatePropensity(NamedTuple):
    """Probabilities of one drawn slate of k ≤ 3, under the policy that drew it.

    `ordered`: of exactly this slate in this order. `unordered`: of these people in any order.
    `pairs`: k rows of k; on the diagonal each one's probability of standing in the slate, beside it the
    probability of both standing in it.
    """

    ordered: float
    unordered: float
    pairs: Pairs


def slate_propensity(roster: Roster, drawn: Shortlist, policy: Policy) -> SlatePropensity:
    """How probable were this slate, its pairs and its people?

    Args:
        roster: the one that was drawn from.
        drawn: the shortlist, with its log.
        policy: the one that drew it.

    1. Work out the probability of every ordered slate of the logged pool, as the draw did.
    2. Sum over the orders of these people, and over all slates that hold each pair.

    Missing data: an empty pool gives certainty of an empty slate.

    Compared with: tests/library/unit/test_slate_propensity.py, which counts slates one by one.
    """
    shown = [drawn.log.pool.index(each.provider_id) for each in drawn.matches]
    if not shown:
        return SlatePropensity(1.0, 1.0, ())
    if policy.temperature == 0 and not policy.floor:
        return certain(len(shown))
    places = np.array([roster.position(each) for each in drawn.log.pool], dtype=np.int64)
    joint = ordered_probabilities(
        np.asarray(drawn.log.utilities),
        likeness(roster, places),
        temperature=policy.temperature,
        difference=policy.difference,
    )
    if policy.floor:
        joint = _floored(joint, policy.floor)
    together = _together(joint)
    return SlatePropensity(
        ordered=float(joint[tuple(shown)]),
        unordered=_in_any_order(joint, shown),
        pairs=tuple(tuple(float(together[one, other]) for other in shown) for one in shown),
    )


def _floored(joint: Floats, floor: float) -> Floats:
    """The same with as little of an even draw mixed in as the floor takes."""
    pool, size = joint.shape[0], joint.ndim
    share = even_share(np.diag(_together(joint)), floor, size)
    places = np.indices(joint.shape)
    even = np.full(joint.shape, 1 / perm(pool, size))
    for one in range(size):
        for other in range(one):
            # Nobody stands in a slate twice.
            even[places[one] == places[other]] = 0.0
    found: Floats = (1 - share) * joint + share * even
    return found


def uniform_propensity(eligible: int, found: int) -> SlatePropensity:
    """The same for a slate drawn uniformly, order included, from so many eligible."""
    if not found:
        return SlatePropensity(1.0, 1.0, ())
    orders = {1: 1, 2: 2, SLATE: 6}[found]
    slates = float(np.prod([eligible - taken for taken in range(found)])) / orders
    alone = found / eligible
    both = found * (found - 1) / (eligible * (eligible - 1)) if eligible > 1 else alone
    pairs = tuple(tuple(alone if i == j else both for j in range(found)) for i in range(found))
    return SlatePropensity(1 / (slates * orders), 1 / slates, pairs)


def certain(found: int) -> SlatePropensity:
    """Nothing was left to chance."""
    return SlatePropensity(1.0, 1.0, ((1.0,) * found,) * found)


def _in_any_order(joint: Floats, shown: list[int]) -> float:
    return float(sum(joint[order] for order in permutations(shown)))


def _together(joint: Floats) -> Floats:
    """Shape (pool, pool): the probability that both stand in the slate; on the diagonal, that one does."""
    count, size = joint.shape[0], joint.ndim
    total = np.zeros((count, count))
    for one in range(size):
        for other in range(size):
            kept = {one, other}
            summed = joint.sum(axis=tuple(axis for axis in range(size) if axis not in kept))
            total += np.diag(summed) if one == other else (summed if one < other else summed.T)
    # A sum that rounds may come out a hair above 1.
    return np.minimum(total, 1.0)
