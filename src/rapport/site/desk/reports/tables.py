"""A report as plain tables, whatever it is shown as."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its heading, its columns' names, its rows as text; `pressing` are rows with an alarm."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    pressing: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Report:
    """A title, a sentence or two, tables, and what must be known to read them; as of when, unless of now."""

    title: str
    lede: str
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    as_of: datetime | None = None


def as_csv(report: Report) -> str:
    """Every table under its title, one after the other; cells that a spreadsheet would run are made text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for table in report.tables:
        writer.writerow(["table", *map(_safe, table.columns)])
        writer.writerows([_safe(table.title), *map(_safe, row)] for row in table.rows)
    return stream.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "-") else cell
