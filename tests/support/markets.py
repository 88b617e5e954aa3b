"""Made markets, small enough for every oracle, and the two ways to give out their places."""

import numpy as np

from rapport.matching.allocation.allocate import IN_NUMPY, compiled
from rapport.matching.allocation.market import NOBODY, Market

WAYS = {"numpy": IN_NUMPY, "compiled": compiled()}


def made(seed, clients=40, providers=15, width=8, supply=0.8, size=3):
    """Rows of different lengths, popular providers, and as many places as `supply` says."""
    rng = np.random.default_rng(seed)
    candidates = np.full((clients, width), NOBODY, dtype=np.int32)
    for row in candidates:
        some = rng.permutation(providers)[: rng.integers(0, width + 1)]
        row[: len(some)] = some
    worths = np.round(1 + rng.normal(0, 0.4, providers)[candidates] + rng.normal(0, 0.4, candidates.shape), 2)
    places = rng.poisson(supply * size * clients / providers, providers)
    return Market.of(candidates, np.maximum(worths, 0), places, size)
