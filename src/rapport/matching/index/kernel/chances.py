"""Drawing three of a pool, compiled: likeness, chances and inclusion, to the last bit as numpy has them."""

from math import exp

import numba
import numpy as np

from rapport.matching.differences import STYLE_SHARE, UNKNOWN_LIKENESS, WIDEST
from rapport.matching.index import layout as at
from rapport.matching.index.kernel.memory import bits, pointer
from rapport.matching.index.kernel.points import code_of, said_of
from rapport.matching.slate import SLATE, STEEPEST

_KNOWN = np.array(at.KNOWN_COLUMNS)


@numba.njit
def _style_likeness(one, other):
    count, apart = 0, 0
    for column in _KNOWN:
        if one[column] and other[column]:
            count += 1
            apart += abs(np.int64(one[column + 1]) - np.int64(other[column + 1]))
    return 1 - apart / (WIDEST * count) if count else UNKNOWN_LIKENESS


@numba.njit
def _jaccard(one, other):
    shared, either = np.int64(bits(one & other)), np.int64(bits(one | other))
    return shared / either if either else UNKNOWN_LIKENESS


@numba.njit
def _unlike(places, memory, factor):
    """Shape (n, n): as `Chances.unlike`, of the likeness that `differences.likeness` finds."""
    size, said = places.shape[0], said_of(memory)
    used = np.empty(size, np.uint64)
    for row in range(size):
        code = code_of(memory, at.APPROACHES, places[row])
        used[row] = numba.carray(pointer(np.uintp(memory[at.MASKS])), code + 1)[code]
    found = np.zeros((size, size))
    for row in range(size):
        for other in range(row):
            alike = STYLE_SHARE * _style_likeness(said[places[row]], said[places[other]])
            alike += (1 - STYLE_SHARE) * _jaccard(used[row], used[other])
            found[row, other] = found[other, row] = exp(alike * factor)
    return found


@numba.njit
def _worth(scaled):
    """Each one's chance to be first, and `Chances.worth`; of those in the pool, best first."""
    size, total = scaled.shape[0], 0.0
    first, worth = np.empty(size), np.empty(size)
    for row in range(size):
        first[row] = exp(scaled[row] - scaled[0])
        worth[row] = exp(min(scaled[row] - scaled[SLATE - 1], STEEPEST))
        total += first[row]
    return first / total, worth


@numba.njit
def _pairs(first, worth, unlike):
    size = first.shape[0]
    pairs = np.empty((size, size))
    for row in range(size):
        total = 0.0
        for other in range(size):
            pairs[row, other] = worth[other] * unlike[row, other] * unlike[row, other]
            total += pairs[row, other]
        share = first[row] / total
        for other in range(size):
            pairs[row, other] *= share
    return pairs


@numba.njit
def _left(worth, unlike):
    size = worth.shape[0]
    left = np.zeros((size, size))
    for third in range(size):
        for row in range(size):
            once = worth[third] * unlike[row, third]
            for other in range(size):
                left[row, other] += once * unlike[third, other]
    return left


@numba.njit
def _inclusion(pairs, worth, unlike, left):
    size = worth.shape[0]
    by_first, ratio = np.zeros((size, size)), pairs / left
    for second in range(size):
        for first in range(size):
            for third in range(size):
                by_first[first, third] += ratio[first, second] * unlike[second, third]
    as_first, as_second, as_third = np.zeros(size), np.zeros(size), np.zeros(size)
    for row in range(size):
        for other in range(size):
            as_first[other] += pairs[other, row]
            as_second[other] += pairs[row, other]
            as_third[other] += by_first[row, other] * unlike[row, other]
    found = np.empty(size)
    for row in range(size):
        found[row] = min(as_first[row] + as_second[row] + worth[row] * as_third[row], 1.0)
    return found


@numba.njit
def _place_at(weights, share):
    """As `slate._place_at`."""
    cumulative = np.cumsum(weights)
    total = cumulative[-1]
    target = min(share * total, np.nextafter(total, 0.0))
    place = np.searchsorted(cumulative, target, side="right")
    return place, (target - cumulative[place] + weights[place]) / weights[place]


@numba.njit
def chances(places, utilities, memory, temperature, difference, share):
    """Of a pool of three or more, best first: each one's inclusion, the three drawn, and their chance."""
    factor = -difference / (temperature * (SLATE - 1))
    unlike = _unlike(places, memory, factor)
    first, worth = _worth(utilities / temperature)
    pairs, left = _pairs(first, worth, unlike), _left(worth, unlike)
    drawn = np.empty(SLATE, np.int64)
    pair, rest = _place_at(pairs.ravel(), share)
    drawn[0], drawn[1] = pair // worth.shape[0], pair % worth.shape[0]
    third = worth * unlike[drawn[0]] * unlike[drawn[1]] / left[drawn[0], drawn[1]]
    drawn[2], _ = _place_at(third, rest)
    ordered = pairs[drawn[0], drawn[1]] * third[drawn[2]]
    return _inclusion(pairs, worth, unlike, left), drawn, ordered
