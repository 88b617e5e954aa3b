"""Who is listed under each value of a column: as a set where they are many, as a list where they are few."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.bitsets import WORD_BITS, Set
from rapport.matching.limits import by_beginning
from rapport.matching.roster import Column, Roster
from rapport.vocabulary import SELF_PAY

Listing = Callable[[Column], Mapping[object, list[int]]]
Key = tuple[str, object]


def _insured(column: Column) -> Mapping[object, list[int]]:
    return {True: _codes(column, lambda payers: any(each != SELF_PAY for each in payers))}


def _not_in_person(column: Column) -> Mapping[object, list[int]]:
    return {True: _codes(column, lambda formats: "in_person" not in formats)}


def _codes(column: Column, test: Callable[[tuple[str, ...]], bool]) -> list[int]:
    return [code for code, value in enumerate(column.values) if test(value)]


# Name of the listing → its column, and how its cells are listed under values.
LISTINGS: Final[Mapping[str, tuple[str, Listing]]] = {
    name: (name, Column.holders)
    for name in (
        "kind", "licences", "age_groups", "services", "formats", "payers", "concerns", "approaches", "gender",
        "identities", "faith", "timezone",
    )
} | {
    "speaking": ("languages", by_beginning),
    "insured": ("payers", _insured),
    "not_in_person": ("formats", _not_in_person),
}  # fmt: skip
# So many times shorter than a set a list has to be: its positions are put into a set while a client waits.
LIST_SHORTER: Final = 8
LIST_BYTES: Final = 4
# Cells turned into sets at a time: a byte a provider and value, before they become bits.
AT_ONCE: Final = 16


class Postings(NamedTuple):
    """Where those listed under a key stand.

    `rows`, shape (sets, words): the sets. `places[starts[i]:starts[i + 1]]`: ascending positions of list i.
    `where`: by key the row of its set, or −1 − i for list i; a key that nobody is listed under is absent.
    """

    rows: NDArray[np.uint64]
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    where: Mapping[Key, int]

    def list_at(self, number: int) -> NDArray[np.int32]:
        """The positions of one list."""
        return self.places[self.starts[number] : self.starts[number + 1]]


def postings_of(roster: Roster) -> Postings:
    """List everyone under every value that a limit may ask for."""
    rows: list[NDArray[np.uint64]] = []
    lists: list[NDArray[np.int32]] = []
    where: dict[Key, int] = {}
    most = bitsets.nobody(len(roster)).nbytes // (LIST_BYTES * LIST_SHORTER)
    for name, (column, listing) in LISTINGS.items():
        cells = roster.columns[column]
        for value, members in _members(cells, listing(cells)):
            key = (name, value)
            # Zones are always sets: the hours of a zone's providers are cut out with them.
            if name == "timezone" or bitsets.count(members) > most:
                where[key] = len(rows)
                rows.append(members)
            else:
                where[key] = -1 - len(lists)
                lists.append(bitsets.positions(members).astype(np.int32))
    words = -(-len(roster) // WORD_BITS)
    return Postings(
        np.array(rows, dtype=np.uint64).reshape(len(rows), words),
        np.cumsum([0, *map(len, lists)]),
        np.concatenate([np.zeros(0, dtype=np.int32), *lists]),
        where,
    )


def _members(column: Column, listed: Mapping[object, list[int]]) -> Iterable[tuple[object, Set]]:
    values = list(listed)
    for start in range(0, len(values), AT_ONCE):
        some = values[start : start + AT_ONCE]
        flags = np.zeros((len(some), len(column.values)), dtype=bool)
        for row, value in enumerate(some):
            flags[row, listed[value]] = True
        yield from zip(some, bitsets.from_rows(flags.take(column.codes, axis=1)), strict=True)
