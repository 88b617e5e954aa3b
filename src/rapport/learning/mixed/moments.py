"""Variances by moments: where likelihood starts from, cheap at any size.

Source: Gao and Owen, arXiv:1610.08088, for crossed effects; pairs are collapsed first.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.equations import Variances
from rapport.learning.mixed.pairs import Pairs

Floats: TypeAlias = NDArray[np.float64]

LEAST_SHARE: Final = 0.05


def by_moments(pairs: Pairs, fallback: Variances | None) -> Variances:
    """Variances from products of least-squares residuals that share a client, a provider, a pair.

    Args:
        pairs: from `collapse`.
        fallback: taken where nothing is shared, so that moments are silent, and a twentieth of it at least.

    Returns:
        Variances, all above 0; that of slopes is a guess, a quarter of the providers'.
    """
    k = pairs.x.shape[1]
    whole = max(pairs.within_count, 1.0)
    weighted = pairs.sessions[:, None] * pairs.x
    information = weighted.T @ pairs.x + pairs.within_xx
    right = weighted.T @ pairs.mean + pairs.within_xy
    information[np.diag_indices(k)] += 1e-9 * np.trace(information) / k
    beta = np.linalg.solve(information, right)
    left = pairs.mean - pairs.x @ beta
    spread = float(np.sum(left**2)) / len(left)
    within = pairs.within_yy - beta @ (2 * pairs.within_xy - pairs.within_xx @ beta)
    noise = max(0.0, float(within)) / whole
    client = _shared(left, pairs.client, pairs.clients)
    provider = _shared(left, pairs.provider, pairs.providers)
    pair = spread - client - provider - noise * float(np.mean(1.0 / pairs.sessions))
    found = np.array([client, provider, provider / 4, pair, noise])
    other = np.full(5, spread / 4 + 1e-12) if fallback is None else np.array(fallback)
    return Variances(*np.maximum(np.where(np.isfinite(found), found, other), LEAST_SHARE * other).tolist())


def _shared(left: Floats, code: NDArray[np.int64], count: int) -> float:
    """Mean product of two residuals of the same code; NaN where no two share one."""
    sums = np.bincount(code, weights=left, minlength=count)
    squares = np.bincount(code, weights=left**2, minlength=count)
    numbers = np.bincount(code, minlength=count).astype(float)
    chances = float(np.sum(numbers * (numbers - 1)))
    return float(np.sum(sums**2 - squares)) / chances if chances else np.nan
