"""Read millions of rated sessions quickly, where their file is plain enough.

Whole columns are cut out and turned into numbers at once. A file with quotes, spaces, letters beyond ASCII,
odd numbers or any fault is not read here: `sessions.read_sessions` reads it row by row, or names the fault.

Compared with: `sessions.read_sessions`, which must give the same sessions wherever this gives any.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

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
MOST_DIGITS: Final = 15  # fewer than a float holds, so that digits over a power of ten round as float() does
DIGITS_OF_INT32: Final = 9
POWERS: Final = 10.0 ** np.arange(MOST_DIGITS + 1)
LONGEST_ID: Final = 64
NEWLINE, MINUS, DOT, ZERO = b"\n-.0"
# What each letter is: nothing special, the end of a cell, the end of a line, or one for the careful reader.
CELL_END, LINE_END, ODD = 1, 2, 3
_KINDS: Final = np.full(256, ODD, dtype=np.uint8)
_KINDS[33:127] = 0
_KINDS[[ord('"'), ord(","), NEWLINE]] = ODD, CELL_END, LINE_END
_DATE: Final = "0000-00-00"
_FORMS: Final = (
    _DATE,
    f"{_DATE}T00:00",
    f"{_DATE}T00:00:00",
    f"{_DATE}T00:00:00Z",
    f"{_DATE}T00:00:00+00:00",
)


class _NotPlain(Exception):
    """Something here needs the careful reader."""


def read_quickly(data: Any, *, keep_unrated: bool = False) -> Sessions | None:
    """The sessions of a plain CSV file, or None where the careful reader is needed.

    Args:
        data: the file's bytes, or a memory map of them; keep_unrated: as for `read_sessions`.
    """
    buffer = np.frombuffer(data, dtype=np.uint8)
    try:
        found = _read(buffer, data)
    except _NotPlain:
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
        raise _NotPlain
    ratings = [name for name in RATINGS if name in header]
    rest = buffer[end + 1 :]
    rows = int(np.count_nonzero(rest == NEWLINE)) + (len(rest) > 0 and rest[-1] != NEWLINE)
    if not rows or not ratings:
        raise _NotPlain
    numbers = {name: np.empty(rows) for name in (*ratings, *({PROPENSITY} & set(header)))}
    # Column after column in memory, since that is how they are filled and read.
    table, seconds = np.empty((len(features), rows)).T, np.empty(rows)
    texts = {name: _Texts(rows) for name in ("session_id", *IDS, *groups)}
    done = 0
    for block in _blocks(rest):
        cells = _cut(block, len(header))
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
                raise _NotPlain
            block = block[: len(block) - min(65536, len(block)) + ends[-1] + 1]
        start += len(block)
        yield block if block[-1] == NEWLINE else np.append(block, np.uint8(NEWLINE))


@dataclass(frozen=True)
class _Cells:
    """A block with where each cell starts and ends; shape (rows, columns)."""

    block: Bytes
    starts: Ints
    ends: Ints

    def numbers(self, column: int) -> Floats:
        """A column of plain decimal numbers, NaN where blank."""
        start, length = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
        longest = int(length.max())
        if longest > MOST_DIGITS + 2:
            raise _NotPlain
        negative = (np.take(self.block, start) == MINUS) & (length > 0)
        start, length = start + negative, (length - negative).astype(np.int8)
        value = np.zeros(len(start), np.int64 if longest > DIGITS_OF_INT32 else np.int32)
        decimals, digits = np.zeros(len(start), np.int8), np.zeros(len(start), np.int8)
        dotted = np.zeros(len(start), bool)
        for place in range(longest):
            inside = length > place
            letter = np.take(self.block, start + place, mode="clip")
            digit = letter - np.uint8(ZERO)
            is_digit, is_dot = (digit < 10) & inside, (letter == DOT) & inside
            if np.any(inside & ~is_digit & (~is_dot | dotted)):
                raise _NotPlain
            np.multiply(value, 10, out=value, where=is_digit)
            np.add(value, digit, out=value, where=is_digit)
            decimals += dotted & is_digit
            digits += is_digit
            dotted |= is_dot
        blank = (length == 0) & ~negative
        if np.any((digits == 0) & ~blank) or digits.max() > MOST_DIGITS:
            raise _NotPlain
        found = value / np.take(POWERS, decimals)
        np.negative(found, out=found, where=negative)
        found[blank] = np.nan
        return np.asarray(found, dtype=float)

    def texts(self, column: int) -> NDArray[np.bytes_]:
        """A column of texts as fixed bytes."""
        start, length = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
        longest = max(1, int(length.max()))
        if longest > LONGEST_ID:
            raise _NotPlain
        places = start[:, None] + np.arange(longest)
        letters = np.take(self.block, places, mode="clip")
        letters[np.arange(longest) >= length[:, None]] = 0
        return letters.view(f"S{longest}").ravel()

    def moments(self, column: int) -> Floats:
        """A column of times of one form, in seconds since 1970, UTC."""
        start, length = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
        form = next((each for each in _FORMS if np.all(length == len(each))), None)
        if form is None:
            raise _NotPlain
        letters = np.take(self.block, start[:, None] + np.arange(len(form)))
        sign = letters[:, 19].copy() if len(form) == len(_FORMS[-1]) else None
        if sign is not None:
            letters[:, 19] = np.where(sign == MINUS, ord("+"), sign)
        pattern = np.frombuffer(form.encode(), dtype=np.uint8)
        is_number = pattern == ZERO
        digits = letters - np.uint8(ZERO)
        if np.any(digits[:, is_number] > 9) or np.any(letters[:, ~is_number] != pattern[~is_number]):
            raise _NotPlain
        return _seconds(digits.astype(np.int64), None if sign is None else sign == MINUS)


def _seconds(digits: Ints, behind: NDArray[np.bool_] | None) -> Floats:
    def number(first: int, last: int) -> Ints:
        return np.asarray(digits[:, first:last] @ 10 ** np.arange(last - first - 1, -1, -1))

    width = digits.shape[1]
    year, month, day = number(0, 4), number(5, 7), number(8, 10)
    hour, minute = (number(11, 13), number(14, 16)) if width > 10 else (0 * day, 0 * day)
    second = number(17, 19) if width > 16 else 0 * day
    whole = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    date = whole.astype("datetime64[D]") + (day - 1)
    wrong = (year < 1) | (month < 1) | (month > 12) | (day < 1) | (date.astype("datetime64[M]") != whole)
    if np.any(wrong | (hour > 23) | (minute > 59) | (second > 59)):
        raise _NotPlain
    found = date.astype(np.int64) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second
    if behind is not None:
        offset = number(20, 22) * 3600 + number(23, 25) * 60
        if np.any(offset >= SECONDS_A_DAY):
            raise _NotPlain
        found = found - np.where(behind, -offset, offset)
    return np.asarray(found, dtype=float)


def _cut(block: Bytes, width: int) -> _Cells:
    """Where cells start and end; refused where a line has another number of cells, or odd letters."""
    kind = np.take(_KINDS, block)
    if kind.max() == ODD:
        raise _NotPlain
    ends = np.flatnonzero(kind)
    if len(ends) % width:
        raise _NotPlain
    starts = np.concatenate([[0], ends[:-1] + 1]).reshape(-1, width)
    table = ends.reshape(-1, width)
    if np.count_nonzero(kind == LINE_END) != len(table) or np.any(block[table[:, -1]] != NEWLINE):
        raise _NotPlain
    return _Cells(block, starts, table)


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
            raise _NotPlain
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
            raise _NotPlain
    if propensity is not None and not np.all((propensity > 0) & (propensity <= 1)):
        raise _NotPlain
    ratings["overall"] = np.where(np.isnan(ratings["overall"]), mean_of_parts(ratings), ratings["overall"])
    (clients, client), (providers, provider) = (texts[name].coded() for name in IDS)
    if "" in clients or "" in providers:
        raise _NotPlain
    if not texts["session_id"].are_distinct():
        raise _NotPlain
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
