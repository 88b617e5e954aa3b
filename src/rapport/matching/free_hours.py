"""Who is free at which hour of the week, hour by hour in a client's zone: what the limit on hours asks."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.bitsets import Set
from rapport.matching.hours import HOURS_OF_WEEK, hours_touched
from rapport.matching.roster import Roster, with_value

Touched = tuple[int, ...]


class FreeHours(NamedTuple):
    """Sets of providers, shape (rows, words): for each hour in the client's zone who can begin then.

    An hour of a provider's that lies across two of the client's needs both: `across` are those.
    Hours that nobody offers have no row.
    """

    sets: NDArray[np.uint64]
    row_of: Mapping[int, int]
    across: tuple[tuple[Touched, int], ...]


def free_at_any(roster: Roster, hours: Iterable[int], zone: str, on: date) -> Set:
    """Providers with at least one hour that lies fully in these hours of the week (0–167, `zone`)."""
    found = roster.remembered(("free hours", zone, on), lambda: _free_hours(roster, zone, on))
    wanted = frozenset(hours)
    rows = [found.row_of[hour] for hour in wanted if hour in found.row_of]
    rows += [row for touched, row in found.across if wanted.issuperset(touched)]
    met: Set = np.bitwise_or.reduce(found.sets[rows], axis=0)
    return met


def _free_hours(roster: Roster, zone: str, on: date) -> FreeHours:
    offered = roster.once("offered hours", lambda: offered_by_hour(roster))
    nobody = bitsets.nobody(len(roster))
    found: dict[Touched, Set] = {}
    for own_zone in filter(None, roster.columns["timezone"].values):
        here = with_value(roster, "timezone", own_zone)
        touched = hours_touched(own_zone, zone, on)
        for hour, free in offered.items():
            found[touched[hour]] = found.get(touched[hour], nobody) | (here & free)
    rows = {touched: row for row, touched in enumerate(found)}
    return FreeHours(
        np.array([*found.values()], dtype=np.uint64).reshape(len(found), len(nobody)),
        {touched[0]: row for touched, row in rows.items() if len(touched) == 1},
        tuple((touched, row) for touched, row in rows.items() if len(touched) > 1),
    )


def offered_by_hour(roster: Roster) -> dict[int, Set]:
    """For each hour that anybody offers, in their own zone, who does."""
    column = roster.columns["slots"]
    flags = np.zeros((HOURS_OF_WEEK, len(column.values)), dtype=bool)
    rows = np.repeat(np.arange(len(column.values)), [len(value) for value in column.values])
    flags[list(chain.from_iterable(column.values)), rows] = True
    hours = np.flatnonzero(flags.any(axis=1))
    sets = bitsets.from_rows(flags[hours].take(column.codes, axis=1))
    return dict(zip(hours.tolist(), sets, strict=True))
