"""When each client's course is next to be looked at, and the desk's sealed list of those that ask for it.

A queue in place of a search through everybody: whoever changes what a course looks like says so (`again`) in
the same transaction, the worker looks at what is due and keeps what it found (`keep`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from rapport.site.foundation import consent
from rapport.site.foundation.models import DataKey, DeskList, Look
from rapport.site.foundation.prepared import Insert

# Whom a client lets see their course: the person they work with, and coordinators, whose list this is.
PURPOSES: Final = ("share_course", DESK := "share_course_desk")
# What the desk's list holds of one client: a JSON list; what stands in it is the matter of whoever looks.
Entry = list[Any]


@dataclass(frozen=True, slots=True)
class Looked:
    """One client who was looked at.

    `was_due_at` as it was read before the look, `next_at` None where there is no course any more, `entry`
    None where nothing asks for a look.
    """

    client_id: str
    was_due_at: datetime
    next_at: datetime | None
    entry: Entry | None


def again(client_id: str, *, at: datetime) -> None:
    """Something changed for this client's course: look at it anew. Before the audit trail: its lock is last.

    One query, in the caller's transaction.
    """
    _AGAIN.put_rows([(client_id, at)])


_AGAIN: Final = Insert(Look, "ON CONFLICT (client_id) DO UPDATE SET due_at = excluded.due_at")
_PUT_DOWN: Final = Insert(Look, "ON CONFLICT (client_id) DO NOTHING")


def put_down(client_ids: Sequence[str], *, at: datetime) -> None:
    """Clients nobody had put down; whoever is there already stays as they are. One query."""
    if client_ids:
        _PUT_DOWN.put_rows([(each, at) for each in client_ids])


def due(at: datetime, most: int) -> list[tuple[str, datetime]]:
    """Clients to be looked at and since when, the latest news first. One query, along its index."""
    found = Look.objects.filter(due_at__lte=at).order_by("-due_at").values_list("client_id", "due_at")
    return list(found[:most])


def listed() -> dict[str, Entry]:
    """The desk's list, by client; nothing of it where consent is asked in another wording now. One query."""
    row = DeskList.objects.select_related("key").first()
    return {} if row is None else _entries(row)


def keep(found: Iterable[Looked]) -> None:
    """Keep what was found, and when to look next; of whom there was news meanwhile, nothing: it is due still.

    One transaction. The list is written whether or not it changed: that it was written tells nothing.
    """
    looked = {each.client_id: each for each in found}
    with transaction.atomic():
        row = _locked()
        entries = _entries(row)
        # Whoever holds one of these is about to change it.
        rows = Look.objects.select_for_update(skip_locked=True).filter(pk__in=looked)
        still = [each for each in rows if each.due_at == looked[each.pk].was_due_at]
        for each in still:
            entries.pop(each.pk, None)
            if (entry := looked[each.pk].entry) is not None:
                entries[each.pk] = entry
        _write(row, entries)
        _move([(each, looked[each.pk].next_at) for each in still])


def _move(rows: Iterable[tuple[Look, datetime | None]]) -> None:
    moved = []
    for row, next_at in rows:
        if next_at is not None:
            row.due_at = next_at
            moved.append(row)
    Look.objects.filter(pk__in=[row.pk for row, next_at in rows if next_at is None]).delete()
    Look.objects.bulk_update(moved, ["due_at"])


def forget(*, client_id: str) -> None:
    """Take a client off the list and out of the queue: for erasing that client only."""
    row = DeskList.objects.select_for_update(of=("self",)).select_related("key").first()
    if row is not None:
        held = row.unseal("listed")
        if held["entries"].pop(client_id, None) is not None:
            row.seal("listed", held)
            row.save(update_fields=["listed"])
    Look.objects.filter(pk=client_id).delete()


def about_client(client_id: str) -> dict[str, Any]:
    """What is held about a client here, for their download. Two queries."""
    look = Look.objects.filter(pk=client_id).first()
    row = DeskList.objects.select_related("key").first()
    entries = {} if row is None else row.unseal("listed")["entries"]
    return {
        "next_look": look.due_at.isoformat() if look else None,
        "on_the_list_of_coordinators": entries.get(client_id),
    }


def is_swept(since: datetime) -> bool:
    """Whether courses that nobody had put down were sought since then. One query."""
    return DeskList.objects.filter(swept_at__gt=since).exists()


def mark_swept(at: datetime) -> None:
    """They were, now."""
    with transaction.atomic():
        row = _locked()
        row.swept_at = at
        row.save(update_fields=["swept_at"])


def _locked() -> DeskList:
    """The one row, made when there is none, locked."""
    rows = DeskList.objects.select_for_update(of=("self",)).select_related("key")
    found = rows.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = DeskList(key=DataKey.make())
            _seal(made, {})
            made.save(force_insert=True)
            return made
    except IntegrityError:  # Another worker was first.
        return rows.get()


def _entries(row: DeskList) -> dict[str, Entry]:
    held = row.unseal("listed")
    entries: dict[str, Entry] = held["entries"]
    return entries if held["wording"] == _wording() else {}


def _write(row: DeskList, entries: dict[str, Entry]) -> None:
    _seal(row, entries)
    row.save(update_fields=["listed"])


def _seal(row: DeskList, entries: dict[str, Entry]) -> None:
    row.seal("listed", {"wording": _wording(), "entries": entries})


def _wording() -> int:
    return consent.PURPOSES[DESK].version
