"""Made markets: clients and providers in states, popular providers whom many want, and few places."""

from collections.abc import Callable
from typing import Final

import numpy as np

from rapport.matching.allocation.market import NOBODY, Market
from rapport.matching.slate import SLATE

WIDTH: Final = 100
PROVIDERS_A_STATE: Final = 1000
# So that first come, first served loses about six percent, as in the prototype.
QUALITY, POPULARITY, TASTE = 0.1, 0.03, 0.35
AT_ONCE: Final = 4_000_000

Day = Callable[[int], Market]


def days(clients: int, supply: float, seed: int = 0) -> Day:
    """The same providers every day, half as many as clients, and new clients; places for a part of demand."""
    rng = np.random.default_rng(seed)
    size = clients // 2
    popular = rng.gamma(2.0, 1.0, size)
    quality = QUALITY * rng.standard_normal(size) + POPULARITY * (popular - 2)
    states = max(1, size // PROVIDERS_A_STATE)
    home = np.sort(rng.integers(0, states, size))
    places = rng.integers(2, 12, size) * 1.0
    places = np.floor(places * supply * SLATE * clients / places.sum() + rng.random(size)).astype(np.int64)
    first = np.searchsorted(home, np.arange(states + 1))

    def of(day: int) -> Market:
        today = np.random.default_rng([seed, day])
        candidates = np.full((clients, WIDTH), NOBODY, np.int32)
        worths = np.zeros((clients, WIDTH), np.float32)
        mine = today.integers(0, states, clients)
        for state in range(states):
            start, stop = first[state], first[state + 1]
            rows, width = np.flatnonzero(mine == state), min(WIDTH, stop - start)
            for some in np.array_split(rows, max(1, len(rows) * int(stop - start) // AT_ONCE)):
                drawn = today.gumbel(size=(len(some), stop - start)).astype(np.float32)
                drawn += np.log(popular[start:stop])
                who = start + np.argpartition(-drawn, width - 1, axis=1)[:, :width]
                taste = TASTE * today.standard_normal(who.shape)
                candidates[some, :width] = who
                worths[some, :width] = np.maximum(1 + taste + quality[who], 0.001)
        return Market.of(candidates, worths, places)

    return of
