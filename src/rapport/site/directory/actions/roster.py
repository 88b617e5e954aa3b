"""Bringing the directory to what a file says: a roster."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from rapport.matching.reading import Reading
from rapport.site.directory.actions.current import held, hold_revision, raise_revision, refresh, set_row
from rapport.site.directory.choices import WITHHELD, Vouched
from rapport.site.directory.models import Kept, Places, Provider
from rapport.site.directory.registry_records import batches
from rapport.site.directory.rows import Cells, cells_of, laid_over, lying_under
from rapport.site.foundation import audit

BATCH: Final = 500
DIRECTORY: Final = "directory"
_CHANGED_COLUMNS: Final = ("name", "searchable", "kind", "npi", "row", "is_listed", "vouched", "changed_at")


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of an import. `is_written` is false when something was refused and all of it was wanted.

    `withheld`: how many a coordinator refused before, so that no roster brings them back.
    """

    read: int
    accepted: int
    refused: int
    is_written: bool
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    unlisted: int = 0
    withheld: int = 0


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
        hold_revision()
        counts = _bring_up_to(reading, refused=refused, at=at, unlist_missing=unlist_missing)
        _hear_answers(at)
        if counts.added or counts.changed or counts.unlisted:
            raise_revision(at)
        audit.record(actor=by, verb="import_roster", subject=DIRECTORY, at=at, detail=asdict(counts))
    return counts


def _bring_up_to(reading: Reading, *, refused: int, at: datetime, unlist_missing: bool) -> Counts:
    wanted = {cells["provider_id"]: cells for cells in _cells(reading)}
    accepted = len(wanted)
    _lay_kept_over(wanted)
    stored = {pid: (row, listed) for pid, row, listed in _stored()}
    at_the_desk = _vouched_at_the_desk()
    withheld = {pid for pid in wanted if at_the_desk.get(pid) in WITHHELD}
    for pid in withheld:
        del wanted[pid]
    new = [pid for pid in wanted if pid not in stored]
    changed = [pid for pid, cells in wanted.items() if pid in stored and stored[pid] != (cells, True)]
    _write([_provider(wanted[pid], at_the_desk.get(pid), at) for pid in sorted([*new, *changed])])
    missing = [pid for pid in _from_rosters() if pid not in wanted] if unlist_missing else []
    return Counts(
        read=accepted + refused,
        accepted=accepted,
        refused=refused,
        is_written=True,
        added=len(new),
        changed=len(changed),
        unchanged=len(wanted) - len(new) - len(changed),
        unlisted=_unlist(missing, at),
        withheld=len(withheld),
    )


def _cells(reading: Reading) -> Iterator[Cells]:
    return (cells_of(reading.roster.provider(position)) for position in range(len(reading.roster)))


def _stored() -> Iterator[tuple[str, Cells, bool]]:
    return Provider.objects.values_list("provider_id", "row", "is_listed").iterator()


def _vouched_at_the_desk() -> dict[str, str]:
    """Of whom a coordinator decided, what."""
    decided = Provider.objects.filter(vouched__in=(Vouched.DESK, *WITHHELD))
    return dict(decided.values_list("provider_id", "vouched"))


def _from_rosters() -> list[str]:
    """Those who are shown on a roster's word; whom the desk verified, no missing row hides."""
    found = Provider.objects.listed().filter(vouched=Vouched.ROSTER)
    return list(found.values_list("provider_id", flat=True))


def _lay_kept_over(wanted: dict[str, Cells]) -> None:
    """Lay over the file's cells what providers keep here, and remember what the file says underneath."""
    changed = []
    for kept in Kept.objects.select_related("provider__places"):
        base = wanted.get(kept.provider.provider_id)
        if base is None:
            continue
        over = {name: kept.provider.row.get(name, "") for name in kept.under}
        if over.get("capacity") and kept.under["capacity"] != base["capacity"]:
            over["capacity"] = _open_places(kept.provider.places, base["capacity"])
        wanted[kept.provider.provider_id] = laid_over(base, over)
        kept.under = lying_under(base, over)
        changed.append(kept)
    Kept.objects.bulk_update(changed, ["under"], batch_size=BATCH)


def _hear_answers(at: datetime) -> None:
    """Where answers to requests lay over the file's openings: a file that confirms them later is heard."""
    lies_over = Q(kept__under__has_key="openings_confirmed_on") | Q(kept__under__has_key="accepting")
    for provider in Provider.objects.filter(lies_over, answering__isnull=False).order_by("pk"):
        refresh(*held(provider), at=at)


def _open_places(places: Places, said: str) -> str:
    """How many places are open when a roster says a new number: that one, unless the provider set theirs."""
    if not places.is_own:
        asked = places.used + int(said)
        places.capacity = asked if places.most is None else max(places.used, min(asked, places.most))
        places.save(update_fields=["capacity"])
    return str(places.left)


def _provider(cells: Cells, vouched: str | None, at: datetime) -> Provider:
    provider = Provider(
        provider_id=cells["provider_id"],
        is_listed=True,
        vouched=vouched or Vouched.ROSTER,
        changed_at=at,
    )
    set_row(provider, cells)
    return provider


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
    for ids in batches(missing, BATCH):
        Provider.objects.filter(provider_id__in=ids).update(is_listed=False, changed_at=at)
    return len(missing)
