"""What one cell of a roster may hold: a parser per column, each saying what it expected.

A parser takes the stripped text of a cell and returns its value, or raises `CellError`.
Blank cells never reach a parser: the reader gives them the column's blank value.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from rapport import vocabulary
from rapport.matching import hours, npi

Parse = Callable[[str], object]

LONGEST_ID: Final = 200
LONGEST_NAME: Final = 200
HIGHEST_FEE: Final = 10_000
HIGHEST_CAPACITY: Final = 100_000

_CODE = re.compile(r"[a-z0-9][a-z0-9_\-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_TAXONOMY = re.compile(r"[0-9A-Z]{10}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class CellError(Exception):
    """A cell that breaks its column's rule; the message is what was expected."""


def _is_bearable(cell: str, longest: int) -> bool:
    # isprintable is quick and nearly always true; it is too strict only about odd spaces.
    return len(cell) <= longest and (cell.isprintable() or not _CONTROL.search(cell))


def identifier(cell: str) -> str:
    """An opaque id: printable, at most 200 characters."""
    if not _is_bearable(cell, LONGEST_ID):
        raise CellError(f"an id of at most {LONGEST_ID} printable characters")
    return cell


def name(cell: str) -> str:
    """A person's name, kept as it is: a name that looks like a spreadsheet formula is still a name."""
    if not _is_bearable(cell, LONGEST_NAME):
        raise CellError(f"a name of at most {LONGEST_NAME} printable characters")
    return cell


def one_of(codes: Sequence[str]) -> Parse:
    """One code of a closed list."""

    def parse(cell: str) -> str:
        if cell not in codes:
            raise CellError("one of " + ", ".join(codes))
        return cell

    return parse


def list_of(parse_one: Parse) -> Parse:
    """Values parted by `;`, each once, in the order given."""

    remembered = _Remembered(parse_one)

    def parse(cell: str) -> tuple[object, ...]:
        found = dict.fromkeys(map(remembered.__getitem__, cell.split(";")))
        found.pop(_BLANK, None)
        return tuple(found)

    return parse


class _Remembered(dict[str, object]):
    """What a part of a list means: the same few stand in thousands of cells, so each is read once."""

    def __init__(self, parse_one: Parse) -> None:
        super().__init__()
        self._parse_one = parse_one

    def __missing__(self, part: str) -> object:
        value = self._parse_one(part.strip()) if part.strip() else _BLANK
        if len(self) < MOST_REMEMBERED:
            self[part] = value
        return value


MOST_REMEMBERED: Final = 4096
_BLANK: Final = object()


def code(cell: str) -> str:
    """An open code: lower-case letters, digits, `_` and `-`."""
    lowered = cell.lower()
    if not _CODE.fullmatch(lowered) or len(lowered) > LONGEST_ID:
        raise CellError("a code of lower-case letters, digits, _ and -")
    return lowered


def language(cell: str) -> str:
    """A BCP 47 tag, lower-cased so that `en-US` and `en-us` are one."""
    if not _LANGUAGE.fullmatch(cell):
        raise CellError("a language tag such as en or es-MX")
    return cell.lower()


def taxonomy(cell: str) -> str:
    """A NUCC provider taxonomy code."""
    if not _TAXONOMY.fullmatch(cell):
        raise CellError("a taxonomy code of ten letters and digits")
    return cell


def provider_number(cell: str) -> str:
    """A National Provider Identifier whose check digit is right."""
    if not npi.is_valid(cell):
        raise CellError("an NPI of ten digits with a right check digit")
    return cell


def zip_code(cell: str) -> str:
    """Five digits; ZIP+4 is cut to them."""
    if not _ZIP.fullmatch(cell):
        raise CellError("a ZIP code of five digits")
    return cell[:5]


def timezone(cell: str) -> str:
    """An IANA time zone that this machine's table knows."""
    if not is_timezone(cell):
        raise CellError("an IANA time zone such as America/New_York")
    return cell


def is_timezone(text: str) -> bool:
    """Whether the text names an IANA time zone."""
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError, UnicodeError):
        return False
    return True


def day(cell: str) -> date:
    """A date as YYYY-MM-DD."""
    try:
        # Python reads other ISO forms too, such as 2026-W05-6.
        return date.fromisoformat(cell if _DAY.fullmatch(cell) else "")
    except ValueError:
        raise CellError("a date as YYYY-MM-DD") from None


def whole(low: int, high: int) -> Parse:
    """A whole number within a range, ends included."""

    def parse(cell: str) -> int:
        try:
            number = int(cell) if cell.isascii() and "_" not in cell else None
        except ValueError:
            number = None
        if number is None or not low <= number <= high:
            raise CellError(f"a whole number from {low} to {high}")
        return number

    return parse


def dollars(cell: str) -> float:
    """An amount of money, not negative; cents allowed."""
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", cell) or float(cell) > HIGHEST_FEE:
        raise CellError(f"an amount in dollars from 0 to {HIGHEST_FEE}")
    return float(cell)


def score(cell: str) -> float:
    """A mean rating from 0 to 100."""
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", cell) or float(cell) > 100:
        raise CellError("a rating from 0 to 100")
    return float(cell)


def spreads(cell: str) -> float:
    """How far from typical, in spreads: -3 to 3."""
    if not re.fullmatch(r"-?[0-9](\.[0-9]+)?", cell) or abs(float(cell)) > MOST_SPREADS:
        raise CellError("a number of spreads from -3 to 3")
    return float(cell)


MOST_SPREADS: Final = 3


def yes_no(cell: str) -> bool:
    """`yes` or `no`."""
    if cell not in ("yes", "no"):
        raise CellError("yes or no")
    return cell == "yes"


def week_hour(cell: str) -> int:
    """An hour of the week such as `mon-09`, as hours since Monday midnight (0–167)."""
    hour = hours.parse_week_hour(cell)
    if hour is None:
        raise CellError("an hour of the week such as mon-09 (mon to sun, 00 to 23)")
    return hour


STYLE = whole(*vocabulary.STYLE_RANGE)
