"""What judges who do not know whose work they rate say of each, shrunk by how far they agree at all."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# A score beyond this is cut: nobody is further from typical on a handful of ratings.
MOST_SPREADS: Final = 3.0
LEAST: Final = 2


class Blind(NamedTuple):
    """The score of each who was rated, shape (n,), in spreads between people, 0 being typical.

    `agreement` is the share of the spread of single ratings that lies between people (0–1).
    """

    scores: Floats
    agreement: float


def blind_scores(ratings: ArrayLike) -> Blind:
    """How far each stands from typical, as the best linear prediction from ratings by several judges.

    `score = n / (n + within / between) · (own mean − mean) / √between`, with both variances from the ratings
    themselves: where judges do not agree, `between` is nothing and so is every score.

    Args:
        ratings: shape (people, judges); NaN where a judge did not rate somebody.

    Returns:
        Scores within ±3 spreads.

    Missing data: gaps are left out; whoever nobody rated scores 0, as all do where fewer than two people were
    rated or nobody was rated twice. A judge's mildness is not taken out: it counts as disagreement.

    Source: one-way random effects by the analysis of variance, unequal numbers: Searle, Casella & McCulloch,
    Variance Components (1992), section 3.6; the prediction: Robinson, Statistical Science 6 (1991).
    Compared with: planted scores and variances (`tests/library/unit/test_measures_blind.py`).
    """
    table = np.asarray(ratings, dtype=np.float64)
    person, judge = np.nonzero(~np.isnan(table))
    return blind_scores_listed(person, table[person, judge], people=len(table))


def blind_scores_listed(person: Codes, ratings: Floats, *, people: int) -> Blind:
    """The same from a list of ratings, where most judges rated few: room and time grow with it alone.

    Args:
        person: shape (ratings,), whom each is of, from 0 to people - 1.
        ratings: shape (ratings,), one a person and judge; no NaN.
    """
    counts = np.bincount(person, minlength=people)
    rated = counts > 0
    scores = np.zeros(people)
    of, n = int(rated.sum()), counts[rated].astype(np.float64)
    if of < LEAST or n.sum() <= of:
        return Blind(scores, 0.0)
    every = np.bincount(person, weights=ratings, minlength=people) / np.maximum(counts, 1)
    means = every[rated]
    within = float(((ratings - every[person]) ** 2).sum()) / (n.sum() - of)
    around = float((n * (means - (n * means).sum() / n.sum()) ** 2).sum()) / (of - 1)
    each = (n.sum() - (n**2).sum() / n.sum()) / (of - 1)
    between = max(0.0, (around - within) / each)
    if between == 0:
        return Blind(scores, 0.0)
    weights = 1 / (between + within / n)
    typical = (weights * means).sum() / weights.sum()
    shrunk = between * weights * (means - typical) / np.sqrt(between)
    scores[rated] = np.clip(shrunk, -MOST_SPREADS, MOST_SPREADS)
    return Blind(scores, between / (between + within))
