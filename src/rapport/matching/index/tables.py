"""All that is laid out of a roster so that any client's question is answered from it."""

from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets, said
from rapport.matching.bitsets import Set
from rapport.matching.fit import wishable
from rapport.matching.index.fees import Fees, fees_of
from rapport.matching.index.postings import Postings, postings_of
from rapport.matching.index.week import Zones, week_of, zones_of
from rapport.matching.lines import LINE_BYTES, aligned
from rapport.matching.roster import MOST_IN_A_ROW, Column, Roster, short_columns
from rapport.matching.warmth import warmth_points

# Rows of `openings`.
EVERYONE, ACCEPTING, OPEN_PLACE = range(3)
# Columns of `persons`: those of `wishable()`, then these; half a line of the processor's cache in all.
WARMTH, CONFIRMED, RANK, FLAGS, ENDS, PERSON = 3, 4, 5, 6, 7, 8
# Bits of FLAGS: a coach, warmth told by clients, and from NAMED on what is named of goals and tasks.
COACH, MEASURED, NAMED = range(3)
# Codes of two bytes in a row of `rows`: one line of the processor's cache.
ROW: Final = LINE_BYTES // 2
assert MOST_IN_A_ROW <= ROW
# A licence that the roster gives no end for has not run out (limits.py).
NO_END: Final = date.max.toordinal()


class Tables(NamedTuple):
    """One roster laid out; positions are those of the roster.

    `openings`, shape (3, words): everyone, who accepts clients, who has a place open.
    `expires`, shape (n,): the ordinal of the last day of the licences. `said`, shape (n, said.WIDTH): what
    each says. `persons`, shape (n, PERSON): codes of gender, identities and faith among the roster's cells,
    warmth in points above typical, the ordinal of the day the openings were confirmed, the place of the id in
    the order of all ids, flags, and the ordinal of the day a licence ends (0: not known). `rows`: as
    `Roster.rows`.
    """

    size: int
    postings: Postings
    week: NDArray[np.uint64]
    zones: Zones
    fees: Fees
    openings: NDArray[np.uint64]
    expires: NDArray[np.int32]
    said: NDArray[np.int8]
    persons: NDArray[np.float32]
    rows: NDArray[np.uint16]

    @property
    def words(self) -> int:
        """How many words a set has."""
        return int(self.openings.shape[1])


def tables_of(roster: Roster) -> Tables:
    """Lay a roster out; quickest to ask where the roster is arranged (`Roster.arranged`)."""
    postings = postings_of(roster)
    zones = {str(value): row for (name, value), row in postings.where.items() if name == "timezone"}
    return Tables(
        len(roster),
        postings,
        week_of(roster),
        zones_of(postings.rows, zones),
        fees_of(roster),
        np.array([bitsets.everyone(len(roster)), accepting(roster), open_place(roster)]),
        _expires(roster),
        said.table(roster),
        _persons(roster),
        _rows(roster),
    )


def _rows(roster: Roster) -> NDArray[np.uint16]:
    found: NDArray[np.uint16] = aligned((len(roster), ROW), np.uint16)
    found[:] = 0
    for place, name in enumerate(short_columns(roster)):
        found[:, place] = roster.columns[name].codes
    return found


def accepting(roster: Roster) -> Set:
    """Who accepts clients."""
    return bitsets.from_flags(roster.columns["accepting"].where(bool))


def open_place(roster: Roster) -> Set:
    """Who has a place open."""
    return bitsets.from_flags(roster.columns["capacity"].where(lambda places: places > 0))


def _persons(roster: Roster) -> NDArray[np.float32]:
    # Codes, days, ranks and flags are whole numbers below 2**24, which single precision holds exactly.
    found: NDArray[np.float32] = aligned((len(roster), PERSON), np.float32)
    found[:] = 0
    for place, name in enumerate(wishable()):
        found[:, place] = roster.columns[name].codes
    found[:, WARMTH] = warmth_points(roster, np.arange(len(roster)))
    found[:, CONFIRMED] = confirmed_days(roster)
    found[:, RANK] = roster.columns["provider_id"].ranks()
    found[:, FLAGS] = _flags(roster)
    found[:, ENDS] = _days(roster.columns["licence_expires"])
    return found


def _flags(roster: Roster) -> NDArray[np.int64]:
    column = roster.columns
    measured = column["warmth"].where(lambda told: told is not None)
    measured &= column["warmth_sessions"].where(lambda sessions: sessions > 0)
    found = (
        column["kind"].where(lambda kind: kind == "coach").astype(np.int64) << COACH | measured << MEASURED
    )
    named = said.named_by(roster)
    return found if named is None else found | named @ (1 << np.arange(NAMED, NAMED + named.shape[1]))


def confirmed_days(roster: Roster, positions: NDArray[np.int64] | slice = slice(None)) -> NDArray[np.float32]:
    """Per provider (or those at the positions), the ordinal of the day openings were confirmed; 0: never."""
    return _days(roster.columns["openings_confirmed_on"], positions)


def _days(column: Column, positions: NDArray[np.int64] | slice = slice(None)) -> NDArray[np.float32]:
    days = [0 if day is None else day.toordinal() for day in column.values]
    return np.array(days, dtype=np.float32).take(column.codes[positions])


def _expires(roster: Roster) -> NDArray[np.int32]:
    column = roster.columns["licence_expires"]
    ends = [NO_END if end is None else end.toordinal() for end in column.values]
    return np.array(ends, dtype=np.int32).take(column.codes)


def bytes_of(tables: object) -> int:
    """The bytes of all arrays of tables, and of the tables in them."""
    if isinstance(tables, np.ndarray):
        return tables.nbytes
    return sum(map(bytes_of, tables)) if isinstance(tables, tuple) else 0
