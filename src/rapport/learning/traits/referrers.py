"""How far to trust a colleague's referrals: they were accepted, the work began, and it went well.

Each referral passes three gates. The chance of each gate is a Beta-binomial shrunken towards that of all
colleagues, the strength of the pull estimated from how far they differ; trust is the product of the three,
the chance that the next referral goes all the way. Gates are taken as independent given the colleague.

What is not known yet (a course that has just begun) says nothing of its gate, and nothing against anybody.

Source: moments of the beta-binomial, Kleinman (1973); a product of independent betas as one beta with the
same two moments, Fan (1991); both from memory, unverified. Compared with: simulated colleagues whose trust is
known, and draws from the three posteriors (tests/library/properties/test_referrers_properties.py).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from rapport.errors import BadInput, Problem
from rapport.learning.policy.estimate import sums
from rapport.learning.policy.log_columns import codes

Floats = NDArray[np.float64]

# The pull of all colleagues, in referrals: no weaker than a uniform prior, no stronger than a year's work.
# Where few colleagues or few referrals tell nothing of how far they differ, it is `USUAL_PULL`. Ours.
LEAST_PULL: Final = 2.0
USUAL_PULL: Final = 10.0
MOST_PULL: Final = 50.0
# A central 80% interval.
TAIL: Final = 0.1


class Trust(NamedTuple):
    """The chance that a referral of each goes all the way: shape (colleagues,) each, with an 80% interval.

    `made` are the referrals behind it; `typical` is that of a colleague of whom nothing is known.
    """

    colleagues: tuple[str, ...]
    mean: Floats
    low: Floats
    high: Floats
    made: Floats
    typical: float


def earned_trust(colleagues: Sequence[str], gates: ArrayLike) -> Trust:
    """Each colleague's trust.

    Args:
        colleagues: shape (referrals,), who referred.
        gates: shape (referrals, 3), accepted, began and went well: 1, 0, or NaN where it is not known yet.
            What stands behind a gate that was not passed is not looked at.

    Raises:
        BadInput: no referral, another shape, or a value that is none of the three.
    """
    values = np.asarray(gates, dtype=np.float64)
    if not len(colleagues) or values.shape != (len(colleagues), 3):
        raise BadInput(Problem("a row of three gates for each referral", str(values.shape), column="gates"))
    if not np.isin(values[~np.isnan(values)], (0.0, 1.0)).all():
        raise BadInput(Problem("1, 0 or nothing", "another value", column="gates"))
    names, who = codes(colleagues)
    first, second = np.ones(len(names) + 1), np.ones(len(names) + 1)
    reached = np.ones(len(values), dtype=np.bool_)
    for gate in values.T:
        known = reached & ~np.isnan(gate)
        passed = sums(who, np.where(known, np.nan_to_num(gate), 0.0), len(names))
        alpha, beta = _posterior(passed, sums(who, known.astype(np.float64), len(names)))
        total = alpha + beta
        first *= alpha / total
        second *= alpha * (alpha + 1) / (total * (total + 1))
        reached = known & (gate == 1)
    low, high = _interval(first, second)
    made = sums(who, np.ones(len(who)), len(names))
    return Trust(tuple(names), first[:-1], low[:-1], high[:-1], made, float(first[-1]))


def _posterior(passed: Floats, tried: Floats) -> tuple[Floats, Floats]:
    """Beta of a gate for each colleague and, last, for one of whom nothing is known."""
    mean = (passed.sum() + 1) / (tried.sum() + 2)
    pull = _pull(passed, tried, float(mean))
    none = np.zeros(1)
    won, lost = np.concatenate([passed, none]), np.concatenate([tried - passed, none])
    return won + mean * pull, lost + (1 - mean) * pull


def _pull(passed: Floats, tried: Floats, mean: float) -> float:
    """How many referrals the others' weigh, from how far colleagues differ beyond chance."""
    seen = tried > 0
    n, share = tried[seen], passed[seen] / tried[seen]
    spare = float(n.sum() - (n * n).sum() / max(n.sum(), 1.0))
    if len(n) < 2 or spare <= 0 or (n <= 1).all():
        return USUAL_PULL
    noise = mean * (1 - mean)
    between = (float((n * (share - mean) ** 2).sum()) - (len(n) - 1) * noise) / spare
    if between <= noise / (MOST_PULL + 1):
        return MOST_PULL
    return float(np.clip(noise / between - 1, LEAST_PULL, MOST_PULL))


def _interval(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """80% interval of the beta with these two moments."""
    size = (first - second) / np.maximum(second - first * first, 1e-12)
    alpha, beta = first * size, (1 - first) * size
    low: Floats = betaincinv(alpha, beta, TAIL)
    high: Floats = betaincinv(alpha, beta, 1 - TAIL)
    return low, high
