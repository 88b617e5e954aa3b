"""`screening.screen`, compiled: every set is read once, a block of words at a time."""

import numba
import numpy as np
from numba import types

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
def _break(out, everyone, once, twice):
    """Turn those who keep a limit into those who break it; count them, and note who broke one and two."""
    count = np.uint64(0)
    for word in range(out.shape[0]):
        broken = everyone[word] & ~out[word]
        out[word] = broken
        count += bits(broken)
        twice[word] |= once[word] & broken
        once[word] |= broken
    return np.int64(count)


@numba.njit
def _count(out, within):
    count = np.uint64(0)
    for word in range(out.shape[0]):
        count += bits(out[word] & within[word])
    return np.int64(count)


_NUMBERS = types.Array(types.int64, 1, "C")


@numba.njit(
    types.void(
        types.int64, types.uintp, types.uint64[::1], _NUMBERS, types.int64, types.uintp, types.uintp,
        types.int64[:, ::1], types.boolean[:, ::1], types.uintp, types.int64[:, ::1],
    ),
    cache=True,
    nogil=True,
)  # fmt: skip
def screen(words, everyone_at, addresses, starts, slots, week_at, rows_at, zones, hours, eligible_at, counts):
    """Write who is eligible to `eligible_at`; add to `counts`, shape (limits, 2), whom each limit keeps out.

    The second count is of those whom it alone keeps out. addresses[starts[i]:starts[i + 1]] are the sets that
    keep limit i; limit `slots` (or −1) is kept in `hours`, shape (zones, 168), of `zones`: the row of each
    zone's set, its first word and the one after its last.
    """
    limits = starts.shape[0] - 1
    outs = np.empty((limits, BLOCK), np.uint64)
    scratch = np.empty((3, BLOCK), np.uint64)
    broken_once, broken_twice, met = scratch[0], scratch[1], scratch[2]
    for start in range(0, words, BLOCK):
        size = min(BLOCK, words - start)
        everyone = _words(everyone_at, start, size)
        once, twice = broken_once[:size], broken_twice[:size]
        once[:] = 0
        twice[:] = 0
        for limit in range(limits):
            out = outs[limit, :size]
            if limit == slots:
                _free(out, met, words, start, week_at, rows_at, zones, hours)
            else:
                out[:] = 0
                for at in range(starts[limit], starts[limit + 1]):
                    _unite(out, _words(addresses[at], start, size))
            counts[limit, 0] += _break(out, everyone, once, twice)
        eligible = _words(eligible_at, start, size)
        for word in range(size):
            eligible[word] = everyone[word] ^ once[word]
            once[word] ^= twice[word]
        for limit in range(limits):
            counts[limit, 1] += _count(outs[limit, :size], once)
