"""What each feature adds to one provider's forecast, compiled: as `Forecasts.points`, to the last bit."""

import numba
import numpy as np

from rapport.matching.fit import SPREAD_SQUARED_DISTANCE, TYPICAL_SQUARED_DISTANCE
from rapport.matching.index import layout as at
from rapport.matching.index.kernel.memory import bytes_at, codes_at, doubles_at, floats_at
from rapport.matching.index.tables import PERSON
from rapport.matching.said import GOAL, TASK, WIDTH

_UNITS, _SPREADS = np.array(at.POINTS_OF_ROW), np.array(at.SPREADS)
_LEVELS, _MEANS = np.array(at.LEVELS), np.array(at.MEANS)
_KNOWN, AIMS = np.array(at.KNOWN_COLUMNS), len(GOAL) + len(TASK)


@numba.njit(inline="always")
def said_of(memory):
    """Shape (n, WIDTH): what each provider says."""
    return numba.carray(bytes_at(np.uintp(memory[at.SAID])), (memory[at.SIZE], WIDTH))


@numba.njit(inline="always")
def persons_of(memory):
    """Shape (n, PERSON): who each provider is."""
    return numba.carray(floats_at(np.uintp(memory[at.PERSONS])), (memory[at.SIZE], PERSON))


@numba.njit(inline="always")
def code_of(memory, codes, place):
    """The code of the provider at a place, in one of the columns whose codes are handed over."""
    return codes_at(np.uintp(memory[codes]))[place]


@numba.njit(inline="always")
def best_approaches_of(memory, place):
    """Of each goal and task, the row of the provider's way of working that goes farthest with it."""
    start = code_of(memory, at.APPROACHES, place) * AIMS
    return numba.carray(bytes_at(np.uintp(memory[at.BEST_APPROACHES] + start)), AIMS)


@numba.njit(inline="always")
def _looked_up(memory, codes, table, place):
    code = code_of(memory, codes, place)
    return numba.carray(doubles_at(np.uintp(memory[table])), code + 1)[code]


@numba.njit(inline="always")
def keeps_wish(person, wishes, wish):
    """1 where a provider speaks of what one wish is about, and `KEPT` more where they keep it."""
    return codes_at(np.uintp(wishes[wish + at.WISH_CELLS]))[np.int64(person[wishes[wish + at.WISH_COLUMN]])]


@numba.njit(inline="always")
def counted_wishes(person, wishes):
    """Of a client's wishes, how many a provider speaks of, and `KEPT` times how many they keep."""
    counted = 0
    for wish in range(0, wishes.shape[0], at.WISH):
        counted += keeps_wish(person, wishes, wish)
    return counted


@numba.njit
def points_for_wishes(counted):
    """As `fit.wishes_fit`, in points."""
    told, kept = np.float64(counted % at.KEPT), np.float64(counted // at.KEPT)
    if told == 0:
        return 0.0
    return _UNITS[at.WISHES_ROW] * ((kept / max(told, 1.0) - at.WISHES_MEAN) / at.WISHES_SPREAD)


@numba.njit
def _shares(out, said, client):
    """Points for concerns, goals and tasks: the share of what was asked for."""
    named = at.NAMED
    for row in range(len(_MEANS)):
        total, whole = 0.0, client[at.WHOLES + row]
        for _ in range(np.int64(client[at.COUNTS + row])):
            total += client[named + 1] * said[np.int64(client[named])]
            named += 2
        fit = 0.0
        if whole > 0:
            fit = (total / whole - _MEANS[row] * said[_LEVELS[row]]) / _SPREADS[row]
        out[row] = _UNITS[row] * fit


@numba.njit
def _styles(out, said, client):
    for axis in range(len(_KNOWN)):
        known, apart = said[_KNOWN[axis]], said[_KNOWN[axis] + 1] - client[at.WANTED + axis]
        near = TYPICAL_SQUARED_DISTANCE - apart * apart
        row = at.FIRST_AXIS + axis
        out[row] = _UNITS[row] * (0.0 + client[at.SCALES + axis] * near * known / SPREAD_SQUARED_DISTANCE)


@numba.njit
def write_points(out, place, memory, client, wishes):
    """Write what each feature adds to the forecast of the provider at a place."""
    said = said_of(memory)[place]
    _shares(out, said, client)
    _styles(out, said, client)
    out[at.WISHES_ROW] = points_for_wishes(counted_wishes(persons_of(memory)[place], wishes))
    out[at.WARMTH_ROW] = _looked_up(memory, at.WARMTH_CODES, at.WARMTHS, place)
