"""A floor under a draw: as little of an even draw mixed in as gives everyone in the pool that chance.

Compared with: `learning.policy.slate_draw.with_floor`, which mixes written-out slates
(tests/library/unit/test_floor.py).
"""

from collections.abc import Sequence
from math import perm

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def even_share(chances: Floats, floor: float, size: int) -> float:
    """How much of an even draw of `size` must be mixed in, 0 to 1?

    Args:
        chances: shape (pool,), each one's probability of being drawn; they sum to `size`.
        floor: the least that anyone's is to be, 0 to 1; above size / pool the draw becomes even.
        size: how many are drawn, 1 to pool.

    Returns:
        The share; 0 where everybody has the floor already, and in an empty pool.
    """
    if not len(chances):
        return 0.0
    even, least = size / len(chances), float(chances.min())
    if floor <= least or even <= least:
        return 0.0
    return min((floor - least) / (even - least), 1.0)


def mixed(chances: Floats, share: float, size: int) -> Floats:
    """Each one's probability once that share of an even draw is mixed in: shape (pool,)."""
    found: Floats = (1 - share) * chances + share * size / len(chances)
    return found


def even_slate(pool: int, size: int, at: float) -> tuple[int, ...]:
    """The ordered slate that stands at `at`, in [0, 1), of all ordered slates of a pool, each as likely."""
    left = list(range(pool))
    drawn = []
    for _ in range(size):
        place, at = divmod(at * len(left), 1.0)
        drawn.append(left.pop(min(int(place), len(left) - 1)))
    return tuple(drawn)


def ordered(probability: float, share: float, pool: int, size: int) -> float:
    """The probability of one ordered slate once that share of an even draw is mixed in."""
    return (1 - share) * probability + share / perm(pool, size)


def drawn_at(at: float, share: float) -> tuple[bool, float]:
    """Whether a number in [0, 1) falls into the even share, and where in it, in [0, 1) again."""
    if at < share:
        return True, at / share
    return False, (at - share) / (1 - share)


__all__: Sequence[str] = ("drawn_at", "even_share", "even_slate", "mixed", "ordered")
