"""What is told of three drawn, compiled: inclusion, what each feature adds, and intervals, rounded."""

from math import sqrt

import numba
import numpy as np

from rapport.matching.forecast import (
    ALWAYS,
    CORRELATION_OF_PARTS,
    DECIMALS,
    DOUBT,
    HIGHEST,
    LOWEST,
    NEARLY_HALF,
    TYPICAL_RATING,
    Z80,
)
from rapport.matching.index import layout as at
from rapport.matching.index.kernel.chances import chances
from rapport.matching.index.kernel.points import write_points
from rapport.matching.slate import SLATE

_PARTS = np.array(at.PART_OF_ROW)
PARTS = 3
BOUNDS = 3 * (1 + PARTS)


@numba.njit
def _rounded(values, scale):
    """Round in place; whether one lies so near to half-way that all its digits have to be asked."""
    doubt = False
    for place in range(values.shape[0]):
        scaled = values[place] * scale
        whole = np.rint(scaled)
        doubt |= abs(scaled - whole) > NEARLY_HALF
        values[place] = whole / scale
    return doubt


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
    """Draw three of a pool of three or more, and write what is told of them (`layout`).

    False where a last digit is in doubt: numpy has to be asked.
    """
    inclusion, drawn, ordered = chances(places, utilities, memory, temperature, difference, share)
    size = inclusion.shape[0]
    doubt = _rounded(inclusion, scale)
    out[:size] = inclusion
    out[size] = ordered
    people = size + 1 + SLATE
    for row in range(SLATE):
        out[size + 1 + row] = drawn[row]
        points = out[people + row * at.PERSON :][: at.ROWS]
        bounds = out[people + row * at.PERSON + at.ROWS :][:BOUNDS]
        write_points(points, places[drawn[row]], memory, client, wishes)
        doubt |= _rounded(points, 10.0**DECIMALS)
        _bounds(bounds, points, client)
        doubt |= _rounded(bounds, 10.0**DECIMALS)
    return not doubt
