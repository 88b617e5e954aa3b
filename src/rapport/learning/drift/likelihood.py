"""Variances and time scales of the drifting crossed model, by penalised marginal likelihood."""

import math
from typing import Final, NamedTuple

import numpy as np
from scipy.linalg import cholesky, solve_triangular

from rapport.learning.drift.components import MEAN, NAMES, PRIORS, Design, Parameters, covariance, slopes
from rapport.learning.sessions import Floats

# Up to this many sessions traces are exact; beyond, as many random directions stand in for them, which adds
# 1/48 to the variance of the score and nothing to speak of to the estimates.
DIRECTIONS: Final = 48
EXACT_UP_TO: Final = 400
MOST_STEPS: Final = 25
# Steps end when the penalised log likelihood is expected to rise by less than this.
ENOUGH: Final = 0.2
# A step that loses more than this is taken back; less is within what random directions blur.
SLACK: Final = 1.0
LONGEST_STEP: Final = 1.0
MOST_DAMPING: Final = 100.0


class Score(NamedTuple):
    """Log likelihood up to a constant, its gradient and average information, at some logarithms."""

    value: float
    gradient: Floats
    information: Floats


def factor(full: Floats) -> Floats:
    """Lower Cholesky factor, in place."""
    lower: Floats = cholesky(full, lower=True, overwrite_a=True, check_finite=False)
    return lower


def solved(lower: Floats, right: Floats) -> Floats:
    """K⁻¹ right."""
    half = solve_triangular(lower, right, lower=True, check_finite=False)
    whole: Floats = solve_triangular(lower, half, lower=True, trans="T", check_finite=False)
    return whole


def fit_parameters(of: Design, ratings: Floats, weights: Floats, start: Parameters) -> dict[str, float]:
    """Which variances and time scales make these ratings likeliest, given the priors?

    `weights`, shape (n,): noise of each session beside the average of 1. Average-information steps (Gilmour,
    Thompson and Cullis 1995) on the logarithms, damped where a step does not help.
    """
    names = [name for name in NAMES if name != "features" or of.features.shape[1]]
    directions = _directions(len(of))

    def at(place: Floats) -> Score:
        theta = {**start, **dict(zip(names, np.exp(place).tolist(), strict=True))}
        return _penalised(_score(of, theta, names, ratings, weights, directions), place, names)

    place: Floats = np.log(np.array([start[name] for name in names]))
    best, damping = at(place), 0.0
    for _ in range(MOST_STEPS):
        step = _step(best, damping)
        if best.gradient @ step < 2 * ENOUGH or damping > MOST_DAMPING:
            break
        onward: Floats = place + step
        tried = at(onward)
        is_worse = tried.value < best.value - SLACK
        went_too_far = is_worse or tried.gradient @ step < 0
        damping = max(4 * damping, 0.5) if went_too_far else damping / 4
        if not is_worse:
            best, place = tried, onward
    return {**start, **dict(zip(names, np.exp(place).tolist(), strict=True))}


def _step(score: Score, damping: float) -> Floats:
    damped = score.information + damping * np.diag(np.diag(score.information))
    step: Floats = np.asarray(np.linalg.solve(damped, score.gradient), dtype=np.float64)
    longest = max(float(np.abs(step).max()), LONGEST_STEP)
    return np.multiply(step, LONGEST_STEP / longest)


def _penalised(score: Score, place: Floats, names: list[str]) -> Score:
    middle = np.log([PRIORS[name].middle for name in names])
    precision = np.array([PRIORS[name].doubt ** -2.0 for name in names])
    away = place - middle
    return Score(
        score.value - 0.5 * float(precision @ away**2),
        score.gradient - precision * away,
        score.information + np.diag(precision),
    )


def _directions(size: int) -> Floats:
    """Directions with the identity as their mean square; the axes themselves where they are few."""
    if size <= EXACT_UP_TO:
        return np.diag(np.full(size, math.sqrt(size)))
    signs: Floats = np.random.default_rng(size).choice([-1.0, 1.0], (size, DIRECTIONS))
    return signs


def _score(
    of: Design, theta: Parameters, names: list[str], ratings: Floats, weights: Floats, directions: Floats
) -> Score:
    noise = theta["noise"] * weights
    lower = factor(covariance(of, theta, noise))
    left = solved(lower, np.column_stack([ratings - MEAN, directions]))
    alpha, probes = left[:, 0], left[:, 1:]
    moved = slopes(of, theta, noise, np.column_stack([alpha, directions]))
    pull = np.column_stack([moved[name][:, 0] for name in names])
    trace = np.array([(probes * moved[name][:, 1:]).sum() / directions.shape[1] for name in names])
    value = -0.5 * (ratings - MEAN) @ alpha - np.log(np.diag(lower)).sum()
    return Score(float(value), 0.5 * (pull.T @ alpha - trace), 0.5 * pull.T @ solved(lower, pull))
