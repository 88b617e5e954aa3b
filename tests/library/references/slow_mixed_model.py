"""The drifting crossed model as a textbook would write it: dense matrices, one term a line."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.stats import multivariate_normal, norm

from rapport.learning.drift.components import DOUBT_OF_EXPERIENCE, DOUBT_OF_MEAN, ERA_STEP, MEAN, PRIORS
from rapport.learning.sessions import Sessions

Theta = Mapping[str, float]


def slow_covariance(sessions: Sessions, theta: Theta, noise: NDArray, features: NDArray) -> NDArray:
    """Covariance of the ratings of every two sessions; `noise` is each session's variance."""
    gap = np.abs(np.subtract.outer(sessions.day, sessions.day))
    client = np.equal.outer(sessions.client, sessions.client)
    provider = np.equal.outer(sessions.provider, sessions.provider)
    total = np.full(gap.shape, DOUBT_OF_MEAN**2) + _era(sessions.day, theta)
    total += theta["features"] * features @ features.T
    for same in (client, provider, client & provider):
        met = np.log1p(np.tril(same, -1).sum(axis=1))
        total += DOUBT_OF_EXPERIENCE**2 * np.outer(met, met)
    total += client * theta["client"]
    total += client * theta["client_drift"] * np.exp(-gap / theta["client_drift_days"])
    total += client * theta["mood"] * np.exp(-gap / theta["mood_days"])
    total += provider * theta["provider"]
    total += provider * theta["provider_drift"] * np.exp(-gap / theta["provider_drift_days"])
    total += client * provider * theta["pair"]
    total += client * provider * theta["pair_state"] * np.exp(-gap / theta["pair_state_days"])
    return total + np.diag(noise)


def _era(day: NDArray, theta: Theta) -> NDArray:
    """Straight lines between points whose values fade with distance."""
    below = np.floor(day / ERA_STEP) * ERA_STEP
    share = (day - below) / ERA_STEP
    ends = ((below, 1 - share), (below + ERA_STEP, share))
    total = np.zeros((len(day), len(day)))
    for left, here in ends:
        for right, there in ends:
            apart = np.abs(np.subtract.outer(left, right))
            total += np.outer(here, there) * theta["era"] * np.exp(-apart / theta["era_days"])
    return total


def slow_one_step(covariance: NDArray, ratings: NDArray) -> tuple[list[float], list[float]]:
    """Mean and variance of each rating given those above it, conditioned one row at a time."""
    means, variances = [], []
    for row in range(len(ratings)):
        above, across = covariance[:row, :row], covariance[row, :row]
        weights = np.linalg.solve(above, across) if row else np.zeros(0)
        means.append(MEAN + float(weights @ (ratings[:row] - MEAN)))
        variances.append(float(covariance[row, row] - weights @ across))
    return means, variances


def slow_penalised_likelihood(covariance: NDArray, ratings: NDArray, theta: Theta, names: list[str]) -> float:
    """Log density of the ratings plus that of the logarithms of the parameters."""
    told = multivariate_normal(np.full(len(ratings), MEAN), covariance).logpdf(ratings)
    believed = [
        norm(math.log(PRIORS[name].middle), PRIORS[name].doubt).logpdf(math.log(theta[name]))
        for name in names
    ]
    return float(told + sum(believed))
