"""Estimators that published studies used, so that a simulated practice is read the way theirs were."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import rankdata

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

LOGISTIC_VARIANCE = np.pi**2 / 3
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(24)


def share_between(values: Floats, groups: Whole) -> float:
    """Share of variance between groups, by analysis of variance for unequal sizes (0 when negative)."""
    n = np.bincount(groups).astype(np.float64)
    means = np.bincount(groups, values) / np.maximum(n, 1)
    count, total = int((n > 0).sum()), len(values)
    within = float(((values - means[groups]) ** 2).sum()) / (total - count)
    between = float((n * (means - values.mean()) ** 2).sum()) / (count - 1)
    typical = (total - float((n**2).sum()) / total) / (count - 1)
    variance = max((between - within) / typical, 0.0)
    return variance / (variance + within)


def latent_share(events: Bools, groups: Whole) -> float:
    """Groups' share of the variance of a yes or no on the logit scale: σ²/(σ² + π²/3).

    A random intercept by maximum likelihood, integrated by Gauss–Hermite quadrature.
    """
    n = np.bincount(groups).astype(np.float64)
    k = np.bincount(groups, events.astype(np.float64))[n > 0]
    n = n[n > 0]
    choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)

    def loss(at: Floats) -> float:
        eta = at[0] + np.exp(at[1]) * _NODES
        each = k[:, None] * -np.logaddexp(0, -eta) + (n - k)[:, None] * -np.logaddexp(0, eta)
        likelihood = np.exp(each + choose[:, None]) @ _WEIGHTS
        return -float(np.log(np.maximum(likelihood, 1e-300)).sum())

    rate = float(events.mean())
    found = minimize(loss, [np.log(rate / (1 - rate)), np.log(0.6)], method="Nelder-Mead")
    variance = float(np.exp(2 * found.x[1]))
    return variance / (variance + float(LOGISTIC_VARIANCE))


def residual(values: Floats, given: Floats) -> Floats:
    """What a straight line through `given` (shape (n,) or (n, columns)) leaves of the values."""
    design = np.column_stack([np.ones(len(values)), given])
    return np.asarray(values - design @ np.linalg.lstsq(design, values, rcond=None)[0])


def slopes(values: Floats, given: Floats) -> Floats:
    """Coefficients of a straight line through the columns of `given`, without the intercept."""
    design = np.column_stack([np.ones(len(values)), given])
    return np.asarray(np.linalg.lstsq(design, values, rcond=None)[0][1:])


def hazard_slopes(events: Bools, exposures: Floats, given: Floats) -> Floats:
    """Log hazard for one unit of each column: exponential survival, fitted by Newton's method."""
    design = np.column_stack([np.ones(len(events)), given])
    at = np.zeros(design.shape[1])
    at[0] = np.log(events.sum() / exposures.sum())
    for _ in range(25):
        expected = exposures * np.exp(design @ at)
        at += np.linalg.solve(design.T @ (expected[:, None] * design), design.T @ (events - expected))
    return at[1:]


def standardised_difference(values: Floats, is_first: Bools) -> float:
    """Cohen's d of those marked above the others."""
    first, second = values[is_first], values[~is_first]
    spread = np.sqrt(
        (first.var(ddof=1) * (len(first) - 1) + second.var(ddof=1) * (len(second) - 1)) / (len(values) - 2)
    )
    return float((first.mean() - second.mean()) / spread)


def odds_ratio(events: Bools, is_first: Bools) -> float:
    """Odds of the event among those marked, over the others'."""
    a, b = float(events[is_first].mean()), float(events[~is_first].mean())
    return a / (1 - a) / (b / (1 - b))


def rank_correlation(first: Floats, second: Floats) -> float:
    """Spearman's ρ."""
    return float(np.corrcoef(rankdata(first), rankdata(second))[0, 1])


def median_time(times: Whole, happened: Bools, *, longest: int) -> float:
    """The time by which half of those still there have had the event (Kaplan–Meier); `longest` if never."""
    left = 1.0
    for time in range(1, longest + 1):
        at_risk = int((times >= time).sum())
        events = int((happened & (times == time)).sum())
        after = left * (1.0 - events / at_risk) if at_risk else left
        if after <= 0.5:
            return time - 1 + (left - 0.5) / (left - after)
        left = after
    return float(longest)
