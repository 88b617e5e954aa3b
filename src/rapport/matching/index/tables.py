"""All that is laid out of a roster so that any client's question is answered from it."""

from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets, said
from rapport.matching.bitsets import Set
from rapport.matching.fit import wishable
from rapport.matching.forecast import warmth_points
from rapport.matching.index.fees import Fees, fees_of
from rapport.matching.index.postings import Postings, postings_of
from rapport.matching.index.week import Zones, week_of, zones_of
from rapport.matching.roster import Roster

# A row of what a provider says fills one line of the processor's cache.
SAID_BYTES: Final = 64
# Rows of `openings`.
EVERYONE, ACCEPTING, OPEN_PLACE = range(3)
# A licence that the roster gives no end for has not run out (limits.py).
NO_END: Final = date.max.toordinal()


class Tables(NamedTuple):
    """One roster laid out; positions are those of the roster.

    `openings`, shape (3, words): everyone, who accepts clients, who has a place open.
    `expires`, shape (n,): the ordinal of the last day of the licences. `said`, shape (n, 64): what each says
    (said.py), then zeros. `warmth`, shape (n,): points above typical that clients measured. `wishable`, shape
    (n, 3): codes of gender, identities and faith among the roster's cells.
    """

    size: int
    postings: Postings
    week: NDArray[np.uint64]
    zones: Zones
    fees: Fees
    openings: NDArray[np.uint64]
    expires: NDArray[np.int32]
    said: NDArray[np.int8]
    warmth: NDArray[np.float32]
    wishable: NDArray[np.int32]

    @property
    def words(self) -> int:
        """How many words a set has."""
        return int(self.openings.shape[1])


def tables_of(roster: Roster) -> Tables:
    """Lay a roster out; quickest to ask where the roster is arranged (`Roster.arranged`)."""
    postings = postings_of(roster)
    zones = {str(value): row for (name, value), row in postings.where.items() if name == "timezone"}
    everyone = np.arange(len(roster))
    rows = np.zeros((len(roster), SAID_BYTES), dtype=np.int8)
    rows[:, : said.WIDTH] = said.said_by(roster, everyone)
    return Tables(
        len(roster),
        postings,
        week_of(roster),
        zones_of(postings.rows, zones),
        fees_of(roster),
        np.array([bitsets.everyone(len(roster)), accepting(roster), open_place(roster)]),
        _expires(roster),
        rows,
        warmth_points(roster, everyone).astype(np.float32),
        np.stack([roster.columns[name].codes for name in wishable()], axis=1).astype(np.int32),
    )


def accepting(roster: Roster) -> Set:
    """Who accepts clients."""
    return bitsets.from_flags(roster.columns["accepting"].where(bool))


def open_place(roster: Roster) -> Set:
    """Who has a place open."""
    return bitsets.from_flags(roster.columns["capacity"].where(lambda places: places > 0))


def _expires(roster: Roster) -> NDArray[np.int32]:
    column = roster.columns["licence_expires"]
    ends = [NO_END if end is None else end.toordinal() for end in column.values]
    return np.array(ends, dtype=np.int32).take(column.codes)
