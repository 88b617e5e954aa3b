"""Keeping what the provider registry's file says: at once, or a piece at a time to be gone on with."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import IntegrityError, transaction

from rapport.errors import BadInput, Problem
from rapport.site.directory.delimited import Place, Table
from rapport.site.directory.models import Closure, RegistryImport, RegistryRecord
from rapport.site.directory.registry import RegistryRow, SeenNumbers, read_registry
from rapport.site.directory.registry_records import keep_closures, mark_closures, write_records
from rapport.site.directory.tally import Tally
from rapport.site.foundation import audit

DIRECTORY: Final = "directory"
# What a kill costs at most, and how many people wait in memory: a second or two of work.
PIECE_ROWS: Final = 50_000
PIECE_PEOPLE: Final = 5_000
_END_BYTES: Final = 1 << 20


def import_registry(
    rows: Iterable[RegistryRow], *, deactivated: Iterable[tuple[str, date]], by: str, at: datetime
) -> int:
    """Keep what the registry says of these people, and mark numbers that it has since closed: all or nothing.

    Rows come one at a time and are written in batches; returns how many. Records of numbers that were
    deactivated are marked, never made: nobody is kept only because they were struck off.
    """
    with transaction.atomic():
        _give_up()
        kept = write_records(rows, at)
        keep_closures(deactivated)
        _end(kept, by=by, at=at, marked_at=at)
    return kept


def _give_up() -> None:
    """Of a file that was cut off and that another one comes after, nothing more is read."""
    Closure.objects.all().delete()
    RegistryImport.objects.all().delete()


@dataclass
class Importing:
    """An import of one file in pieces: what it has written so far, and where it goes on.

    `at` is when it began, and stays so however often it is cut off: the records of one import share it.
    """

    file: str
    at: datetime
    place: Place | None = None
    tally: Tally = field(default_factory=Tally)
    seen: SeenNumbers = field(default_factory=SeenNumbers)


def importing(path: Path, *, at: datetime) -> Importing:
    """The import of this file: the one that was cut off, or a new one. `BadInput` if it cannot be read."""
    file = fingerprint(path)
    held = RegistryImport.objects.filter(file=file).first()
    if held is None:
        return Importing(file, at)
    begun = Importing(file, held.began_at, Place(held.offset, held.lines), Tally.of(held.told))
    taken = RegistryRecord.objects.filter(read_at=held.began_at).values_list("registry_id", flat=True)
    for number in taken.iterator():
        begun.seen.saw(number)
    return begun


def fingerprint(path: Path) -> str:
    """Which file it is: a digest of its length and of the megabyte at either end."""
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            digest = hashlib.sha256(str(size).encode())
            for start in (0, max(0, size - _END_BYTES)):
                stream.seek(start)
                digest.update(stream.read(_END_BYTES))
    except OSError as error:
        problem = Problem("a file that can be read", (error.strerror or "an error").lower(), file=str(path))
        raise BadInput(problem) from None
    return digest.hexdigest()


@dataclass
class _Piece:
    people: list[RegistryRow] = field(default_factory=list)
    closed: list[tuple[str, date]] = field(default_factory=list)


def keep_in_pieces(table: Table, begun: Importing, *, by: str) -> None:
    """Keep the people of a file a piece at a time, refused rows left out: what is kept stays kept if cut off.

    Each piece is one transaction, with how far it reaches, so that none is lost or kept twice. Raises
    `BadInput` when another process imports at the same time.
    """
    for piece in _pieces(table, begun):
        reached = table.place()
        with transaction.atomic():
            _move_on(begun, reached, by=by)
            write_records(piece.people, begun.at)
            keep_closures(piece.closed)
        begun.place = reached


def _pieces(table: Table, begun: Importing) -> Iterator[_Piece]:
    """Runs of rows, counted in the import's tally; the file is read just as far as the piece reaches."""
    piece, rows = _Piece(), 0
    for rows, outcome in enumerate(read_registry(table, seen=begun.seen), start=1):
        if isinstance(outcome, RegistryRow):
            piece.people.append(outcome)
            begun.tally.accepted += 1
        else:
            begun.tally.refuse(outcome.reason, outcome.row)
            if outcome.deactivated_on is not None:
                piece.closed.append((outcome.npi, outcome.deactivated_on))
        if rows % PIECE_ROWS == 0 or len(piece.people) == PIECE_PEOPLE:
            yield piece
            piece = _Piece()
    if rows:
        yield piece


def _move_on(begun: Importing, to: Place, *, by: str) -> None:
    """Say how far the import has come, if it is still where this process left it."""
    held = RegistryImport.objects.select_for_update().filter(pk=RegistryImport.ONLY).first()
    now = RegistryImport(
        file=begun.file, offset=to.offset, lines=to.lines, told=begun.tally.plain(), began_at=begun.at
    )
    if begun.place is not None:
        _refuse_another(held is not None and _is_at(held, begun, begun.place))
        now.save(force_update=True)
        return
    # The same file again would be a second process: it was not there when this one began.
    _refuse_another(held is None or held.file != begun.file)
    _give_up()
    try:
        now.save(force_insert=True)
    except IntegrityError:
        _refuse_another(False)
    audit.record(actor=by, verb="begin_import_registry", subject=DIRECTORY, at=begun.at)


def _is_at(held: RegistryImport, begun: Importing, place: Place) -> bool:
    found = (held.file, held.began_at, held.offset, held.lines)
    return found == (begun.file, begun.at, place.offset, place.lines)


def _refuse_another(is_ours: bool) -> None:
    if not is_ours:
        raise BadInput(Problem("one import of the registry at a time", "another that goes on"))


def end_in_pieces(begun: Importing, *, by: str, at: datetime) -> None:
    """Mark the closed numbers and forget how far the import had come."""
    with transaction.atomic():
        held = RegistryImport.objects.select_for_update().filter(pk=RegistryImport.ONLY).first()
        _refuse_another(held is not None and begun.place is not None and _is_at(held, begun, begun.place))
        RegistryImport.objects.all().delete()
        _end(begun.tally.accepted, by=by, at=at, marked_at=begun.at)


def _end(kept: int, *, by: str, at: datetime, marked_at: datetime) -> None:
    detail = {"kept": kept, "deactivated": mark_closures(marked_at)}
    audit.record(actor=by, verb="import_registry", subject=DIRECTORY, at=at, detail=detail)
