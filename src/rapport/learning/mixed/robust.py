"""How much each pair's mean may say: less when it is far out, more when it was unlikely to be seen at all.

A pair whose mean stands further from everything else than `FAR` of its own standard errors counts less, so
that no client, honest or paid, can carry a provider far (Huber 1964, Ann. Math. Stat. 35:73). Where the file
says how likely each session was to be rated, pairs count by one over that (Horvitz and Thompson 1952),
cut off so that no single one counts for more than twenty.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.equations import Prior
from rapport.learning.mixed.reml import Fitted, refit

Floats: TypeAlias = NDArray[np.float64]

# Huber's constant: at 2, clean normal data lose about 1% of their information.
FAR: Final = 2.0
ROUNDS: Final = 2
LEAST_PROPENSITY: Final = 0.05


def held_in(fitted: Fitted, prior: Prior, inverse_propensity: Floats | None) -> Fitted:
    """The same variances, with far-out pairs counting less, and unlikely ones more, shape (P,)."""
    base = np.ones(len(fitted.residual)) if inverse_propensity is None else inverse_propensity
    if inverse_propensity is not None:
        fitted = refit(fitted, prior, base)
    for _ in range(ROUNDS):
        weight = base * huber(fitted)
        if np.all(weight == base):
            break
        fitted = refit(fitted, prior, weight)
    return fitted


def huber(fitted: Fitted) -> Floats:
    """Shape (P,): FAR over the distance of a pair's mean from what all else says, in its errors; at most 1.

    The distance is the pair's residual over its standard deviation before any weighting.
    """
    of, pairs = fitted.equations, fitted.equations.pairs
    plain = 1.0 / (of.variances.pair + of.variances.noise / pairs.sessions)
    others = of.client_precision[pairs.client]
    # The residual is the inverse covariance times what is left: its variance is that matrix's diagonal.
    applied = of.precision * (1.0 - of.precision / others)
    distance = np.abs(fitted.residual) / applied * np.sqrt(plain * (1.0 - np.minimum(plain / others, 0.999)))
    return np.minimum(1.0, FAR / np.maximum(distance, 1e-12))


def inverse_propensities(pair: NDArray[np.int64], propensity: Floats, sessions: Floats) -> Floats:
    """Shape (P,): mean of one over each pair's propensities (n,), cut off; brought to mean 1 over pairs."""
    each = 1.0 / np.maximum(propensity, LEAST_PROPENSITY)
    found = np.bincount(pair, weights=each, minlength=len(sessions)) / sessions
    return np.asarray(found / found.mean())
