"""How much each pair's mean may say: less when it is far out, more when it was unlikely to be seen at all.

Of how good providers are, a pair says nothing whose every rating stands at an end of the scale: so does a
client who always answers that way, or one who was told to (`without_ends`). Such ratings are forecast all the
same; they neither raise nor lower a provider, and an honest 100 now and then among others counts in full.

A pair whose mean stands further from everything else than `FAR` of its own standard errors counts less, so
that no client, honest or paid, can carry a provider far (Huber 1964, Ann. Math. Stat. 35:73). Where the file
says how likely each session was to be rated, pairs count by one over that (Horvitz and Thompson 1952),
cut off so that no single one counts for more than twenty.
"""

from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.equations import Prior
from rapport.learning.mixed.pairs import Layout, Pairs
from rapport.learning.mixed.reml import Fitted, refit
from rapport.matching.forecast import HIGHEST, LOWEST

Floats: TypeAlias = NDArray[np.float64]

# Huber's constant: at 2, clean normal data lose about 1% of their information.
FAR: Final = 2.0
ROUNDS: Final = 2
LEAST_PROPENSITY: Final = 0.05
# Points from an end of the scale within which a rating stands at it: forms ask for whole points.
AT_END: Final = 0.5
MOST_SET_ASIDE: Final = 0.1


def without_ends(pairs: Pairs, layout: Layout, y: Floats) -> Pairs:
    """The pairs without those whose every rating is at an end of the scale.

    The same pairs where none is, and where more than `MOST_SET_ASIDE` are: then people answer so here.

    Args:
        pairs: `collapse` of `layout` and the ratings y, shape (n,), 0–100.
    """
    gone = np.zeros(len(pairs.sessions), bool)
    for at_end in (y <= LOWEST + AT_END, y >= HIGHEST - AT_END):
        gone |= np.bincount(layout.pair[at_end], minlength=len(gone)) == pairs.sessions
    if not 0 < gone.mean() <= MOST_SET_ASIDE:
        return pairs
    rows = np.flatnonzero(gone[layout.pair])
    around = layout.x[rows] - layout.x_means[layout.pair[rows]]
    left = ~gone
    # Ratings that do not vary add nothing to the sums of products with them.
    return replace(
        pairs,
        client=pairs.client[left],
        provider=pairs.provider[left],
        sessions=pairs.sessions[left],
        mean=pairs.mean[left],
        x=pairs.x[left],
        slopes=pairs.slopes[left],
        within_xx=pairs.within_xx - around.T @ around,
    )


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
