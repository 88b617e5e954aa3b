"""The roster: every provider as one frozen table, column by column.

A roster is read once and asked many times, so a column keeps each distinct value once and a small
code per provider. `reading` makes rosters from files.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from operator import getitem, itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.bitsets import Set
from rapport.vocabulary import STYLE_AXES

if TYPE_CHECKING:
    from rapport.matching.index.search import Index

T = TypeVar("T")

# What a roster may remember of what clients asked.
MEMORY_BYTES: Final = 256_000_000


class Provider(NamedTuple):
    """One row of the roster, typed: lists as tuples, what was not said as None or an empty text."""

    provider_id: str
    name: str
    kind: str
    npi: str
    taxonomy: str
    licences: tuple[str, ...]
    licence_expires: date | None
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    zip: str
    timezone: str
    payers: tuple[str, ...]
    fee_min: float | None
    fee_max: float | None
    sliding_scale: bool
    age_groups: tuple[str, ...]
    services: tuple[str, ...]
    concerns: tuple[str, ...]
    approaches: tuple[str, ...]
    gender: str
    identities: tuple[str, ...]
    faith: str
    directive: int | None
    emotional: int | None
    past: int | None
    challenge: int | None
    slots: tuple[int, ...]
    capacity: int
    openings_confirmed_on: date | None
    accepting: bool
    goals: tuple[str, ...]
    tasks: tuple[str, ...]
    warmth: float | None
    warmth_sessions: int
    judged: float | None


style_of: Final = itemgetter(*map(Provider._fields.index, STYLE_AXES))


class Column:
    """One column: its distinct values, and per provider the place of its value among them."""

    __slots__ = ("codes", "values")

    def __init__(self, values: tuple[Any, ...], codes: NDArray[np.int32]) -> None:
        self.values: Final = values
        self.codes: Final = codes

    def __getitem__(self, position: int) -> Any:
        return self.values[self.codes[position]]

    def where(
        self, test: Callable[[Any], bool], positions: NDArray[np.int64] | slice = slice(None)
    ) -> NDArray[np.bool_]:
        """Per provider (or those at the positions), whether its value passes; one test a distinct value."""
        passing = np.fromiter(map(test, self.values), dtype=bool, count=len(self.values))
        return passing.take(self.codes[positions])

    def numbers(
        self, missing: float = np.nan, positions: NDArray[np.int64] | slice = slice(None)
    ) -> NDArray[np.float64]:
        """Per provider (or those at the positions), its value as a number; `missing` where there is none."""
        return self.floats(missing).take(self.codes[positions])

    def floats(self, missing: float = np.nan) -> NDArray[np.float64]:
        """Each distinct value as a number; `missing` where it is none."""
        return np.array([missing if value is None else value for value in self.values], dtype=np.float64)

    def ranks(self) -> NDArray[np.int64]:
        """Per provider, the place of its value among the distinct values in their order."""
        ranks = np.empty(len(self.values), dtype=np.int64)
        ranks[sorted(range(len(ranks)), key=self.values.__getitem__)] = np.arange(len(ranks))
        return ranks.take(self.codes)

    def holders(self) -> dict[object, list[int]]:
        """For each value, or each item of the lists, the codes of the values that are it or hold it."""
        found: defaultdict[object, list[int]] = defaultdict(list)
        for code, value in enumerate(self.values):
            for item in value if isinstance(value, tuple) else (value,):
                found[item].append(code)
        return dict(found)


class Roster:
    """All providers, frozen. Positions count from 0 in the order of the rows.

    `index`: what answers questions about it from sets laid out ahead, where somebody laid them out
    (`rapport.matching.index`); the answers are the same.
    """

    index: "Index | None" = None
    # Shape (n, …): the codes of `short_columns` side by side, where somebody laid them out: a provider is
    # then read in one visit to memory, not in one a column.
    rows: NDArray[np.uint16] | None = None

    def __init__(self, columns: Mapping[str, Column], size: int) -> None:
        self.columns: Final = columns
        self.size: Final = size

    def __len__(self) -> int:
        return self.size

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The provider ids, in the order of the rows."""
        column = self.columns["provider_id"]
        return tuple(map(column.values.__getitem__, column.codes.tolist()))

    def ids_at(self, positions: NDArray[np.int64]) -> list[str]:
        """The provider ids at some positions."""
        column = self.columns["provider_id"]
        return [column.values[code] for code in column.codes.take(positions).tolist()]

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return dict(zip(self.ids, range(len(self)), strict=True))

    def position(self, provider_id: str) -> int | None:
        """Where a provider stands, or None when nobody here has that id."""
        return self._positions.get(provider_id)

    def lines_of_ids(self, positions: NDArray[np.int64]) -> bytes:
        """The ids at some positions in ascending order, one a line: the same whatever the order of rows."""
        return "\n".join(sorted(self.ids_at(positions))).encode()

    def provider(self, position: int) -> Provider:
        """One provider as a value object."""
        values, long = self._ordered
        codes = self.rows[position, : len(values) - len(long)].tolist() if self.rows is not None else []
        for place, code_at in long:
            codes.insert(place, code_at(position))
        return Provider._make(map(getitem, values, codes))

    @cached_property
    def _ordered(self) -> tuple[list[Sequence[Any]], list[tuple[int, Callable[[int], int]]]]:
        """The values of a provider's fields in their order; of those not in `rows`, places and codes."""
        columns = [self.columns[name] for name in Provider._fields]
        laid_out = () if self.rows is None else short_columns(self)
        long = [place for place, name in enumerate(Provider._fields) if name not in laid_out]
        return [column.values for column in columns], [(place, columns[place].codes.item) for place in long]

    def arranged(self) -> "Roster":
        """The same providers, zone by zone, and there those licensed in the same states side by side.

        Who may see a client then lies close together in memory, which a match waits for most. What is
        found does not depend on the order; positions do.
        """
        order = np.lexsort([self.columns[name].ranks() for name in ("licences", "timezone")])
        columns = {name: Column(each.values, each.codes.take(order)) for name, each in self.columns.items()}
        return Roster(columns, self.size)

    def like(self, columns: "Mapping[str, Column]", keep: Collection[Hashable] = ()) -> "Roster":
        """The same people in the same places with other columns, and of what was worked out `once` these."""
        found = type(self)(columns, self.size)
        found._tables.update({key: table for key, table in self._tables.items() if key in keep})
        return found

    @cached_property
    def _memory(self) -> "_Memory":
        return _Memory()

    @cached_property
    def _tables(self) -> dict[Hashable, Any]:
        return {}

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What is worked out of the columns once and for all: as much as the columns, whoever asks."""
        found: T | None = self._tables.get(key)
        if found is None:
            found = self._tables[key] = find()
        return found

    def remembered(self, key: Hashable, find: Callable[[], T]) -> T:
        """What was worked out for a client's question before under a key, or is worked out now.

        Sets and tables only, bounded to `MEMORY_BYTES`; when that is full, the older half is forgotten.
        """
        found: T | None = self._memory.get(key)
        if found is None:
            found = find()
            self._memory.keep(key, found)
        return found


def short_columns(roster: Roster) -> list[str]:
    """The columns whose codes fit into two bytes, as many as fit into a line of the processor's cache."""
    found = [name for name in Provider._fields if len(roster.columns[name].values) <= MOST_SHORT]
    return found[:MOST_IN_A_ROW]


MOST_SHORT: Final = 1 << 16
MOST_IN_A_ROW: Final = 32


class _Memory(dict[Hashable, Any]):
    """What a roster remembers, and how many bytes that takes."""

    def __init__(self) -> None:
        super().__init__()
        self._bytes = 0

    def keep(self, key: Hashable, found: object) -> None:
        self[key] = found
        self._bytes += _bytes_of(found)
        if self._bytes > MEMORY_BYTES:
            # Iterating a dict goes from the oldest to the newest.
            for old in list(self)[: len(self) // 2]:
                self._bytes -= _bytes_of(self.pop(old))


def _bytes_of(found: object) -> int:
    if isinstance(found, np.ndarray):
        return found.nbytes
    if isinstance(found, dict):
        return sum(map(_bytes_of, found.values()))
    return sum(map(_bytes_of, found)) if isinstance(found, tuple) else 0


def everyone(roster: Roster) -> Set:
    """All of a roster's providers."""
    return roster.once("everyone", lambda: bitsets.everyone(len(roster)))


def with_value(roster: Roster, column: str, value: object) -> Set:
    """Providers whose cell is the value, or whose list holds it."""
    return under(roster, column, column, Column.holders, value)


def under(
    roster: Roster,
    name: str,
    column: str,
    find: Callable[[Column], Mapping[object, list[int]]],
    value: object,
) -> Set:
    """Providers whose cell is listed under a value.

    Args:
        roster: the providers.
        name: of this way of listing a column's cells.
        column: the column.
        find: lists the codes of its cells under values.
        value: the one that is asked for; nobody is listed under one that nobody has.
    """
    cells = roster.columns[column]
    listed = roster.once(("listed", name), lambda: find(cells))
    if len(listed) > MOST_AT_ONCE:
        return roster.remembered(("under", name, value), lambda: _sets(cells, [listed.get(value, [])])[0])
    sets = roster.once(
        ("sets", name), lambda: dict(zip(listed, _sets(cells, [*listed.values()]), strict=True))
    )
    return sets[value] if value in sets else bitsets.nobody(len(roster))


# Where a column holds no more than so many values, the first question makes the sets of all: a client of a
# state that nobody asked about waits no longer than the others.
MOST_AT_ONCE: Final = 64


def _sets(cells: Column, listed: Sequence[Sequence[int]]) -> NDArray[np.uint64]:
    """For each list of codes, those whose cell has one of them; shape (lists, words)."""
    flags = np.zeros((len(listed), len(cells.values)), dtype=bool)
    flags[np.repeat(np.arange(len(listed)), [*map(len, listed)]), [*chain.from_iterable(listed)]] = True
    return bitsets.from_rows(flags.take(cells.codes, axis=1))
