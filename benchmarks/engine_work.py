"""The work that every engine is timed at: one round of a dual ascent, clients by prices.

In a module of its own, as processes must be able to import it.
"""

from typing import NamedTuple

import numpy as np

PARTITIONS, CANDIDATES, PRICES, SLATE = 8, 50, 100_000, 3


class Part(NamedTuple):
    """Clients of one partition: their candidates (clients, CANDIDATES), and how well each would fit."""

    candidates: np.ndarray
    fit: np.ndarray


def parts(clients: int) -> list[Part]:
    """So many clients in all."""
    found = []
    for seed in range(PARTITIONS):
        rng = np.random.default_rng(seed)
        shape = (clients // PARTITIONS, CANDIDATES)
        found.append(
            Part(rng.integers(0, PRICES, shape, dtype=np.int32), rng.standard_normal(shape, dtype=np.float32))
        )
    return found


def demand(part: Part, prices: np.ndarray) -> np.ndarray:
    """How many clients want each provider among their three, at these prices: shape (PRICES,)."""
    worth = part.fit - prices.astype(np.float32)[part.candidates]
    three = np.argpartition(worth, -SLATE, axis=1)[:, -SLATE:]
    wanted = np.take_along_axis(part.candidates, three, axis=1)
    return np.bincount(wanted.ravel(), minlength=PRICES).astype(float)


def raised(prices: np.ndarray, wanted: np.ndarray, places: float) -> np.ndarray:
    """The next prices: higher where more want a place than there are."""
    return np.asarray(np.maximum(0.0, prices + 0.01 * (wanted - places)))
