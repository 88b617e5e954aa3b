"""Read a CSV file from outside a row at a time, in bounded memory, and say plainly what is wrong with it.

Accepted: UTF-8, with or without a byte order mark, lines ending in LF or CRLF. Everything else raises
`BadInput` with the place: other encodings by byte offset, binary files, an empty file, a line too long
to be a table, a header that names a column twice. Cells stay text: nothing is evaluated or trimmed.
"""

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from rapport.errors import BadInput, Problem, quoted

# The widest real table that we read (the provider registry, 330 columns) has records of a few kilobytes.
LONGEST_RECORD_BYTES: Final = 1 << 20
_UTF8_BOM: Final = b"\xef\xbb\xbf"
_OTHER_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"),
)  # fmt: skip

Row = tuple[int, list[str]]


class Place(NamedTuple):
    """Between two rows of a file: how many bytes and lines lie before."""

    offset: int
    lines: int


@dataclass(frozen=True)
class Table:
    """An open CSV file: its header, and its rows still to be read, each with the line it starts on.

    `place` is behind the row that was read last; reading may go on from there another time.
    """

    file: str
    header: tuple[str, ...]
    rows: Iterator[Row]
    place: Callable[[], Place] = lambda: Place(0, 0)


class _Lines:
    """The lines of a file as text, counted in bytes, never more than one record of them in memory."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self._stream = stream
        self._file = file
        self._offset = 0
        self._record_bytes = 0
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(LONGEST_RECORD_BYTES + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        self._record_bytes += len(raw)
        if self._record_bytes > LONGEST_RECORD_BYTES:
            raise self._bad("a row of at most 1 MB", "a longer one")
        text = self._decoded(raw)
        self._offset += len(raw)
        return text

    def place(self) -> Place:
        """Behind the line that was read last."""
        return Place(self._offset, self.number)

    def go_to(self, place: Place) -> None:
        """Leave out everything before."""
        self._stream.seek(place.offset)
        self._offset, self.number = place

    def start_record(self) -> None:
        """Begin counting the bytes of a new record."""
        self._record_bytes = 0

    def _decoded(self, raw: bytes) -> str:
        if self._offset == 0:
            for mark, name in _OTHER_MARKS:
                if raw.startswith(mark):
                    raise self._bad("UTF-8 text", f"{name} (its mark at byte offset 0)")
        if b"\0" in raw:
            raise self._bad("a text file", f"a binary one (zero byte at byte offset {self._at(raw, 0)})")
        skip = len(_UTF8_BOM) if self._offset == 0 and raw.startswith(_UTF8_BOM) else 0
        try:
            return raw[skip:].decode("utf-8")
        except UnicodeDecodeError as error:
            place = self._offset + skip + error.start
            raise self._bad(
                "UTF-8 text", f"byte 0x{raw[skip + error.start]:02x} at byte offset {place}"
            ) from None

    def _at(self, raw: bytes, byte: int) -> int:
        return self._offset + raw.index(byte)

    def _bad(self, expected: str, arrived: str) -> BadInput:
        return BadInput(Problem(expected, arrived, row=self.number, file=self._file))


@contextmanager
def open_table(
    path: Path, *, on_bytes: Callable[[int], None] | None = None, start: Place | None = None
) -> Iterator[Table]:
    """Open a CSV file; its rows are read while they are asked for, from `start` on where that is given.

    `on_bytes(done)` is told now and then how far the reading has come.
    Raises `BadInput` here for a file that cannot be opened or has no header, and while rows are read.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        arrived = os.strerror(error.errno) if error.errno else "an error"
        raise BadInput(Problem("a file that can be read", arrived.lower(), file=str(path))) from None
    with stream:
        lines = _Lines(stream, path.name)
        records = _records(lines, path.name)
        header = next(records, None)
        if header is None:
            raise BadInput(Problem("a header line and rows", "an empty file", file=path.name))
        names = _checked_header(header[1], path.name)
        if start is not None:
            lines.go_to(start)
        yield Table(path.name, names, _told(records, lines, on_bytes), lines.place)


def _records(lines: _Lines, file: str) -> Iterator[Row]:
    reader = csv.reader(lines, strict=True)
    while True:
        start = lines.number + 1
        lines.start_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = Problem(
                "CSV with quotes in pairs and cells under 128 kB", str(error), row=start, file=file
            )
            raise BadInput(problem) from None
        if cells:  # a blank line is no row
            yield start, cells


def _checked_header(cells: list[str], file: str) -> tuple[str, ...]:
    names = tuple(cell.strip() for cell in cells)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise BadInput(Problem("each column once", f"{quoted(twice[0])} more than once", row=1, file=file))
    return names


# Often enough for a smooth bar, seldom enough to cost nothing.
_ROWS_BETWEEN_REPORTS: Final = 1000


def _told(records: Iterator[Row], lines: _Lines, on_bytes: Callable[[int], None] | None) -> Iterator[Row]:
    return records if on_bytes is None else _reporting(records, lines, on_bytes)


def _reporting(records: Iterator[Row], lines: _Lines, on_bytes: Callable[[int], None]) -> Iterator[Row]:
    for count, record in enumerate(records):
        if count % _ROWS_BETWEEN_REPORTS == 0:
            on_bytes(lines.place().offset)
        yield record
