"""What would a provider's mean be, had everyone eligible been shown them? And how wrong may that still be?

Providers are shown to those whom the forecast thinks they fit, so the plain mean of their outcomes flatters
the ones with a good eye for their own clients and tells little of them in general. The log says how likely
each showing was: weighing by its inverse gives back everybody who could have been shown.

It cannot give back what was not drawn by known chance: which of the three the client picked, and who
filled in the form. For that there is a sensitivity figure: how far off could the mean be if the true
chances of being seen differed from what was assumed by a factor of gamma?

Source: Horvitz and Thompson (1952); the ratio form of Hájek (1971); the bound, marginal sensitivity model of
Tan (2006) as solved by Zhao, Small and Bhattacharya (2019), arXiv:1711.11286; all from memory. Compared
with: simulation with and without a client's own choice, and linear programming
(tests/library/references/test_selection.py).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rapport.errors import BadInput, Problem
from rapport.learning.policy.estimate import sums
from rapport.learning.policy.slate_log import SlateLog

Floats = NDArray[np.float64]

# With fewer, one client who was unlikely to be shown the provider decides the mean.
FEWEST_EFFECTIVE: Final = 5.0
# Beyond this a figure withstands more than any known flaw of a log could do.
LARGEST_GAMMA: Final = 20.0
STEPS: Final = 60


class ProviderMeans(NamedTuple):
    """Of each provider, shape (providers,): the plain mean, the weighted one, its error, clients behind it.

    `weighted` and `error` are NaN where fewer than `FEWEST_EFFECTIVE` stand behind them.
    """

    providers: tuple[str, ...]
    plain: Floats
    weighted: Floats
    error: Floats
    effective: Floats


class Bounds(NamedTuple):
    """The least and the greatest mean that a factor of gamma allows."""

    low: float
    high: float


def weighted_means(providers: Sequence[str], outcomes: ArrayLike, propensities: ArrayLike) -> ProviderMeans:
    """The mean outcome of each provider over everyone eligible, from those who were shown them and came.

    Args:
        providers: shape (clients,), whom each came to: one row a client.
        outcomes: shape (clients,), in any unit.
        propensities: shape (clients,), above 0, at most 1: of this provider standing in this client's slate.

    Raises:
        BadInput: an outcome that is not a number, or a propensity out of range. Nothing is filled in.
    """
    values, chances = _checked(outcomes, propensities)
    names, place = np.unique(np.asarray(providers, dtype=np.str_), return_inverse=True)
    weights = 1 / chances
    total, count = sums(place, weights), sums(place, np.ones(len(values)))
    mean = sums(place, weights * values) / total
    error = np.sqrt(sums(place, (weights * (values - mean[place])) ** 2)) / total
    effective = total**2 / sums(place, weights**2)
    few = effective < FEWEST_EFFECTIVE
    return ProviderMeans(
        tuple(names.tolist()),
        sums(place, values) / count,
        np.where(few, np.nan, mean),
        np.where(few, np.nan, error),
        effective,
    )


def means_from_log(log: SlateLog, reward: str) -> ProviderMeans:
    """`weighted_means` of those whom clients picked, from a slate log.

    Args:
        log: requests without a pick, or whose reward is not known, are left out.
        reward: one of `slate_log.REWARDS`, such as alliance or outcome.
    """
    outcomes = log.rewards[reward]
    rows = np.flatnonzero((log.picked >= 0) & ~np.isnan(outcomes)).tolist()
    places = [(log.pools[row], int(log.drawn[row, log.picked[row]])) for row in rows]
    who = [log.providers[int(pool.providers[place])] for pool, place in places]
    chances = np.array([pool.inclusion[place] for pool, place in places])
    return weighted_means(who, outcomes[rows], chances)


def _checked(outcomes: ArrayLike, propensities: ArrayLike) -> tuple[Floats, Floats]:
    values, chances = np.asarray(outcomes, dtype=np.float64), np.asarray(propensities, dtype=np.float64)
    if not np.isfinite(values).all():
        raise BadInput(Problem("outcomes that are numbers", "one that is not", column="outcomes"))
    if not ((chances > 0) & (chances <= 1)).all():
        raise BadInput(Problem("propensities above 0, at most 1", "another", column="propensities"))
    return values, chances


def bounds(outcomes: ArrayLike, propensities: ArrayLike, gamma: float) -> Bounds:
    """The range of a weighted mean when each weight may be off by a factor of up to gamma, either way.

    Args:
        outcomes, propensities: shape (clients,), of one provider, at least one.
        gamma: 1 or more; 1 gives the weighted mean itself.

    The extremes give all outcomes above some value the largest weight and all others the smallest, so going
    through the outcomes in order finds them exactly.
    """
    values, chances = _checked(outcomes, propensities)
    if gamma < 1 or not len(values):
        raise BadInput(Problem("a gamma of 1 or more and at least one outcome", f"{gamma:g}", column="gamma"))
    order = np.argsort(values)
    values, weights = values[order], 1 / chances[order]
    return Bounds(-_highest(-values[::-1], weights[::-1], gamma), _highest(values, weights, gamma))


def _highest(values: Floats, weights: Floats, gamma: float) -> float:
    """The largest weighted mean: small weights below each possible cut, large ones above. Values ascend."""
    below, above = weights / gamma, weights * gamma
    total = np.r_[0.0, np.cumsum(below)] + np.r_[np.cumsum(above[::-1])[::-1], 0.0]
    worth = np.r_[0.0, np.cumsum(below * values)] + np.r_[np.cumsum((above * values)[::-1])[::-1], 0.0]
    return float((worth / total).max())


def withstands(outcomes: ArrayLike, propensities: ArrayLike, threshold: float) -> float:
    """The gamma at which the bounds first reach the threshold: how much hidden choosing would undo a finding.

    Returns:
        1 when the mean is the threshold, `LARGEST_GAMMA` when even that does not reach it.
    """
    values, chances = _checked(outcomes, propensities)
    low, high = 1.0, LARGEST_GAMMA
    found = bounds(values, chances, high)
    if not found.low <= threshold <= found.high:
        return LARGEST_GAMMA
    for _ in range(STEPS):
        middle = (low + high) / 2
        found = bounds(values, chances, middle)
        low, high = (low, middle) if found.low <= threshold <= found.high else (middle, high)
    return high
