"""The same covariance between any two sessions, held or to come: for forecasts and neighbourhoods."""

from typing import NamedTuple

import numpy as np

from rapport.learning.drift.components import Parameters, shared
from rapport.learning.sessions import Codes, Floats


class Points(NamedTuple):
    """Sessions as the covariance sees them: codes (below 0 for someone new), days, and what all share.

    The arrays have one shape, `weights` with one axis more.
    """

    client: Codes
    provider: Codes
    day: Floats
    weights: Floats

    def at(self, rows: Codes) -> "Points":
        """These rows; the shape is that of `rows`."""
        return Points(self.client[rows], self.provider[rows], self.day[rows], self.weights[rows])


def between(left: Points, right: Points, theta: Parameters, inner: Floats) -> Floats:
    """Covariance of the expected ratings of every left with every right, shape (..., left, right)."""
    gap = np.abs(left.day[..., :, None] - right.day[..., None, :])
    same_client = left.client[..., :, None] == right.client[..., None, :]
    same_provider = left.provider[..., :, None] == right.provider[..., None, :]
    total: Floats = (left.weights @ inner) @ np.swapaxes(right.weights, -1, -2)
    for group, same in (
        ("client", same_client),
        ("provider", same_provider),
        ("pair", same_client & same_provider),
    ):
        total[same] += shared(group, theta, gap[same])
    return total


def variance(of: Points, theta: Parameters, inner: Floats) -> Floats:
    """Variance of each expected rating, shape (n,)."""
    own = sum(float(shared(group, theta, np.zeros(()))) for group in ("client", "provider", "pair"))
    found: Floats = own + ((of.weights @ inner) * of.weights).sum(axis=-1)
    return found
