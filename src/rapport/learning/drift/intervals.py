"""Intervals that hold what they promise: quantiles of past errors, learnt as the forecasts go along.

A model's own variance is never quite right: ratings are skewed, end at 100, and clients differ in how much
they swing. So each quantile of the rating to come is read off the errors of earlier forecasts, by quantile
regression (Koenker and Bassett 1978; for correcting a model's intervals by its own past errors, Romano,
Patterson and Candès 2019), pulled towards the normal while there are few.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from rapport.learning.drift.innovations import Innovations
from rapport.learning.sessions import HIGHEST_RATING, LOWEST_RATING, Codes, Floats
from rapport.matching.forecast import SPREAD_OF_RATINGS, TYPICAL_RATING

# Quantile → the same of a standard normal.
NORMAL: Final = {0.025: -1.959964, 0.1: -1.281552, 0.5: 0.0, 0.9: 1.281552, 0.975: 1.959964}
MEDIAN: Final = 0.5
LEVELS: Final = {80: (0.1, 0.9), 95: (0.025, 0.975)}
# Quantiles are learnt anew after the 50th forecast, and whenever the errors known have grown by 15%.
FIRST_LEARNT: Final = 50
GROWTH: Final = 1.15
# How strongly each coefficient is held to the normal's: as so many errors of one standard deviation would
# (chosen on planted sessions, where half or double moves coverage by half a point and errors by nothing).
HOLD: Final = np.array([5.0, *[20.0] * 6])
# Rounds off the corner of the loss so that it can be descended; in standard deviations.
CORNER: Final = 0.1
# Brings heights and logs of counts to about one.
POINTS_A_UNIT, LOGS_A_UNIT = 20.0, 3.0
# A client's errors count as average until so many sessions say otherwise; no square counts as more than this.
SWING_SESSIONS: Final = 8.0
LARGEST_SQUARE: Final = 9.0

Quantiles = Mapping[float, Floats]
Coefficients = Mapping[float, Floats]


class Standing(NamedTuple):
    """Where each of n forecasts stands before correction: mean, scale in points, and what may bend it."""

    mean: Floats
    scale: Floats
    bends: Floats

    def at(self, rows: Codes | slice) -> "Standing":
        return Standing(self.mean[rows], self.scale[rows], self.bends[rows])


def standing(told: Innovations, swing: Floats, met: Codes, seen: Codes) -> Standing:
    """Where forecasts stand, given how far each client's errors went and how many sessions there were before.

    `met` and `seen`, shape (n,): earlier sessions of the pair and of the client. What may bend a quantile:
    whether the pair met, the height of the forecast and its bend, its own doubt, and how well the client is
    known.
    """
    height = (told.mean - TYPICAL_RATING) / POINTS_A_UNIT
    bends = (
        np.ones(len(height)),
        met > 0,
        height,
        np.maximum(height, 0) ** 2,
        np.log(told.spread / SPREAD_OF_RATINGS),
        np.log1p(seen) / LOGS_A_UNIT,
        seen == 0,
    )
    return Standing(told.mean, told.spread * swing, np.column_stack(bends).astype(np.float64))


def swings(client: Codes, standard_errors: Floats) -> tuple[Floats, Floats]:
    """How far each client's errors went before each session, beside those of all, shrunken to 1.

    Returns:
        before each session, shape (n,); and after all, by client code.
    """
    squares = np.minimum(standard_errors**2, LARGEST_SQUARE)
    sums = np.full(int(client.max(initial=-1)) + 1, SWING_SESSIONS)
    counts = sums.copy()
    before = np.empty(len(client))
    for row, (code, square) in enumerate(zip(client.tolist(), squares.tolist(), strict=True)):
        before[row] = sums[code] / counts[code]
        sums[code] += square
        counts[code] += 1
    return np.sqrt(before), np.sqrt(sums / counts)


def normal_coefficients() -> Coefficients:
    """What holds before any error is known."""
    return {level: value * np.eye(len(HOLD))[0] for level, value in NORMAL.items()}


def learn_coefficients(at: Standing, ratings: Floats) -> Coefficients:
    """Which bend of the normal's quantiles would have fitted these ratings best?"""
    errors = (ratings - at.mean) / at.scale
    importance = at.scale / at.scale.mean()
    return {
        level: _descend(at.bends, errors, importance, level, start)
        for level, start in normal_coefficients().items()
    }


def _descend(bends: Floats, errors: Floats, importance: Floats, level: float, start: Floats) -> Floats:
    def loss(coefficients: Floats) -> tuple[float, Floats]:
        left = errors - bends @ coefficients
        above = level * left + CORNER * np.logaddexp(0.0, -left / CORNER)
        slope = level - expit(-left / CORNER)
        pulled = coefficients - start
        value = importance @ above + 0.5 * HOLD @ pulled**2
        return float(value), HOLD * pulled - bends.T @ (importance * slope)

    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def quantiles(at: Standing, coefficients: Coefficients) -> Quantiles:
    """Quantiles of the ratings to come, on the scale of 0–100, never crossing."""
    raw = np.stack([at.mean + at.scale * (at.bends @ coefficients[level]) for level in NORMAL])
    ordered = np.clip(np.sort(raw, axis=0), LOWEST_RATING, HIGHEST_RATING)
    return dict(zip(NORMAL, ordered, strict=True))


def running_quantiles(at: Standing, ratings: Floats, known: NDArray[np.bool_]) -> Quantiles:
    """Quantiles of each rating, learnt from the errors of the rows above it and of those always `known`."""
    found = {level: np.empty(len(ratings)) for level in NORMAL}
    coefficients, start = normal_coefficients(), 0
    for stop in _stops(len(ratings)):
        learnt = (np.arange(len(ratings)) < start) | known
        if learnt.sum() >= FIRST_LEARNT:
            coefficients = learn_coefficients(at.at(np.flatnonzero(learnt)), ratings[learnt])
        rows = slice(start, stop)
        for level, values in quantiles(at.at(rows), coefficients).items():
            found[level][rows] = values
        start = stop
    return found


def _stops(size: int) -> list[int]:
    stops, stop = [], FIRST_LEARNT
    while stop < size:
        stops.append(stop)
        stop = int(stop * GROWTH) + 1
    return [*stops, size]


def point_forecast(mean: Floats, at: Quantiles) -> Floats:
    """Halfway between the model's mean, which ranks best, and the median, which errs least when skewed."""
    halfway = (np.clip(mean, LOWEST_RATING, HIGHEST_RATING) + at[MEDIAN]) / 2
    low, high = (at[level] for level in LEVELS[80])
    return np.clip(halfway, low, high)
