"""`rapport import roster|nppes FILE`: read a file into the directory, and say what came of it."""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rapport.errors import BadInput, Problem

if TYPE_CHECKING:
    from rapport.matching.reading import Reading
    from rapport.site.directory.delimited import Table
    from rapport.site.directory.spool import Spool

DONE, NO = 0, 1
OPERATOR: Final = "operator"
ROWS_SHOWN: Final = 10
SECONDS_WITHOUT_A_BAR: Final = 2.0
BAR_WIDTH: Final = 30

EPILOG = """\
exit status: 0 the file (with --accept-valid: its valid rows) is in the directory;
1 something was refused and nothing was written; 2 the file cannot be read as a table.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to import, from where, and whether a part will do."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument(
        "what", choices=("roster", "nppes"), help="a roster, or the provider registry's monthly file"
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file in UTF-8")
    parser.add_argument(
        "--accept-valid", action="store_true", help="import the valid rows though others are refused"
    )
    parser.add_argument(
        "--deactivate-missing",
        action="store_true",
        help="roster only: stop showing and offering providers who are not in the file",
    )
    parser.add_argument("--format", choices=("json", "text"), help="text on a terminal, json elsewhere")


def run(args: argparse.Namespace) -> int:
    """Import the file; 1 when something was refused and nothing was written."""
    if args.deactivate_missing and args.what != "roster":
        raise BadInput(Problem("--deactivate-missing with a roster", "it with nppes"))
    _prepare()
    report = _roster(args) if args.what == "roster" else _registry(args)
    as_text = args.format == "text" or (args.format is None and sys.stdout.isatty())
    print(_text(report) if as_text else json.dumps(report.plain(), indent=2, ensure_ascii=False))
    if report.is_written:
        return DONE
    print(f"rapport import: {report.refusal()}", file=sys.stderr)
    return NO


def _prepare() -> None:
    """Start Django and bring the database to this release, so that an import may be the first command."""
    from rapport.site.config.start import start

    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@dataclass
class Report:
    """What came of an import, for a person or a script."""

    what: str
    file: str
    read: int = 0
    accepted: int = 0
    refused: int = 0
    is_written: bool = False
    written: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, list[int]] = field(default_factory=dict)
    reason_counts: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    first: str = ""

    def refuse(self, reason: str, row: int) -> None:
        """Count a reason, and remember the first rows it was met in."""
        self.reason_counts[reason] = self.reason_counts.get(reason, 0) + 1
        rows = self.reasons.setdefault(reason, [])
        if len(rows) < ROWS_SHOWN:
            rows.append(row)
        self.first = self.first or f"row {row}: {reason}"

    def plain(self) -> dict[str, Any]:
        """The report as JSON holds it; reasons with the most rows first."""
        return {
            "import": self.what,
            "file": self.file,
            "read": self.read,
            "accepted": self.accepted,
            "refused": self.refused,
            "is_written": self.is_written,
            "written": self.written,
            "reasons": [
                {"reason": reason, "rows": count, "first_rows": self.reasons[reason]}
                for reason, count in sorted(self.reason_counts.items(), key=lambda item: (-item[1], item[0]))
            ],
            "warnings": list(self.warnings),
        }

    def refusal(self) -> str:
        """Why nothing was written, in one line."""
        return (
            f"{self.file}: {self.refused} of {self.read} rows refused and nothing written, "
            f"first {self.first}; correct the file, or use --accept-valid for the rest"
        )


def _roster(args: argparse.Namespace) -> Report:
    from django.utils import timezone

    from rapport.matching.reading import read_roster
    from rapport.site.directory import actions
    from rapport.site.directory.delimited import open_table

    with _bar("Reading") as told, open_table(args.file, on_bytes=told) as table:
        rows = list(_with_rows(table))
        lines = [line for line, _ in rows]
        reading = read_roster(table.header, (cells for _, cells in rows), file=table.file, lines=lines)
    counts = actions.import_roster(
        reading,
        by=OPERATOR,
        at=timezone.now(),
        accept_valid=args.accept_valid,
        unlist_missing=args.deactivate_missing,
    )
    report = Report("roster", table.file, counts.read, counts.accepted, counts.refused, counts.is_written)
    _explain(report, reading)
    if counts.is_written:
        names = ("added", "changed", "unchanged", "unlisted", "withheld")
        report.written = {name: getattr(counts, name) for name in names}
    return report


def _with_rows(table: "Table") -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, of which there must be one: a bare header would empty a directory."""
    is_empty = True
    for row in table.rows:
        is_empty = False
        yield row
    if is_empty:
        raise BadInput(Problem("at least one row under the header", "none", file=table.file))


def _explain(report: Report, reading: "Reading") -> None:
    report.warnings = reading.warnings
    for problem in sorted(reading.refused, key=lambda problem: (problem.row or 0, problem.column)):
        where = f"{problem.column}: " if problem.column else ""
        report.refuse(f"{where}expected {problem.expected}", problem.row or 0)
    if reading.refused:
        report.first = str(min(reading.refused, key=lambda problem: (problem.row or 0, problem.column)))


def _registry(args: argparse.Namespace) -> Report:
    from django.utils import timezone

    from rapport.site.directory import actions
    from rapport.site.directory.delimited import open_table
    from rapport.site.directory.spool import Spool

    with Spool() as spool:
        with _bar("Reading") as told, open_table(args.file, on_bytes=told) as table:
            report = _sorted_out(table, spool)
        if report.refused and not args.accept_valid:
            return report
        with _bar("Writing") as told:
            kept = actions.import_registry(
                _counted(spool.rows(), spool.count, told),
                deactivated=spool.deactivated(),
                by=OPERATOR,
                at=timezone.now(),
            )
    report.is_written = True
    report.written = {"kept": kept}
    return report


def _sorted_out(table: "Table", spool: "Spool") -> Report:
    """Read every row; accepted ones wait in the spool, refused ones are counted by reason."""
    from rapport.site.directory.registry import REASONS, RegistryRow, read_registry

    report = Report("nppes", table.file)
    for outcome in read_registry(table):
        if isinstance(outcome, RegistryRow):
            spool.add(outcome)
            continue
        report.refuse(REASONS[outcome.reason], outcome.row)
        if outcome.deactivated_on is not None:
            spool.add_deactivated(outcome.npi, outcome.deactivated_on)
    report.accepted, report.refused = spool.count, sum(report.reason_counts.values())
    report.read = report.accepted + report.refused
    if not report.read:
        raise BadInput(Problem("at least one row under the header", "none", file=table.file))
    return report


def _counted(rows: Iterable[Any], total: int, told: Any) -> Iterator[Any]:
    for count, row in enumerate(rows):
        if told is not None and count % 1000 == 0:
            told(count, total)
        yield row


@contextmanager
def _bar(verb: str) -> Iterator[Any]:
    """A function (done, of how many) that draws a bar on a terminal once the work takes over two seconds."""
    if not sys.stderr.isatty():
        yield None
        return
    began = time.monotonic()
    drawn = False

    def told(done: int, size: int) -> None:
        nonlocal drawn
        if size and time.monotonic() - began > SECONDS_WITHOUT_A_BAR:
            drawn = True
            filled = "#" * (BAR_WIDTH * done // size)
            print(
                f"\r{verb} [{filled:<{BAR_WIDTH}}] {100 * done // size:3d}%",
                end="",
                file=sys.stderr,
                flush=True,
            )

    yield told
    if drawn:
        print(f"\r{' ' * (BAR_WIDTH + len(verb) + 10)}\r", end="", file=sys.stderr, flush=True)


def _text(report: Report) -> str:
    lines = [f"{report.file}: {report.read} rows read, {report.accepted} accepted, {report.refused} refused"]
    for reason in report.plain()["reasons"]:
        more = ", …" if reason["rows"] > len(reason["first_rows"]) else ""
        rows = ", ".join(map(str, reason["first_rows"]))
        lines.append(f"  {reason['rows']} refused: {reason['reason']} (row {rows}{more})")
    lines += [f"  warning: {warning}" for warning in report.warnings]
    if report.is_written:
        lines.append("  written: " + ", ".join(f"{count} {name}" for name, count in report.written.items()))
    else:
        lines.append("  nothing was written")
    return "\n".join(lines)
