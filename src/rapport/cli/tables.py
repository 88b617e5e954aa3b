"""Read files that people made: CSV tables and JSON, with every fault in one line.

UTF-8 with or without a byte order mark, any line ends. Anything else is refused with the place and
what was expected; nothing of a cell's text is taken for a formula.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rapport.errors import BadInput, Problem

LONGEST_LINE = 1_000_000
LARGEST_JSON = 10_000_000


class Table(NamedTuple):
    """A header, the rows below it, and the line of the file on which each row ends."""

    header: list[str]
    rows: list[list[str]]
    lines: list[int]


def read_table(path: str) -> Table:
    """Read a CSV file whole; blank lines are skipped. Raises BadInput."""
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(_bounded_lines(path), strict=True)
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(reader.line_num)
    except csv.Error as error:
        raise BadInput(
            Problem(file=_name(path), row=reader.line_num, expected="well-formed CSV", arrived=str(error))
        ) from None
    if not rows:
        raise BadInput(Problem(file=_name(path), expected="a header and rows", arrived="an empty file"))
    return Table(rows[0], rows[1:], lines[1:])


def _bounded_lines(path: str) -> Iterator[str]:
    """Lines of a text file, refusing what is not UTF-8 text with lines of a bearable length."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                _check_line(path, number, line)
                yield line
    except UnicodeDecodeError as error:
        raise _not_utf8(path, error) from None
    except OSError as error:
        raise BadInput(
            Problem(file=_name(path), expected="a file to read", arrived=error.strerror or "none")
        ) from None


def _check_line(path: str, number: int, line: str) -> None:
    if len(line) >= LONGEST_LINE:
        limit = f"a line under {LONGEST_LINE:,} characters"
        raise BadInput(Problem(file=_name(path), row=number, expected=limit, arrived="a longer one"))
    if "\x00" in line:
        raise BadInput(Problem(file=_name(path), row=number, expected="text", arrived="a NUL byte"))


def _not_utf8(path: str, error: UnicodeDecodeError) -> BadInput:
    # The decoder sees one buffer at a time: find the offset in the whole file for the message.
    data = Path(path).read_bytes()
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as whole:
        error = whole
    arrived = f"byte 0x{error.object[error.start]:02x} at offset {error.start}"
    return BadInput(Problem(file=_name(path), expected="UTF-8 text", arrived=arrived))


def read_json(path: str) -> object:
    """Read a JSON file. Raises BadInput."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise BadInput(
            Problem(file=_name(path), expected="a file to read", arrived=error.strerror or "none")
        ) from None
    if len(data) > LARGEST_JSON:
        expected = f"at most {LARGEST_JSON:,} bytes"
        raise BadInput(Problem(file=_name(path), expected=expected, arrived=f"{len(data):,}"))
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _not_utf8(path, error) from None
    except json.JSONDecodeError as error:
        where = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise BadInput(Problem(file=_name(path), expected="JSON", arrived=where)) from None
    except (ValueError, RecursionError):
        raise BadInput(
            Problem(file=_name(path), expected="JSON", arrived="a number or nesting beyond bounds")
        ) from None


def _name(path: str) -> str:
    return Path(path).name
