"""Who is among the best, compiled: everyone roughly, then those who may be among them exactly."""

import numba
import numpy as np

from rapport.matching.fit import SPREAD_SQUARED_DISTANCE, TYPICAL_SQUARED_DISTANCE
from rapport.matching.forecast import TYPICAL_RATING
from rapport.matching.index import layout as at
from rapport.matching.index.kernel.memory import bits, fetch, lowest
from rapport.matching.index.kernel.points import (
    counted_wishes,
    persons_of,
    points_for_wishes,
    said_of,
    write_points,
)
from rapport.matching.index.tables import CONFIRMED, PERSON, RANK, WARMTH
from rapport.matching.ranking import (
    DAYS_A_MONTH,
    MOST_STALE_DAYS,
    MOST_STALE_POINTS,
    STALE_POINTS_A_DAY,
    STALE_POINTS_A_MONTH,
    UTILITY_DECIMALS,
)
from rapport.matching.said import WIDTH, error_of

# So many providers ahead their rows are fetched: long enough for memory to answer.
AHEAD = 32
# How far staleness, warmth and wishes in single precision, of less than 100 points together, can be off.
BESIDE_ERROR = 1e-4
A_DAY, MOST_STALE = np.float32(STALE_POINTS_A_DAY), np.float32(MOST_STALE_DAYS)
ERROR_OF_ONE = error_of(np.ones(1))
SCALE = 10.0**UTILITY_DECIMALS
_PARTS, _UNITS = np.array(at.PART_OF_ROW), np.array(at.POINTS_OF_ROW)
_SPREADS, _LEVELS = np.array(at.SPREADS), np.array(at.LEVELS)
_MEANS, _KNOWN = np.array(at.MEANS), np.array(at.KNOWN_COLUMNS)


@numba.njit
def _column_weights(client):
    """Shape (WIDTH,): as `forecast.column_weights`, but for the last bits."""
    found = np.zeros(WIDTH)
    named = at.NAMED
    for row in range(len(_MEANS)):
        each, whole = client[at.WEIGHTS + _PARTS[row]] * _UNITS[row] / _SPREADS[row], client[at.WHOLES + row]
        for _ in range(np.int64(client[at.COUNTS + row])):
            if whole > 0:
                found[np.int64(client[named])] += each * client[named + 1] / whole
            named += 2
        if whole > 0:
            found[_LEVELS[row]] -= each * _MEANS[row]
    for axis in range(len(_KNOWN)):
        row, wanted = at.FIRST_AXIS + axis, client[at.WANTED + axis]
        each = client[at.WEIGHTS + _PARTS[row]] * _UNITS[row] / SPREAD_SQUARED_DISTANCE
        each *= client[at.SCALES + axis]
        found[_KNOWN[axis]] += each * (TYPICAL_SQUARED_DISTANCE - wanted * wanted)
        found[_KNOWN[axis] + 1] += each * 2 * wanted
        found[_KNOWN[axis] + 2] -= each
    return found


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
    place = 0
    for word in range(members.shape[0]):
        left = members[word]
        while left:
            found[place] = word * 64 + np.int64(lowest(left))
            left &= left - np.uint64(1)
            place += 1
    return found


@numba.njit
def _worth_of_wishes(many, share):
    """Shape (many + 1, many + 1): what wishes add in single precision, by how many are kept and spoken of."""
    found = np.empty((many + 1, many + 1), np.float32)
    for kept in range(many + 1):
        for told in range(many + 1):
            found[kept, told] = share * np.float32(points_for_wishes(at.KEPT * kept + told))
    return found


@numba.njit
def _rough(places, memory, client, wishes, weights, best):
    """Everyone's worth in single precision; `best` holds the best values, descending."""
    said, persons = said_of(memory), persons_of(memory)
    share, fresh = np.float32(client[at.WEIGHTS + 2]), np.float32(client[at.FRESH])
    worth, last = np.empty(places.shape[0], np.float32), places.shape[0] - 1
    wished = _worth_of_wishes(wishes.shape[0] // at.WISH, share)
    for number in range(places.shape[0]):
        ahead, place = places[min(number + AHEAD, last)], places[number]
        fetch(np.uintp(memory[at.SAID] + ahead * WIDTH))
        fetch(np.uintp(memory[at.PERSONS] + ahead * PERSON * 4))
        person = persons[place]
        aged = min(max(fresh - person[CONFIRMED], np.float32(0.0)), MOST_STALE)
        value = _weigh(said[place], weights) + share * person[WARMTH] - A_DAY * aged
        if wishes.shape[0]:
            counted = counted_wishes(person, wishes)
            value += wished[counted // at.KEPT, counted % at.KEPT]
        worth[number] = value
        if value > best[-1]:
            _enter(best, value)
    return worth


@numba.njit
def _utility(points, memory, place, client):
    """As `ranking.pool_of` has it."""
    total = 0.0
    for part in range(3):
        total += client[at.WEIGHTS + part] * TYPICAL_RATING
    for row in range(at.ROWS):
        total += client[at.WEIGHTS + _PARTS[row]] * points[row]
    months = (client[at.FRESH] - np.float64(persons_of(memory)[place, CONFIRMED])) / DAYS_A_MONTH
    total -= min(max(STALE_POINTS_A_MONTH * months, 0.0), MOST_STALE_POINTS)
    return np.rint(total * SCALE) / SCALE


@numba.njit
def best(among, memory, client, wishes, most):
    """The `most` best in a set and a few more: their positions and utilities, best first, then by id.

    Everyone who is as good as the last of the best is among them. `memory`, `client` and `wishes`: `layout`.
    """
    places, persons = _positions(among), persons_of(memory)
    exact = _column_weights(client)
    slack = np.float32(2 * (ERROR_OF_ONE * np.abs(exact).sum() + BESIDE_ERROR))
    leaders = np.full(min(most, places.shape[0]), -np.inf, np.float32)
    worth = _rough(places, memory, client, wishes, exact.astype(np.float32), leaders)
    least, points = (leaders[-1] if leaders.shape[0] else np.float32(0)) - slack, np.empty(at.ROWS)
    found, utilities, count = np.empty(places.shape[0], np.int64), np.empty(places.shape[0]), 0
    for number in range(places.shape[0]):
        if worth[number] < least:
            continue
        place = places[number]
        write_points(points, place, memory, client, wishes)
        utility, rank, row = _utility(points, memory, place, client), persons[place, RANK], count
        while row > 0 and (
            utilities[row - 1] < utility
            or (utilities[row - 1] == utility and persons[found[row - 1], RANK] > rank)
        ):
            utilities[row], found[row] = utilities[row - 1], found[row - 1]
            row -= 1
        utilities[row], found[row] = utility, place
        count += 1
    return found[:count].copy(), utilities[:count].copy()
