"""Read files that people made: CSV tables and JSON, with every fault in one line.

UTF-8 with or without a byte order mark, any line ends. Anything else is refused with the place and
what was expected; nothing of a cell's text is taken for a formula.
"""

import csv
import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BytesIO, StringIO, TextIOWrapper
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
    data = _text_bytes(path)
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(TextIOWrapper(BytesIO(data), encoding="utf-8", newline=""), strict=True)
    # The same few texts stand in thousands of cells: each is kept once, and hashed while it is at hand.
    once = dict[str, str]().setdefault
    try:
        for row in reader:
            if row:
                rows.append(list(map(once, row, row)))
                lines.append(reader.line_num)
    except UnicodeDecodeError:
        raise _not_utf8(path, data) from None
    except csv.Error as error:
        raise BadInput(
            Problem(file=_name(path), row=reader.line_num, expected="well-formed CSV", arrived=str(error))
        ) from None
    if not rows:
        raise BadInput(Problem(file=_name(path), expected="a header and rows", arrived="an empty file"))
    return Table(rows[0], rows[1:], lines[1:])


def read_text(path: str) -> StringIO:
    """A text file whole, to be read line by line with its line ends as they are. Raises BadInput."""
    data = _text_bytes(path)
    try:
        return StringIO(data.decode("utf-8"), newline="")
    except UnicodeDecodeError:
        raise _not_utf8(path, data) from None


def _text_bytes(path: str) -> bytes:
    """A text file's bytes without a byte order mark; NUL bytes and unbearably long lines are refused."""
    data = _bytes(path)
    if b"\x00" in data:
        row = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise BadInput(Problem(file=_name(path), row=row, expected="text", arrived="a NUL byte"))
    if len(data) > LONGEST_LINE:
        _check_lines(path, data)
    return data.removeprefix(BOM_UTF8)


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - start-up: pathlib takes longer than the reading
            return file.read()
    except OSError as error:
        raise BadInput(
            Problem(file=_name(path), expected="a file to read", arrived=error.strerror or "none")
        ) from None


def _check_lines(path: str, data: bytes) -> None:
    longest, row = max((len(line), row) for row, line in enumerate(data.split(b"\n"), start=1))
    if longest > LONGEST_LINE:
        limit = f"a line of at most {LONGEST_LINE:,} bytes"
        raise BadInput(Problem(file=_name(path), row=row, expected=limit, arrived=f"{longest:,}"))


def _not_utf8(path: str, data: bytes) -> BadInput:
    try:
        data.decode("utf-8")
        arrived = "something else"
    except UnicodeDecodeError as error:
        arrived = f"byte 0x{data[error.start]:02x} at offset {error.start}"
    return BadInput(Problem(file=_name(path), expected="UTF-8 text", arrived=arrived))


def read_json(path: str) -> object:
    """Read a JSON file. Raises BadInput."""
    data = _bytes(path).removeprefix(BOM_UTF8)
    if len(data) > LARGEST_JSON:
        expected = f"at most {LARGEST_JSON:,} bytes"
        raise BadInput(Problem(file=_name(path), expected=expected, arrived=f"{len(data):,}"))
    try:
        return _parsed(path, data.decode("utf-8"))
    except UnicodeDecodeError:
        raise _not_utf8(path, data) from None


def read_json_lines(path: str) -> Iterator[tuple[int, object]]:
    """The JSON values of a file, one a line, each with its row; blank lines are skipped. Raises BadInput."""
    for row, line in enumerate(read_text(path), start=1):
        if line.strip():
            yield row, _parsed(path, line, row)


def _parsed(path: str, text: str, row: int | None = None) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f" at line {error.lineno}, column {error.colno}" if row is None else ""
        arrived = error.msg + where
    except (ValueError, RecursionError):
        arrived = "a number or nesting beyond bounds"
    raise BadInput(Problem(file=_name(path), row=row, expected="JSON", arrived=arrived))


def _name(path: str) -> str:
    return path.rpartition("/")[2]
