"""`rapport import roster|nppes FILE`: read a file into the directory, and say what came of it."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rapport.errors import BadInput, Problem

if TYPE_CHECKING:
    from rapport.cli.import_report import Report
    from rapport.matching.reading import Reading
    from rapport.site.directory.delimited import Table

DONE, NO = 0, 1
OPERATOR: Final = "operator"

EPILOG = """\
exit status: 0 the file (with --accept-valid: its valid rows) is in the directory;
1 something was refused and nothing was written; 2 the file cannot be read as a table.

With nppes and --accept-valid the file is kept a piece at a time: cut off, the same command goes on.
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
    # Not before: they need Django to have started.
    from rapport.cli.import_nppes import import_nppes
    from rapport.cli.import_report import as_text

    report = _roster(args) if args.what == "roster" else import_nppes(args.file, args.accept_valid)
    is_text = args.format == "text" or (args.format is None and sys.stdout.isatty())
    print(as_text(report) if is_text else json.dumps(report.plain(), indent=2, ensure_ascii=False))
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


def _roster(args: argparse.Namespace) -> "Report":
    from django.utils import timezone

    from rapport.cli.import_report import Report
    from rapport.cli.progress import reading as bar_of
    from rapport.matching.reading import read_roster
    from rapport.site.directory import actions
    from rapport.site.directory.delimited import open_table

    with bar_of(args.file, "import") as told, open_table(args.file, on_bytes=told) as table:
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


def _explain(report: "Report", reading: "Reading") -> None:
    report.warnings = reading.warnings
    problems = sorted(reading.refused, key=lambda problem: (problem.row or 0, problem.column))
    for problem in problems:
        where = f"{problem.column}: " if problem.column else ""
        report.reasons.refuse(f"{where}expected {problem.expected}", problem.row or 0)
    if problems:
        report.first = str(problems[0])
