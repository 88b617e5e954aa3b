"""The provider registry's file into the directory: at once, or a piece at a time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.utils import timezone

from rapport.cli.import_report import Report
from rapport.cli.progress import reading
from rapport.errors import BadInput, Problem
from rapport.site.directory import actions
from rapport.site.directory.delimited import open_table
from rapport.site.directory.registry import REASONS, RegistryRow, read_registry
from rapport.site.directory.tally import Tally

OPERATOR: Final = "operator"


def import_nppes(path: Path, accept_valid: bool) -> Report:
    """Import the file; without `accept_valid` only when no row of it is refused."""
    return _in_pieces(path) if accept_valid else _at_once(path)


def _in_pieces(path: Path) -> Report:
    begun = actions.importing(path, at=timezone.now())
    start = begun.place
    with (
        reading(path, "import", begun=start.offset if start else 0) as told,
        open_table(path, on_bytes=told, start=start) as table,
    ):
        actions.keep_in_pieces(table, begun, by=OPERATOR)
    _refuse_empty(begun.tally, path)
    actions.end_in_pieces(begun, by=OPERATOR, at=timezone.now())
    report = _report(path, begun.tally)
    report.is_written, report.written = True, {"kept": begun.tally.accepted}
    if start is not None:
        report.warnings = (f"went on behind line {start.lines}, where an earlier import was cut off",)
    return report


def _at_once(path: Path) -> Report:
    """Read the file twice, the second time for writing: all of a file in memory would be too much."""
    tally = Tally()
    with reading(path, "read") as told, open_table(path, on_bytes=told) as table:
        for outcome in read_registry(table):
            if isinstance(outcome, RegistryRow):
                tally.accepted += 1
            else:
                tally.refuse(outcome.reason, outcome.row)
    _refuse_empty(tally, path)
    report = _report(path, tally)
    if not tally.refused:
        with reading(path, "write") as told:
            kept = actions.import_registry(
                _all_taken(path, told), deactivated=(), by=OPERATOR, at=timezone.now()
            )
        report.is_written, report.written = True, {"kept": kept}
    return report


def _all_taken(path: Path, told: Callable[[int], None]) -> Iterator[RegistryRow]:
    with open_table(path, on_bytes=told) as table:
        for outcome in read_registry(table):
            if not isinstance(outcome, RegistryRow):
                raise BadInput(Problem("the file as it was a moment ago", "another", file=path.name))
            yield outcome


def _refuse_empty(tally: Tally, path: Path) -> None:
    if not tally.read:
        raise BadInput(Problem("at least one row under the header", "none", file=path.name))


def _report(path: Path, tally: Tally) -> Report:
    """The tally with each reason in words."""
    report = Report("nppes", path.name, tally.read, tally.accepted, tally.refused)
    report.reasons = Tally(
        counts={REASONS[reason]: count for reason, count in tally.counts.items()},
        first_rows={REASONS[reason]: rows for reason, rows in tally.first_rows.items()},
    )
    if tally.refused:
        row, reason = min((rows[0], reason) for reason, rows in tally.first_rows.items())
        report.first = f"row {row}: {REASONS[reason]}"
    return report
