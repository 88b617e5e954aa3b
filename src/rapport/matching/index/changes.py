"""Places and prices follow what changes, without laying the index out anew.

Everything else about a provider (licences, hours, whom they see) is laid out at the next building. Tables
are shared with the index that is followed but for the few arrays that change, so who still asks the older one
gets its answers.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets, said
from rapport.matching.index.search import Index
from rapport.matching.index.tables import ACCEPTING, CONFIRMED, OPEN_PLACE, confirmed_days
from rapport.matching.limits import least_fees
from rapport.matching.nearby import places_of
from rapport.matching.roster import Column, Roster
from rapport.matching.warmth import warmth_table

# What a change may speak of; `self_pay` among a provider's payers is none of it.
FOLLOWED: Final = (
    "accepting", "capacity", "openings_confirmed_on", "fee_min", "fee_max", "sliding_scale",
)  # fmt: skip
Change = Mapping[str, Any]
# What is worked out once of a roster's other columns, and stays true.
OF_OTHER_COLUMNS: Final = (
    "said", "places", "everyone", "warmth", "approach_rows", "approach_flags", "approach_masks",
    "best_approaches",
)  # fmt: skip


class NotFollowed(ValueError):
    """A change of something that only a new building can take up."""


def follow(index: Index, changes: Mapping[int, Change]) -> Index:
    """The index after these changes: by position, the columns that changed and their new values.

    Compared with: an index built of the changed roster (tests/library/properties/test_index_files.py).

    Raises:
        NotFollowed: a column that is none of FOLLOWED.
    """
    strange = {name for change in changes.values() for name in change} - set(FOLLOWED)
    if strange:
        raise NotFollowed(f"expected changes of {', '.join(FOLLOWED)}; arrived: {min(strange)}")
    if not changes:
        return index
    roster = _changed(index.roster, changes)
    positions = np.array(sorted(changes), dtype=np.int64)
    openings = index.tables.openings.copy()
    for row, name in ((ACCEPTING, "accepting"), (OPEN_PLACE, "capacity")):
        holds = roster.columns[name].where(bool, positions)
        bitsets.remove(openings[row], positions[~holds])
        bitsets.add(openings[row], positions[holds])
    fees = index.tables.fees
    moved = np.union1d(fees.moved, positions)
    fees = fees._replace(moved=moved, moved_to=least_fees(roster, moved))
    tables = index.tables._replace(openings=openings, fees=fees)
    if any("openings_confirmed_on" in change for change in changes.values()):
        persons = tables.persons.copy()
        persons[positions, CONFIRMED] = confirmed_days(roster, positions)
        tables = tables._replace(persons=persons)
    followed = index.like(roster, tables)
    roster.index = followed
    return followed


def _changed(roster: Roster, changes: Mapping[int, Change]) -> Roster:
    columns = dict(roster.columns)
    for name in FOLLOWED:
        new = {position: change[name] for position, change in changes.items() if name in change}
        if new:
            columns[name] = _column(columns[name], new)
    said.table(roster), places_of(roster), warmth_table(roster)
    return roster.like(columns, keep=OF_OTHER_COLUMNS)


def _column(column: Column, new: Mapping[int, Any]) -> Column:
    # A value may stand twice among those of a column: a blank cell, and the word for what it means.
    values = [*column.values, *dict.fromkeys(each for each in new.values() if each not in column.values)]
    place_of = {value: place for place, value in enumerate(values)}
    codes: NDArray[np.int32] = column.codes.copy()
    codes[list(new)] = [place_of[value] for value in new.values()]
    return Column(tuple(values), codes)
