"""Read millions of rated sessions quickly, where their file is plain enough.

Whole columns are cut out and turned into numbers at once. A file with quotes, spaces, letters beyond ASCII,
odd numbers or any fault is not read here: `sessions.read_sessions` reads it row by row, or names the fault.

Compared with: `sessions.read_sessions`, which must give the same sessions wherever this gives any.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.cells import NEWLINE, NotPlain, cut
from rapport.learning.sessions import (
    FEATURE_PREFIX,
    GROUP_PREFIX,
    HIGHEST_RATING,
    IDS,
    PROPENSITY,
    RATINGS,
    REQUIRED,
    SECONDS_A_DAY,
    Sessions,
    mean_of_parts,
)

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]

BLOCK: Final = 1 << 22  # bytes cut at once: few enough that a column of them stays in the processor's cache


def read_quickly(data: Any, *, keep_unrated: bool = False) -> Sessions | None:
    """The sessions of a plain CSV file, or None where the careful reader is needed.

    Args:
        data: the file's bytes, or a memory map of them; keep_unrated: as for `read_sessions`.
    """
    buffer = np.frombuffer(data, dtype=np.uint8)
    try:
        found = _read(buffer, data)
    except NotPlain:
        return None
    unrated = np.isnan(found.ratings["overall"])
    return None if unrated.any() and (unrated.all() or not keep_unrated) else found


def _read(buffer: Bytes, data: Any) -> Sessions:
    end = data.find(b"\n")
    header = bytes(data[: max(end, 0)]).decode("ascii", "replace").split(",")
    features = [name for name in header if name.startswith(FEATURE_PREFIX)]
    groups = [name for name in header if name.startswith(GROUP_PREFIX)]
    known = {*REQUIRED, *RATINGS, PROPENSITY, *features, *groups}
    if not set(REQUIRED) <= set(header) <= known or len(set(header)) < len(header):
        raise NotPlain
    ratings = [name for name in RATINGS if name in header]
    rest = buffer[end + 1 :]
    rows = int(np.count_nonzero(rest == NEWLINE)) + (len(rest) > 0 and rest[-1] != NEWLINE)
    if not rows or not ratings:
        raise NotPlain
    numbers = {name: np.empty(rows) for name in (*ratings, *({PROPENSITY} & set(header)))}
    # Column after column in memory, since that is how they are filled and read.
    table, seconds = np.empty((len(features), rows)).T, np.empty(rows)
    texts = {name: _Texts(rows) for name in ("session_id", *IDS, *groups)}
    done = 0
    for block in _blocks(rest):
        cells = cut(block, len(header))
        part = slice(done, done + len(cells.starts))
        for name, column in numbers.items():
            column[part] = cells.numbers(header.index(name))
        for place, name in enumerate(features):
            table[part, place] = cells.numbers(header.index(name))
        for name, text in texts.items():
            text.put(part, cells.texts(header.index(name)))
        seconds[part] = cells.moments(header.index("started_at"))
        done = part.stop
    return _sessions(numbers, features, table, seconds, texts, groups)


def _blocks(rest: Bytes) -> Iterator[Bytes]:
    """Whole lines, about `BLOCK` bytes at once; the last line ends with a line end too."""
    start = 0
    while start < len(rest):
        stop = min(start + BLOCK, len(rest))
        block = rest[start:stop]
        if stop < len(rest):
            ends = np.flatnonzero(block[-65536:] == NEWLINE)
            if not len(ends):
                raise NotPlain
            block = block[: len(block) - min(65536, len(block)) + ends[-1] + 1]
        start += len(block)
        yield block if block[-1] == NEWLINE else np.append(block, np.uint8(NEWLINE))


class _Texts:
    """A column of texts that grows wider when it must."""

    def __init__(self, rows: int) -> None:
        self.cells: NDArray[np.bytes_] = np.zeros(rows, dtype="S1")

    def put(self, part: slice, found: NDArray[np.bytes_]) -> None:
        if found.dtype.itemsize > self.cells.dtype.itemsize:
            self.cells = self.cells.astype(found.dtype)
        self.cells[part] = found

    def coded(self) -> tuple[tuple[str, ...], Ints]:
        """Distinct texts in order of first appearance, and each row's place among them."""
        order, first = self._grouped()
        starts = np.flatnonzero(first)
        earliest = np.minimum.reduceat(order, starts)
        rank = np.argsort(earliest)
        place, code = np.empty(len(starts), np.int64), np.empty(len(order), np.int64)
        place[rank] = np.arange(len(starts))
        code[order] = np.repeat(place, np.diff(np.append(starts, len(order))))
        return tuple(self.cells[earliest[rank]].astype(str).tolist()), code

    def _grouped(self) -> tuple[Ints, NDArray[np.bool_]]:
        """Rows sorted so that equal texts stand together, and where each run of them starts."""
        hashed = self._hashed()
        order = np.argsort(hashed)
        ordered = hashed[order]
        first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
        cells = self.cells[order]
        # Equal numbers may be different texts, however unlikely: then the careful reader sorts it out.
        if np.any(cells[1:][~first[1:]] != cells[:-1][~first[1:]]):
            raise NotPlain
        return order, first

    def are_distinct(self) -> bool:
        """Whether every text is given, and no two are equal."""
        if np.any(self.cells == b""):
            return False
        ordered = np.sort(self._hashed())
        return not np.any(ordered[1:] == ordered[:-1])

    def _hashed(self) -> NDArray[np.uint64]:
        width = -(-self.cells.dtype.itemsize // 8) * 8
        words = np.ascontiguousarray(self.cells.astype(f"S{width}")).view(np.uint64).reshape(-1, width // 8)
        found: NDArray[np.uint64] = words[:, 0].copy()
        for column in words[:, 1:].T:
            found = (found ^ (found >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15) + column
        return found


class _Ids(Sequence[str]):
    """Texts made when asked for: ten million strings would take a gigabyte."""

    def __init__(self, cells: NDArray[np.bytes_]) -> None:
        self.cells = cells

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return tuple(self.cells[place].astype(str).tolist())
        return self.cells[place].decode()


def _sessions(
    numbers: Mapping[str, Floats],
    features: Sequence[str],
    table: Floats,
    seconds: Floats,
    texts: Mapping[str, _Texts],
    groups: Sequence[str],
) -> Sessions:
    rows = len(seconds)
    absent = np.full(rows, np.nan)
    ratings = {name: numbers.get(name, absent) for name in RATINGS}
    propensity = numbers.get(PROPENSITY)
    for values in ratings.values():
        if np.any(values > HIGHEST_RATING) or np.any(np.signbit(values) & (values != 0)):
            raise NotPlain
    if propensity is not None and not np.all((propensity > 0) & (propensity <= 1)):
        raise NotPlain
    ratings["overall"] = np.where(np.isnan(ratings["overall"]), mean_of_parts(ratings), ratings["overall"])
    (clients, client), (providers, provider) = (texts[name].coded() for name in IDS)
    if "" in clients or "" in providers:
        raise NotPlain
    if not texts["session_id"].are_distinct():
        raise NotPlain
    first = seconds.min()
    return Sessions(
        session_ids=_Ids(texts["session_id"].cells),
        clients=clients,
        providers=providers,
        client=client,
        provider=provider,
        day=(seconds - first) / SECONDS_A_DAY,
        ratings=ratings,
        features=table,
        feature_names=tuple(features),
        held_out=np.zeros(rows, dtype=bool),
        groups={name: tuple(texts[name].cells.astype(str).tolist()) for name in groups},
        start=datetime.fromtimestamp(first, UTC),
        propensity=propensity,
    )
