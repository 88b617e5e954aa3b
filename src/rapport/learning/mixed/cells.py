"""Cut a block of a plain CSV file into cells; turn columns of them into numbers, texts and times."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.sessions import SECONDS_A_DAY

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]

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


class NotPlain(Exception):
    """Something here needs the careful reader."""


@dataclass(frozen=True)
class Cells:
    """A block with where each cell starts and ends; shape (rows, columns)."""

    block: Bytes
    starts: Ints
    ends: Ints

    def numbers(self, column: int) -> Floats:
        """A column of plain decimal numbers, NaN where blank."""
        start, length = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
        longest = int(length.max())
        if longest > MOST_DIGITS + 2:
            raise NotPlain
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
                raise NotPlain
            np.multiply(value, 10, out=value, where=is_digit)
            np.add(value, digit, out=value, where=is_digit)
            decimals += dotted & is_digit
            digits += is_digit
            dotted |= is_dot
        blank = (length == 0) & ~negative
        if np.any((digits == 0) & ~blank) or digits.max() > MOST_DIGITS:
            raise NotPlain
        found = value / np.take(POWERS, decimals)
        np.negative(found, out=found, where=negative)
        found[blank] = np.nan
        return np.asarray(found, dtype=float)

    def texts(self, column: int) -> NDArray[np.bytes_]:
        """A column of texts as fixed bytes."""
        start, length = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
        longest = max(1, int(length.max()))
        if longest > LONGEST_ID:
            raise NotPlain
        places = start[:, None] + np.arange(longest)
        letters = np.take(self.block, places, mode="clip")
        letters[np.arange(longest) >= length[:, None]] = 0
        return letters.view(f"S{longest}").ravel()

    def moments(self, column: int) -> Floats:
        """A column of times of one form, in seconds since 1970, UTC."""
        start, length = self.starts[:, column], self.ends[:, column] - self.starts[:, column]
        form = next((each for each in _FORMS if np.all(length == len(each))), None)
        if form is None:
            raise NotPlain
        letters = np.take(self.block, start[:, None] + np.arange(len(form)))
        sign = letters[:, 19].copy() if len(form) == len(_FORMS[-1]) else None
        if sign is not None:
            letters[:, 19] = np.where(sign == MINUS, ord("+"), sign)
        pattern = np.frombuffer(form.encode(), dtype=np.uint8)
        is_number = pattern == ZERO
        digits = letters - np.uint8(ZERO)
        if np.any(digits[:, is_number] > 9) or np.any(letters[:, ~is_number] != pattern[~is_number]):
            raise NotPlain
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
        raise NotPlain
    found = date.astype(np.int64) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second
    if behind is not None:
        offset = number(20, 22) * 3600 + number(23, 25) * 60
        if np.any(offset >= SECONDS_A_DAY):
            raise NotPlain
        found = found - np.where(behind, -offset, offset)
    return np.asarray(found, dtype=float)


def cut(block: Bytes, width: int) -> Cells:
    """Where cells start and end; refused where a line has another number of cells, or odd letters."""
    kind = np.take(_KINDS, block)
    if kind.max() == ODD:
        raise NotPlain
    ends = np.flatnonzero(kind)
    if len(ends) % width:
        raise NotPlain
    starts = np.concatenate([[0], ends[:-1] + 1]).reshape(-1, width)
    table = ends.reshape(-1, width)
    if np.count_nonzero(kind == LINE_END) != len(table) or np.any(block[table[:, -1]] != NEWLINE):
        raise NotPlain
    return Cells(block, starts, table)
