"""`screening.screen`, compiled: every set is read once, a block of words at a time."""

import numba
import numpy as np

from rapport.matching.hours import HOURS_OF_WEEK as HOURS
from rapport.matching.index.kernel.memory import bits, pointer
from rapport.matching.index.week import LEVELS

# Words looked at in one go: thirteen sets of so many stay in the processor's nearest cache.
BLOCK = 256


@numba.njit(inline="always")
def _words(address, start, size):
    """The words of a set from a place on."""
    return numba.carray(pointer(address + np.uintp(8 * start)), size)


@numba.njit
def _unite(into, more):
    for word in range(into.shape[0]):
        into[word] |= more[word]


@numba.njit
def _unite_stretches(into, kept, week_at, words, start):
    """Unite those free in any hour kept, shape (168,), by the longest stretches (week.stretches)."""
    hour = 0
    while hour < HOURS:
        if not kept[hour]:
            hour += 1
            continue
        end = hour
        while end < HOURS and kept[end]:
            end += 1
        while hour < end:
            level = min(numba.int64(_bit_length(end - hour)), LEVELS) - 1
            length = 1 << level
            row = level * HOURS + hour
            _unite(into, _words(week_at + np.uintp(8 * words * row), start, into.shape[0]))
            hour = end if hour + length == end else min(hour + length, max(hour + 1, end - length))


@numba.njit
def _bit_length(number):
    length = 0
    while number:
        number >>= 1
        length += 1
    return length


@numba.njit
def _free(out, met, words, start, week_at, rows_at, zones, hours):
    """Write who is free in any of the client's hours, zone by zone, of the words from `start` on."""
    out[:] = 0
    for zone in range(zones.shape[0]):
        low = max(start, zones[zone, 1])
        size = min(start + out.shape[0], zones[zone, 2]) - low
        if size > 0:
            some = met[:size]
            some[:] = 0
            _unite_stretches(some, hours[zone], week_at, words, low)
            here = _words(rows_at + np.uintp(8 * words * zones[zone, 0]), low, size)
            into = out[low - start : low - start + size]
            for word in range(into.shape[0]):
                into[word] |= some[word] & here[word]


@numba.njit
def _break(keeping, out, everyone, once, twice):
    """Of those who keep a limit make those who break it; count them, and note who broke one and two."""
    count = np.uint64(0)
    for word in range(out.shape[0]):
        broken = everyone[word] & ~keeping[word]
        out[word] = broken
        count += bits(broken)
        twice[word] |= once[word] & broken
        once[word] |= broken
    return np.int64(count)


@numba.njit
def _leave(eligible, everyone, once, twice):
    """Write who broke no limit, and count them; of `once` leave those who broke one and no other."""
    count = np.uint64(0)
    for word in range(eligible.shape[0]):
        eligible[word] = everyone[word] ^ once[word]
        count += bits(eligible[word])
        once[word] ^= twice[word]
    return np.int64(count)


@numba.njit
def _count(out, within):
    count = np.uint64(0)
    for word in range(out.shape[0]):
        count += bits(out[word] & within[word])
    return np.int64(count)


@numba.njit
def _hours_kept(first, last, slots):
    """As `week.Clock.kept`."""
    free, kept = np.zeros(HOURS, np.bool_), np.zeros(first.shape, np.bool_)
    for slot in slots:
        free[slot] = True
    for zone in range(first.shape[0]):
        for hour in range(first.shape[1]):
            kept[zone, hour] = free[first[zone, hour]] and free[last[zone, hour]]
    return kept


@numba.njit
def screen(bases, sets, slots, zones, first, last, hours, eligible, counts):
    """Write who is eligible, count them, and add whom each limit keeps out, all and alone, to `counts`.

    `bases`: where everyone's set, the sets of the week and those of the postings lie. `sets`: for each limit
    how many sets keep it, or −1 for everyone; then where these sets lie. Limit `slots` is kept in the
    client's `hours`, as a clock (`first` and `last`, week.Clock) tells, of `zones`: the row of each zone's
    set, its first word and the one after its last. `counts`, shape (2, limits).
    """
    everyone_at, week_at, rows_at = np.uintp(bases[0]), np.uintp(bases[1]), np.uintp(bases[2])
    kept, words, limits, left = _hours_kept(first, last, hours), eligible.shape[0], counts.shape[1], 0
    outs = np.empty((limits, BLOCK), np.uint64)
    scratch = np.empty((3, BLOCK), np.uint64)
    for start in range(0, words, BLOCK):
        size = min(BLOCK, words - start)
        everyone = _words(everyone_at, start, size)
        once, twice, met, at = scratch[0, :size], scratch[1, :size], scratch[2], limits
        once[:] = 0
        twice[:] = 0
        for limit in range(limits):
            if sets[limit] < 0:
                continue
            out, keeping = outs[limit, :size], outs[limit, :size]
            if limit == slots:
                _free(out, met, words, start, week_at, rows_at, zones, kept)
            elif sets[limit] == 1:  # Read where it lies.
                keeping = _words(np.uintp(sets[at]), start, size)
            else:
                out[:] = 0
                for each in sets[at : at + sets[limit]]:
                    _unite(out, _words(np.uintp(each), start, size))
            at += sets[limit]
            counts[0, limit] += _break(keeping, out, everyone, once, twice)
        left += _leave(eligible[start : start + size], everyone, once, twice)
        for limit in range(limits):
            if sets[limit] >= 0:
                counts[1, limit] += _count(outs[limit, :size], once)
    return left
