"""What is told of three drawn, compiled: inclusion, what each feature adds, and intervals, rounded."""

from math import sqrt

import numba
import numpy as np

from rapport.matching.forecast import (
    ALWAYS,
    CORRELATION_OF_PARTS,
    DOUBT,
    HIGHEST,
    HUNDREDS,
    LOWEST,
    TYPICAL_RATING,
    Z80,
    left_off,
)
from rapport.matching.index import layout as at
from rapport.matching.index.kernel.chances import chances
from rapport.matching.index.kernel.points import write_points
from rapport.matching.slate import SLATE

_PARTS = np.array(at.PART_OF_ROW)
PARTS = 3
BOUNDS = 3 * (1 + PARTS)


_left_off = numba.njit(left_off)


@numba.njit
def rounded(values):
    """Round in place, as `forecast.rounded`."""
    for place in range(values.shape[0]):
        hundreds = values[place] * HUNDREDS
        whole = np.rint(hundreds)
        if abs(hundreds - whole) == 0.5:
            off = _left_off(values[place], hundreds)
            whole = np.ceil(hundreds) if off > 0 else np.floor(hundreds) if off < 0 else whole
        values[place] = whole / HUNDREDS


@numba.njit
def _cut(out, mean, half):
    low, high = mean - half, mean + half
    if low < LOWEST or high > HIGHEST:
        mean, low, high = min(max(mean, LOWEST), HIGHEST), max(low, LOWEST), min(high, HIGHEST)
    out[0], out[1], out[2] = mean, low, high


@numba.njit
def _bounds(out, points, client):
    """As `Forecasts.intervals` before rounding."""
    added, declared = np.zeros(PARTS), np.zeros(PARTS)
    for row in range(at.ROWS):
        added[_PARTS[row]] += points[row]
        if row != at.WARMTH_ROW:
            declared[_PARTS[row]] += points[row]
    mean, reach, squares = 0.0, 0.0, 0.0
    for part in range(PARTS):
        weight, doubt = client[at.WEIGHTS + part], DOUBT * declared[part]
        half = Z80 * sqrt(ALWAYS + doubt * doubt)
        mean += weight * (TYPICAL_RATING + added[part])
        reach += weight * half
        squares += weight * weight
        _cut(out[3 * (1 + part) :], TYPICAL_RATING + added[part], half)
    _cut(out, mean, reach * sqrt(squares + CORRELATION_OF_PARTS * (1 - squares)))


@numba.njit
def tell(out, places, utilities, memory, client, wishes, temperature, difference, share, scale):
    """Draw three of a pool of three or more, and write what is told of them (`layout`)."""
    inclusion, drawn, ordered = chances(places, utilities, memory, temperature, difference, share)
    size = inclusion.shape[0]
    out[:size] = np.rint(inclusion * scale) / scale
    out[size] = ordered
    people = size + 1 + SLATE
    for row in range(SLATE):
        out[size + 1 + row] = drawn[row]
        points = out[people + row * at.PERSON :][: at.ROWS]
        bounds = out[people + row * at.PERSON + at.ROWS :][:BOUNDS]
        write_points(points, places[drawn[row]], memory, client, wishes)
        rounded(points)
        _bounds(bounds, points, client)
        rounded(bounds)
