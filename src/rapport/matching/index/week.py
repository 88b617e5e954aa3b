"""Who is free in which stretch of the week, in their own zone, whatever zone and day a client asks from.

Stretches of 1, 2, 4 and 8 hours are kept ready, so that a run of a client's hours takes two sets at the most
for every eight hours of it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.bitsets import Set
from rapport.matching.free_hours import offered_by_hour
from rapport.matching.hours import HOURS_OF_WEEK, hours_touched
from rapport.matching.lines import address
from rapport.matching.roster import Roster

LEVELS: Final = 4
LONGEST: Final = 2 ** (LEVELS - 1)


class Zones(NamedTuple):
    """The roster's zones, each with the row of its set in the postings and the words it lies in."""

    names: tuple[str, ...]
    rows: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def week_of(roster: Roster) -> NDArray[np.uint64]:
    """Shape (LEVELS, 168, words): who offers an hour (own zone) of the 2**level hours from each on.

    Stretches end with the week; where no such stretch begins, the row is that of the rest of the week.
    """
    offered = offered_by_hour(roster)
    found = np.zeros((LEVELS, HOURS_OF_WEEK, -(-len(roster) // 64)), dtype=np.uint64)
    for hour, members in offered.items():
        found[0, hour] = members
    for level in range(1, LEVELS):
        half = 2 ** (level - 1)
        found[level] = found[level - 1]
        found[level, :-half] |= found[level - 1, half:]
    return found


def zones_of(rows: NDArray[np.uint64], where: dict[str, int]) -> Zones:
    """Where each zone's providers lie: its own stretch of words, where the roster is arranged."""
    names = tuple(name for name in where if name)
    words = [np.flatnonzero(rows[where[name]]) for name in names]
    return Zones(
        names,
        np.array([where[name] for name in names], dtype=np.int64),
        np.array([each[0] for each in words], dtype=np.int64),
        np.array([each[-1] + 1 for each in words], dtype=np.int64),
    )


class Clock(NamedTuple):
    """For each zone and hour of the week there, the first and the last hour of the client's it touches.

    Both of shape (zones, 168); `lie_at`: where, for the kernel.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    lie_at: tuple[int, int]

    def kept(self, hours: tuple[int, ...]) -> NDArray[np.bool_]:
        """Shape (zones, 168): the hours, in each zone, that lie fully in these hours of the client's."""
        free = np.zeros(HOURS_OF_WEEK, dtype=bool)
        free[list(hours)] = True
        kept: NDArray[np.bool_] = free[self.first] & free[self.last]
        return kept


def clock_of(zones: Zones, client_zone: str, on: date) -> Clock:
    """How the zones' weeks lie in a client's, from a day on."""
    touched = [hours_touched(name, client_zone, on) for name in zones.names]
    ends = np.array([[(each[0], each[-1]) for each in week] for week in touched], dtype=np.int64)
    first, last = map(np.ascontiguousarray, ends.reshape(len(touched), HOURS_OF_WEEK, 2).transpose(2, 0, 1))
    return Clock(first, last, (address(first), address(last)))


def stretches(kept: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """The stretches (level, hour it begins) that cover exactly these hours of a week, shape (168,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]])))
    for start, end in edges.reshape(-1, 2).tolist():
        hour = start
        while hour < end:
            level = min((end - hour).bit_length(), LEVELS) - 1
            length = 2**level
            yield level, hour
            # The last two of a run may overlap: a union does not mind.
            hour = end if hour + length == end else min(hour + length, max(hour + 1, end - length))


def free_in(week: NDArray[np.uint64], rows: NDArray[np.uint64], zones: Zones, kept: NDArray[np.bool_]) -> Set:
    """Who offers at least one of the hours kept, zone by zone; shape (words,)."""
    found = np.zeros(week.shape[2], dtype=np.uint64)
    for zone in np.flatnonzero(kept.any(axis=1)).tolist():
        span = slice(zones.first[zone], zones.last[zone])
        met = np.zeros(span.stop - span.start, dtype=np.uint64)
        for level, hour in stretches(kept[zone]):
            met |= week[level, hour, span]
        found[span] |= met & rows[zones.rows[zone], span]
    return found
