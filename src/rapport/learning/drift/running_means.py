"""What plain running means would have forecast: the bar to clear (contract.md, "Evaluate")."""

from collections import defaultdict
from typing import Final

import numpy as np

from rapport.learning.sessions import Floats, Sessions
from rapport.matching.forecast import TYPICAL_RATING

# Sessions after which a mean counts half (contract.md).
CLIENT_SHRINKAGE: Final = 2.0
PROVIDER_SHRINKAGE: Final = 6.0
PAIR_SHRINKAGE: Final = 1.5


class _Means:
    """Running means of deviations by key, shrunk to zero."""

    def __init__(self, shrinkage: float) -> None:
        self._shrinkage = shrinkage
        self._sums: dict[object, float] = defaultdict(float)
        self._counts: dict[object, int] = defaultdict(int)

    def of(self, key: object) -> float:
        return self._sums[key] / (self._counts[key] + self._shrinkage)

    def learn(self, key: object, deviation: float) -> None:
        self._sums[key] += deviation
        self._counts[key] += 1


def running_means(sessions: Sessions) -> dict[str, Floats]:
    """What would running means have forecast for each session's overall rating, from the rows above it?

    Returns:
        `global_mean`, `client_mean` and `client_provider_mean`, each of shape (n,), on the scale of 0–100.
        `client_mean` adds the client's shrunken mean deviation from the running global mean;
        `client_provider_mean` adds those of client, provider and pair, each the mean of what the others left.
        The first row has none above it and gets the typical rating.

    Compared with: `tests/library/references/test_learning_running_means.py`, a slow reading of the contract.
    """
    found = np.empty((len(sessions), 3))
    total, alone = TYPICAL_RATING, _Means(CLIENT_SHRINKAGE)
    clients, providers, pairs = map(_Means, (CLIENT_SHRINKAGE, PROVIDER_SHRINKAGE, PAIR_SHRINKAGE))
    keys = zip(
        sessions.client.tolist(),
        sessions.provider.tolist(),
        sessions.ratings["overall"].tolist(),
        strict=True,
    )
    for row, (client, provider, rating) in enumerate(keys):
        mean = total / max(row, 1)
        by_client, by_provider, by_pair = (
            clients.of(client),
            providers.of(provider),
            pairs.of((client, provider)),
        )
        left = rating - mean - by_client - by_provider - by_pair
        found[row] = mean, mean + alone.of(client), mean + by_client + by_provider + by_pair
        alone.learn(client, rating - mean)
        clients.learn(client, left + by_client)
        providers.learn(provider, left + by_provider)
        pairs.learn((client, provider), left + by_pair)
        total = rating if row == 0 else total + rating
    return dict(zip(("global_mean", "client_mean", "client_provider_mean"), found.T, strict=True))
