"""A roster and its index as one buffer, to be written to a file and mapped by every process of a machine.

The buffer begins with a line of JSON: the format, what it was built from (`source`), the shapes of all
arrays, and the distinct values of short columns. Arrays follow, each from a line of the processor's cache on.
Columns in which nearly everybody's value is their own are kept as text, read when somebody asks. Nothing in
it runs when it is read.
"""

import json
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching.index.fees import Fees
from rapport.matching.index.postings import Postings
from rapport.matching.index.search import Index
from rapport.matching.index.tables import RANK, Tables
from rapport.matching.index.week import Zones
from rapport.matching.roster import Column, Roster

FORMAT: Final = "rapport-index-4"
ALIGN: Final = 64
# Columns of text with more distinct values than this are read one by one.
MOST_READ_AT_ONCE: Final = 4096
Buffer = bytes | bytearray | memoryview


class NotAnIndex(ValueError):
    """A buffer that this release did not pack, or that was cut short."""


def packed(index: Index, source: str) -> Iterator[Buffer]:
    """The buffer, piece by piece; the roster's `index` and what it was built from."""
    arrays = dict(_arrays(index))
    places, at = {}, 0
    for name, array in arrays.items():
        places[name] = {"at": at, "type": array.dtype.str, "shape": array.shape}
        at += -(-array.nbytes // ALIGN) * ALIGN
    head = {"format": FORMAT, "source": source, "size": len(index.roster), "arrays": places, **_heads(index)}
    line = json.dumps(head, default=_as_json, separators=(",", ":")).encode()
    start = -(-(len(line) + 1) // ALIGN) * ALIGN
    yield line.ljust(start - 1) + b"\n"
    for array in arrays.values():
        yield np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        yield bytes(-array.nbytes % ALIGN)


def unpacked(buffer: Buffer) -> tuple[Roster, str]:
    """The roster with its index, its arrays lying in the buffer, and what it was built from.

    Raises:
        NotAnIndex: the buffer is not one that `packed` gave, whole.
    """
    head, start = _head(buffer)
    try:
        arrays = {name: _array(buffer, start, place) for name, place in head["arrays"].items()}
        columns = {name: _column(name, arrays, head) for name in head["columns"]}
        roster = StoredRoster(columns, head["size"])
        roster.by_id = arrays["by_id"]
        roster.once("said", lambda: arrays["said"])
        roster.rows = arrays["rows"]
        roster.index = Index(roster, _tables(arrays, head))
        return roster, str(head["source"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnIndex(f"an index of this release, whole; arrived: {type(error).__name__}") from None


def source_of(buffer: Buffer) -> str:
    """What a buffer was built from."""
    return str(_head(buffer)[0]["source"])


class Texts(Sequence[Any]):
    """Texts, one after another in memory, each read when it is asked for."""

    def __init__(self, ends: NDArray[np.int64], letters: NDArray[np.uint8]) -> None:
        self._ends = ends
        self._letters = letters

    def __len__(self) -> int:
        return len(self._ends)

    def lines(self, places: NDArray[np.int64]) -> bytes:
        """The texts at these places, in this order, one a line."""
        ends = self._ends[places]
        lengths = ends - np.where(places > 0, self._ends[places - 1], 0) + 1
        # Where each line begins in what is told, and how far that is from where its text lies.
        until = lengths.cumsum()
        found = np.arange(int(lengths.sum())) + np.repeat(ends + 1 - until, lengths)
        letters = self._letters[np.minimum(found, len(self._letters) - 1)]
        letters[until - 1] = NEW_LINE
        told: bytes = letters[:-1].tobytes()
        return told

    def __getitem__(self, place: Any) -> Any:
        start = int(self._ends[place - 1]) if place else 0
        return self._letters[start : int(self._ends[place])].tobytes().decode()


class StoredRoster(Roster):
    """A roster that lies in a buffer; people are found by their ids without a dictionary of all.

    `by_id`, shape (n,): positions in the order of the ids.
    """

    by_id: NDArray[np.int32]

    def position(self, provider_id: str) -> int | None:
        """Where a provider stands, or None when nobody here has that id."""
        ids = self.columns["provider_id"]
        place = bisect_left(range(len(self)), provider_id, key=lambda each: ids[int(self.by_id[each])])
        if place == len(self) or ids[int(self.by_id[place])] != provider_id:
            return None
        return int(self.by_id[place])

    def ids_at(self, positions: NDArray[np.int64]) -> list[str]:
        """As `Roster.ids_at`, read in one piece."""
        ids = self.columns["provider_id"]
        if not isinstance(ids.values, Texts) or not len(positions):
            return super().ids_at(positions)
        return ids.values.lines(ids.codes[positions].astype(np.int64)).decode().split("\n")

    def lines_of_ids(self, positions: NDArray[np.int64]) -> bytes:
        """As `Roster.lines_of_ids`, without a text of its own for each."""
        ids = self.columns["provider_id"]
        if not isinstance(ids.values, Texts) or not len(positions):
            return super().lines_of_ids(positions)
        ordered = positions[np.argsort(self._ranks[positions])]
        return ids.values.lines(ids.codes[ordered].astype(np.int64))

    @cached_property
    def _ranks(self) -> NDArray[np.int32]:
        """Shape (n,): the place of each in the order of the ids."""
        ranks = np.empty_like(self.by_id)
        ranks[self.by_id] = np.arange(len(ranks), dtype=ranks.dtype)
        return ranks

    def like(self, columns: Mapping[str, Column], keep: Collection[Hashable] = ()) -> Roster:
        """The same people in the same places with other columns."""
        found = super().like(columns, keep)
        assert isinstance(found, StoredRoster)
        found.by_id = self.by_id
        return found


def _arrays(index: Index) -> Iterator[tuple[str, NDArray[Any]]]:
    tables = index.tables
    for name in _PLAIN:
        yield name, getattr(tables, name)
    for name in _PARTS:
        part = getattr(tables, name)
        yield from ((f"{name}.{field}", each) for field, each in _arrays_of(part))
    yield "by_id", np.argsort(tables.persons[:, RANK], kind="stable").astype(np.int32)
    for name, column in index.roster.columns.items():
        yield f"column.{name}", column.codes
        if _is_long(column):
            texts = [text.encode() for text in column.values]
            yield f"ends.{name}", np.cumsum([len(text) for text in texts], dtype=np.int64)
            yield f"letters.{name}", np.frombuffer(b"".join(texts), dtype=np.uint8)


_PLAIN: Final = ("week", "openings", "expires", "said", "persons", "rows")
_PARTS: Final[Mapping[str, Any]] = {"postings": Postings, "zones": Zones, "fees": Fees}


def _arrays_of(part: Any) -> Iterator[tuple[str, NDArray[Any]]]:
    fields = part._asdict().items()
    return ((name, each) for name, each in fields if isinstance(each, np.ndarray))


def _is_long(column: Column) -> bool:
    return len(column.values) > MOST_READ_AT_ONCE and all(isinstance(each, str) for each in column.values)


def _heads(index: Index) -> dict[str, object]:
    columns = index.roster.columns
    return {
        "columns": {name: None if _is_long(each) else list(each.values) for name, each in columns.items()},
        "where": [[*key, place] for key, place in index.tables.postings.where.items()],
        "zones": index.tables.zones.names,
    }


def _as_json(value: object) -> object:
    assert isinstance(value, date)
    return value.isoformat()


def _head(buffer: Buffer) -> tuple[dict[str, Any], int]:
    view = memoryview(buffer)
    end = next((at for at in range(0, len(view), CHUNK) if b"\n" in bytes(view[at : at + CHUNK])), -1)
    if end < 0:
        raise NotAnIndex("an index of this release, whole; arrived: no head")
    length = end + bytes(view[end : end + CHUNK]).index(b"\n") + 1
    try:
        head = json.loads(bytes(view[:length]))
    except ValueError:
        head = None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise NotAnIndex(f"an index of format {FORMAT}; arrived: another")
    return head, length


CHUNK: Final = 1 << 16
NEW_LINE: Final = ord("\n")


def _array(buffer: Buffer, start: int, place: Mapping[str, Any]) -> NDArray[Any]:
    shape, kind = tuple(place["shape"]), np.dtype(place["type"])
    count = int(np.prod(shape, dtype=np.int64))
    if not count:
        return np.zeros(shape, dtype=kind)
    found: NDArray[Any] = np.frombuffer(buffer, dtype=kind, count=count, offset=start + place["at"])
    return found.reshape(shape)


def _column(name: str, arrays: Mapping[str, NDArray[Any]], head: Mapping[str, Any]) -> Column:
    values = head["columns"][name]
    if values is None:
        read: Any = Texts(arrays[f"ends.{name}"], arrays[f"letters.{name}"])
    else:
        read = tuple(_value(name, each) for each in values)
    return Column(read, arrays[f"column.{name}"])


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return date.fromisoformat(value) if value and name in DATES else value


DATES: Final = ("licence_expires", "openings_confirmed_on")


def _tables(arrays: Mapping[str, NDArray[Any]], head: Mapping[str, Any]) -> Tables:
    beside: dict[str, Any] = {"where": {(name, value): place for name, value, place in head["where"]}}
    beside["names"] = tuple(head["zones"])
    parts: dict[str, Any] = {
        name: kind(**{field: arrays.get(f"{name}.{field}", beside.get(field)) for field in kind._fields})
        for name, kind in _PARTS.items()
    }
    plain: dict[str, Any] = {name: arrays[name] for name in _PLAIN}
    return Tables(size=head["size"], **parts, **plain)
