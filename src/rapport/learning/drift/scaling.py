"""Put features known before a session on one scale, and say what a missing one counts as."""

from typing import Final, NamedTuple

import numpy as np

from rapport.learning.sessions import Floats

# A feature further out than this many standard deviations counts as this far: one typing error must not
# throw a forecast off the scale.
FARTHEST: Final = 4.0


class Scaling(NamedTuple):
    """Mean and standard deviation of each feature, shape (k,)."""

    mean: Floats
    spread: Floats

    def standard(self, features: Floats) -> Floats:
        """Standardised features; a missing one counts as average."""
        found: Floats = np.nan_to_num((features - self.mean) / self.spread, nan=0.0)
        return np.clip(found, -FARTHEST, FARTHEST)


def scaling(features: Floats) -> Scaling:
    """The scale of these rows, shape (n, k), NaN where missing; a feature that never varies says nothing."""
    given = ~np.isnan(features)
    counts = np.maximum(given.sum(axis=0), 1)
    mean = np.where(given, features, 0.0).sum(axis=0) / counts
    spread = np.sqrt(np.where(given, features - mean, 0.0).__pow__(2).sum(axis=0) / counts)
    return Scaling(mean, np.where(spread > 0, spread, np.inf))
