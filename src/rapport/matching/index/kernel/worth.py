"""Who may be among the best, compiled: everyone's worth in single precision, and a bound below the best."""

import numba
import numpy as np
from numba import types

from rapport.matching.index.kernel.memory import bits, bytes_at, fetch, floats_at, lowest
from rapport.matching.index.tables import CONFIRMED, PERSON, WARMTH
from rapport.matching.ranking import MOST_STALE_DAYS, STALE_POINTS_A_DAY
from rapport.matching.said import WIDTH

# So many providers ahead their rows are fetched: long enough for memory to answer.
AHEAD = 16
A_DAY, MOST_STALE = np.float32(STALE_POINTS_A_DAY), np.float32(MOST_STALE_DAYS)
_NUMBERS = types.Array(types.int64, 1, "C")


@numba.njit(inline="always")
def _wishes(person, columns, starts, tables, points):
    """Points for wishes about the person, by how many the provider speaks of and how many they keep."""
    held = 0
    for wish in range(columns.shape[0]):
        held += tables[starts[wish] + np.int64(person[columns[wish]])]
    return points[held]


@numba.njit
def _enter(best, value):
    """Put a value among the best, which are descending, in the place of the last."""
    place = best.shape[0] - 1
    while place > 0 and best[place - 1] < value:
        best[place] = best[place - 1]
        place -= 1
    best[place] = value


# The order of a sum is left to the processor: `said.error_of` holds for any.
@numba.njit(fastmath={"reassoc", "contract"})
def _weigh(said, weights):
    total = np.float32(0.0)
    for column in range(WIDTH):
        total += np.float32(said[column]) * weights[column]
    return total


@numba.njit
def _positions(members):
    """As `bitsets.positions`."""
    count = 0
    for word in range(members.shape[0]):
        count += np.int64(bits(members[word]))
    found = np.empty(count, np.int64)
    at = 0
    for word in range(members.shape[0]):
        left = members[word]
        while left:
            found[at] = word * 64 + np.int64(lowest(left))
            left &= left - np.uint64(1)
            at += 1
    return found


_FLOATS = types.Array(types.float32, 1, "C")


@numba.njit(
    _NUMBERS(
        types.uint64[::1], types.uintp, types.uintp, types.int64, _FLOATS, types.float64, types.float64,
        _NUMBERS, _NUMBERS, _NUMBERS, _FLOATS, types.int64, types.float64,
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def hopeful(
    among, said_at, persons_at, size, weights, share, fresh, columns, starts, tables, points, most, slack
):
    """Positions of those in a set who look at most `slack` points worse than the last of its `most` best.

    `said_at` and `persons_at`: the rows of `Tables.said` and `Tables.persons` of `size` providers. `fresh`:
    the ordinal of the day before which an opening was confirmed too long ago. Wishes: `compiled.Wishes`.
    """
    said = numba.carray(bytes_at(said_at), (size, WIDTH))
    persons = numba.carray(floats_at(persons_at), (size, PERSON))
    places = _positions(among)
    worth, best = np.empty(places.shape[0], np.float32), np.full(most, -np.inf, np.float32)
    last = places.shape[0] - 1
    for at in range(places.shape[0]):
        ahead = places[min(at + AHEAD, last)]
        fetch(said_at + np.uintp(ahead * WIDTH))
        fetch(persons_at + np.uintp(ahead * PERSON * 4))
        person = persons[places[at]]
        aged = min(max(np.float32(fresh) - person[CONFIRMED], np.float32(0.0)), MOST_STALE)
        value = _weigh(said[places[at]], weights) + np.float32(share) * person[WARMTH] - A_DAY * aged
        if columns.shape[0]:
            value += _wishes(person, columns, starts, tables, points)
        worth[at] = value
        if value > best[most - 1]:
            _enter(best, value)
    least, found = best[most - 1] - slack, 0
    for at in range(places.shape[0]):
        if worth[at] >= least:
            places[found] = places[at]
            found += 1
    return places[:found].copy()
