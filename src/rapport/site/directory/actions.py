"""Changes to the directory, each in one transaction, each on the audit trail."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import F

from rapport.matching.reading import Reading
from rapport.site.directory.choices import Source
from rapport.site.directory.models import Provider, RegistryRecord, Revision
from rapport.site.directory.names import searchable
from rapport.site.directory.registry import RegistryRow
from rapport.site.directory.rows import Cells, cells_of
from rapport.site.foundation import audit
from rapport.site.foundation.ids import new_id

T = TypeVar("T")

BATCH: Final = 500
DIRECTORY: Final = "directory"
_CHANGED_COLUMNS: Final = ("name", "searchable", "kind", "npi", "row", "is_listed", "changed_at")


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of an import. `is_written` is false when something was refused and all of it was wanted."""

    read: int
    accepted: int
    refused: int
    is_written: bool
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    unlisted: int = 0


def import_roster(
    reading: Reading, *, by: str, at: datetime, accept_valid: bool = False, unlist_missing: bool = False
) -> Counts:
    """Bring the directory to what a roster says, by provider id; twice the same changes nothing.

    All or nothing: with a refused row nothing is written unless `accept_valid`. With `unlist_missing`
    providers who are not in the file are no longer shown or offered; nothing about them is deleted.
    """
    refused = len({problem.row for problem in reading.refused})
    accepted = len(reading.roster)
    if refused and not accept_valid:
        return Counts(read=accepted + refused, accepted=accepted, refused=refused, is_written=False)
    with transaction.atomic():
        _hold_revision()
        counts = _bring_up_to(reading, refused=refused, at=at, unlist_missing=unlist_missing)
        if counts.added or counts.changed or counts.unlisted:
            _raise_revision(at)
        audit.record(actor=by, verb="import_roster", subject=DIRECTORY, at=at, detail=asdict(counts))
    return counts


def _bring_up_to(reading: Reading, *, refused: int, at: datetime, unlist_missing: bool) -> Counts:
    wanted = {cells["provider_id"]: cells for cells in _cells(reading)}
    stored = {pid: (row, listed) for pid, row, listed in _stored()}
    new = [pid for pid in wanted if pid not in stored]
    changed = [pid for pid, cells in wanted.items() if pid in stored and stored[pid] != (cells, True)]
    _write([_provider(wanted[pid], at) for pid in sorted([*new, *changed])])
    missing = [pid for pid, (_, listed) in stored.items() if listed and pid not in wanted]
    unlisted = _unlist(missing, at) if unlist_missing else 0
    return Counts(
        read=len(wanted) + refused,
        accepted=len(wanted),
        refused=refused,
        is_written=True,
        added=len(new),
        changed=len(changed),
        unchanged=len(wanted) - len(new) - len(changed),
        unlisted=unlisted,
    )


def _cells(reading: Reading) -> Iterator[Cells]:
    return (cells_of(reading.roster.provider(position)) for position in range(len(reading.roster)))


def _stored() -> Iterator[tuple[str, Cells, bool]]:
    return Provider.objects.values_list("provider_id", "row", "is_listed").iterator()


def _provider(cells: Cells, at: datetime) -> Provider:
    return Provider(
        provider_id=cells["provider_id"],
        name=cells["name"],
        searchable=searchable(cells["name"]),
        kind=cells["kind"],
        npi=cells.get("npi", ""),
        row=cells,
        is_listed=True,
        changed_at=at,
    )


def _write(providers: list[Provider]) -> None:
    # The opaque id of a provider who is already there stays: it is not among the updated columns.
    Provider.objects.bulk_create(
        providers,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["provider_id"],
        update_fields=list(_CHANGED_COLUMNS),
    )


def _unlist(missing: list[str], at: datetime) -> int:
    for ids in _batches(missing):
        Provider.objects.filter(provider_id__in=ids).update(is_listed=False, changed_at=at)
    return len(missing)


def import_registry(
    rows: Iterable[RegistryRow], *, deactivated: Iterable[tuple[str, date]], by: str, at: datetime
) -> int:
    """Keep what the provider registry says of these people, and mark numbers that it has since closed.

    Rows come one at a time and are written in batches; returns how many. Records of numbers that were
    deactivated are marked, never made: nobody is kept only because they were struck off.
    """
    with transaction.atomic():
        kept = sum(_write_records(batch, at) for batch in _batches(rows))
        struck = sum(_mark_deactivated(batch, at) for batch in _batches(deactivated))
        detail = {"kept": kept, "deactivated": struck}
        audit.record(actor=by, verb="import_registry", subject=DIRECTORY, at=at, detail=detail)
    return kept


def _write_records(rows: list[RegistryRow], at: datetime) -> int:
    records = [_record(row, at) for row in rows]
    RegistryRecord.objects.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["registry_id"],
        update_fields=[
            field.name for field in RegistryRecord._meta.concrete_fields if field.name != "registry_id"
        ],
    )
    return len(records)


def _record(row: RegistryRow, at: datetime) -> RegistryRecord:
    return RegistryRecord(
        registry_id=row.registry_id,
        source=Source.SAMPLE if row.is_sample else Source.REGISTRY,
        last_name=row.last_name,
        first_name=row.first_name,
        credential=row.credential,
        taxonomies=list(row.taxonomies),
        licences=[list(licence) for licence in row.licences],
        state=row.state,
        zip=row.zip,
        read_at=at,
    )


def _mark_deactivated(numbers: list[tuple[str, date]], at: datetime) -> int:
    on = dict(numbers)
    records = list(RegistryRecord.objects.filter(registry_id__in=on, source=Source.REGISTRY))
    for record in records:
        record.deactivated_on, record.read_at = on[record.registry_id], at
    return RegistryRecord.objects.bulk_update(records, ["deactivated_on", "read_at"])


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _hold_revision() -> None:
    """Make two imports at once wait for each other; SQLite's transaction does so already."""
    Revision.objects.get_or_create(pk=Revision.ONLY)
    Revision.objects.select_for_update().get(pk=Revision.ONLY)


def _raise_revision(at: datetime) -> None:
    Revision.objects.filter(pk=Revision.ONLY).update(number=F("number") + 1, token=new_id(), raised_at=at)
