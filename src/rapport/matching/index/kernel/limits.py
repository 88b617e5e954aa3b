"""`screening.screen`, compiled: every set is read once, a block of words at a time."""

import numba
import numpy as np

from rapport.matching.hours import HOURS_OF_WEEK as HOURS
from rapport.matching.index import layout as at
from rapport.matching.index.kernel.memory import bits, fetch, pointer
from rapport.matching.index.questions import SLOTS
from rapport.matching.index.week import LEVELS

# Words looked at in one go: thirteen sets of so many stay in the processor's nearest cache.
BLOCK = 256
WORD, LINE = 8, 64
# Limits that one pass takes up: what is written takes longer than what is read, and four would be more arrays
# than the compiler tells apart.
AT_ONCE = 3


@numba.njit(inline="always")
def _words(address, start, size):
    """The words of a set from a place on; those of the next block are fetched meanwhile."""
    for ahead in range(WORD * (start + BLOCK), WORD * (start + BLOCK + size), LINE):
        fetch(address + np.uintp(ahead))
    return numba.carray(pointer(address + np.uintp(WORD * start)), size)


@numba.njit(inline="always")
def _at(address, size):
    return numba.carray(pointer(np.uintp(address)), size)


@numba.njit
def table(address, rows, columns):
    """Whole numbers at an address."""
    return numba.carray(pointer(np.uintp(address)), (rows, columns)).view(np.int64)


@numba.njit
def _unite(into, more):
    for word in range(into.shape[0]):
        into[word] |= more[word]


@numba.njit
def _unite_both(into, one, other):
    """Two at once: what is written takes longer than what is read."""
    for word in range(into.shape[0]):
        into[word] |= one[word] | other[word]


@numba.njit
def _unite_all(into, sets, start):
    """Unite the words from a place on of the sets at these addresses."""
    size, many = into.shape[0], sets.shape[0]
    for number in range(0, many - 1, 2):
        one = _words(np.uintp(sets[number]), start, size)
        _unite_both(into, one, _words(np.uintp(sets[number + 1]), start, size))
    if many % 2:
        _unite(into, _words(np.uintp(sets[many - 1]), start, size))


@numba.njit
def _stretches(kept, week_at, words):
    """Where the sets lie of the longest stretches of the hours kept, shape (168,): as `week.stretches`."""
    found, many, hour = np.empty(HOURS, np.int64), 0, 0
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
            found[many] = week_at + WORD * words * (level * HOURS + hour)
            many += 1
            hour = end if hour + length == end else min(hour + length, max(hour + 1, end - length))
    return found[:many]


@numba.njit
def _bit_length(number):
    length = 0
    while number:
        number >>= 1
        length += 1
    return length


@numba.njit
def _free(out, met, start, zones, members, stretches):
    """Write who is free in any of the client's hours, zone by zone, of the words from `start` on."""
    out[:] = 0
    for zone in range(zones.shape[0]):
        low = max(start, zones[zone, 1])
        size = min(start + out.shape[0], zones[zone, 2]) - low
        if size > 0:
            some = met[:size]
            some[:] = 0
            _unite_all(some, stretches[zone], low)
            here = _words(np.uintp(members[zone]), low, size)
            into = out[low - start : low - start + size]
            for word in range(into.shape[0]):
                into[word] |= some[word] & here[word]


@numba.njit
def _keep(every, but_one, a, b, c, counts):
    """Narrow who keeps every limit, and every one but one at most, by three limits; count who keeps each."""
    count_a = count_b = count_c = np.uint64(0)
    for word in range(every.shape[0]):
        all_, most, one, two, three = every[word], but_one[word], a[word], b[word], c[word]
        most = (most & one) | all_
        all_ &= one
        most = (most & two) | all_
        all_ &= two
        most = (most & three) | all_
        every[word], but_one[word] = all_ & three, most
        count_a += bits(one)
        count_b += bits(two)
        count_c += bits(three)
    counts[0] += np.int64(count_a)
    counts[1] += np.int64(count_b)
    counts[2] += np.int64(count_c)


@numba.njit
def _leave(eligible, every, but_one):
    """Write who keeps every limit, and count them; of `but_one` leave those who break one."""
    count = np.uint64(0)
    for word in range(eligible.shape[0]):
        eligible[word] = every[word]
        count += bits(every[word])
        but_one[word] ^= every[word]
    return np.int64(count)


@numba.njit
def _count(members):
    count = np.uint64(0)
    for word in range(members.shape[0]):
        count += bits(members[word])
    return np.int64(count)


@numba.njit
def _count_alone(break_one, a, b, c, counts):
    """Of those who break one limit, count who breaks each of three."""
    count_a = count_b = count_c = np.uint64(0)
    for word in range(break_one.shape[0]):
        some = break_one[word]
        count_a += bits(some & ~a[word])
        count_b += bits(some & ~b[word])
        count_c += bits(some & ~c[word])
    counts[0] += np.int64(count_a)
    counts[1] += np.int64(count_b)
    counts[2] += np.int64(count_c)


@numba.njit
def _break_one(break_one, keeping, nobody, alone):
    """Of a block's providers who break one limit, add which; `nobody`: the limits that none of them keeps.

    Whoever is in a block where nobody keeps a limit, as a licence far away, can break no other one alone.
    """
    if nobody.shape[0] == 1:
        alone.ravel()[nobody[0]] += _count(break_one)
    if nobody.shape[0]:
        return
    size = break_one.shape[0]
    for turn in range(keeping.shape[0]):
        one, two, three = keeping[turn, 0], keeping[turn, 1], keeping[turn, 2]
        _count_alone(break_one, _at(one, size), _at(two, size), _at(three, size), alone[turn])


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
def _begin(every, but_one, everyone):
    """Nobody has broken a limit yet; how many they are."""
    count = np.uint64(0)
    for word in range(everyone.shape[0]):
        every[word] = but_one[word] = everyone[word]
        count += bits(everyone[word])
    return np.int64(count)


@numba.njit
def screen(roster, sets, first, last, hours, eligible, counts):
    """Write who is eligible, count them, and add whom each limit keeps out, all and alone, to `counts`.

    `roster`: its numbers (`layout`). `sets`: for each limit how many sets keep it, or −1 for everyone; then
    where these sets lie. The limit on slots is kept in the client's `hours`, as a clock (`first` and `last`,
    week.Clock) tells. `counts`, shape (2, limits).
    """
    bases, slots = roster[at.SETS : at.SETS + 3], SLOTS
    zones = table(roster[at.ZONES_AT], roster[at.ZONES], 3)
    words, limits, people, left = eligible.shape[0], counts.shape[1], 0, 0
    biting = np.flatnonzero(sets[:limits] >= 0)
    stretches = [_stretches(kept, bases[1], words) for kept in _hours_kept(first, last, hours)]
    members = bases[2] + WORD * words * zones[:, 0]
    # Where the words lie of who keeps each limit that bites; everyone fills up the last pass.
    keeping = np.empty((-(-biting.shape[0] // AT_ONCE), AT_ONCE), np.int64)
    flat = keeping.ravel()
    kept, alone = np.zeros(keeping.shape, np.int64), np.zeros(keeping.shape, np.int64)
    before = np.empty(flat.shape, np.int64)
    unions, scratch = np.empty((limits, BLOCK), np.uint64), np.empty((3, BLOCK), np.uint64)
    for start in range(0, words, BLOCK):
        size, place = min(BLOCK, words - start), limits
        every, but_one, met = scratch[0, :size], scratch[1, :size], scratch[2]
        people += _begin(every, but_one, _words(np.uintp(bases[0]), start, size))
        keeping[:] = bases[0] + WORD * start
        for number, limit in enumerate(biting):
            many, out = sets[limit], unions[number, :size]
            if limit == slots:
                _free(out, met, start, zones, members, stretches)
            elif many != 1:
                out[:] = 0
                _unite_all(out, sets[place : place + many], start)
            is_one = many == 1 and limit != slots  # Read where it lies.
            lies_at = _words(np.uintp(sets[place]), start, size).ctypes.data if is_one else out.ctypes.data
            flat[number] = lies_at
            place += many
        before[:] = kept.ravel()
        for turn in range(keeping.shape[0]):
            one, two, three = keeping[turn, 0], keeping[turn, 1], keeping[turn, 2]
            _keep(every, but_one, _at(one, size), _at(two, size), _at(three, size), kept[turn])
        left += _leave(eligible[start : start + size], every, but_one)
        nobody = np.flatnonzero(before[: biting.shape[0]] == kept.ravel()[: biting.shape[0]])
        _break_one(but_one, keeping, nobody, alone)
    counts[0, biting] = people - kept.ravel()[: biting.shape[0]]
    counts[1, biting] = alone.ravel()[: biting.shape[0]]
    return left
