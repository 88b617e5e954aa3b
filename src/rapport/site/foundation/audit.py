"""The audit trail: who read or changed what, in a chain that shows every edit and every gap.

Each link is a keyed digest (the key lies outside the database) over the event and the link before it, so that
whoever can write to the database still cannot forge one. The database refuses changes too (`audit_guard`).
The worker copies the end of the chain to a file outside the database: cutting off the tail shows as well.
Actors and subjects are opaque ids or "system"; details hold codes and counts, never content.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from rapport.site.foundation import keys
from rapport.site.foundation.group_commit import GroupCommit
from rapport.site.foundation.models import AuditEvent, AuditHead
from rapport.site.foundation.prepared import Prepared, run

START = "0" * 64
ANCHORS = "audit-anchors.txt"
BATCH = 2000


class Told(NamedTuple):
    """What happened, before it has a place in the trail."""

    actor: str
    verb: str
    subject: str
    at: datetime
    detail: Mapping[str, Any] = MappingProxyType({})


class Link(NamedTuple):
    """One event in its place; the columns of the table, in its order."""

    seq: int
    at: datetime
    actor: str
    verb: str
    subject: str
    detail: str
    previous: str
    link: str = ""


class End(NamedTuple):
    """Where the trail ends."""

    seq: int
    link: str


def record(
    *, actor: str, verb: str, subject: str, at: datetime, detail: dict[str, Any] | None = None
) -> None:
    """Add an event in the caller's transaction: it stands if, and only if, what it tells stands.

    Holds the lock on the end of the trail until that transaction ends, so call it late in long ones.
    """
    append([Told(actor, verb, subject, at, detail or {})])


def record_reading(*, actor: str, verb: str, subject: str, at: datetime) -> None:
    """Add that something was read; the event is on the disk when this returns, before any page is sent.

    Readings that come together share one transaction, and so one wait for the disk. Inside a transaction
    of the caller it is added there.
    """
    told = Told(actor, verb, subject, at)
    if connection.in_atomic_block:
        append([told])
    else:
        _readings.add(told)


def append(told: Sequence[Told]) -> list[Link]:
    """Add events in their order, in one transaction, which is the caller's where there is one."""
    # Without a savepoint: where the trail cannot be written, nothing of the caller's may stand either.
    with transaction.atomic(savepoint=False):
        end, links = _locked_head(), []
        for each in told:
            links.append(_linked(each, after=end))
            end = End(links[-1].seq, links[-1].link)
        _write(links)
    return links


_readings = GroupCommit(append)


def _linked(told: Told, *, after: End) -> Link:
    detail = json.dumps(dict(told.detail), sort_keys=True, separators=(",", ":"))
    at = told.at.astimezone(UTC)
    event = Link(after.seq + 1, at, told.actor, told.verb, told.subject, detail, after.link)
    return event._replace(link=link_of(event))


_HEAD = Prepared(lambda: AuditHead.objects.select_for_update().filter(pk=1).values_list("seq", "link"))


def _locked_head() -> End:
    # On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    row = _HEAD.first()
    if row is None:
        AuditHead.objects.bulk_create([AuditHead(pk=1, seq=0, link=START)], ignore_conflicts=True)
        row = _HEAD.rows()[0]
    return End(*row)


def _write(links: Sequence[Link]) -> None:
    """The events, and the new end. Plain SQL: nobody else can write while this does."""
    adapted = connection.ops.adapt_datetimefield_value
    events = [value for each in links for value in each._replace(at=adapted(each.at))]
    insert = f"{_INSERT} VALUES {', '.join([_ROW] * len(links))}"
    end = [links[-1].seq, links[-1].link]
    if connection.vendor == "postgresql":
        # In one statement: everybody waits for whoever holds the end of the trail.
        run(f"WITH moved AS ({_MOVE_END}) {insert}", [*end, *events])
    else:
        run(insert, events)
        run(_MOVE_END, end)


_INSERT = 'INSERT INTO foundation_auditevent (seq, "at", actor, verb, subject, detail, previous, link)'
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s)"
_MOVE_END = "UPDATE foundation_audithead SET seq = %s, link = %s WHERE id = 1"


def link_of(event: AuditEvent | Link) -> str:
    """The keyed digest of an event and of the link before it."""
    told = [
        event.seq, event.at.astimezone(UTC).isoformat(), event.actor, event.verb, event.subject, event.detail,
        event.previous,
    ]  # fmt: skip
    return keys.digest(keys.ring().audit, json.dumps(told, ensure_ascii=True))


def broken_links() -> list[int]:
    """Places where the trail was changed (edited, removed, inserted, end moved); empty when intact."""
    broken: set[int] = set()
    expected, previous = 1, START
    anchors = anchored()
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=BATCH):
        broken.update(range(expected, event.seq))
        if event.previous != previous or event.link != link_of(event):
            broken.add(event.seq)
        if anchors.get(event.seq, event.link) != event.link:
            broken.add(event.seq)
        expected, previous = event.seq + 1, event.link
    head = AuditHead.objects.filter(pk=1).first()
    last = head.seq if head else 0
    broken.update(range(expected, max([last, *anchors], default=0) + 1))
    if head and (head.seq, head.link) != (expected - 1, previous):
        broken.add(max(head.seq, 1))
    return sorted(broken)


def about(subject: str) -> list[dict[str, str]]:
    """What the trail tells about one person, oldest first."""
    events = AuditEvent.objects.filter(subject=subject).order_by("seq")
    return [{"at": event.at.isoformat(), "by": event.actor, "what": event.verb} for event in events]


def anchor() -> None:
    """Copy the end of the trail to a file outside the database, when it moved."""
    head = AuditHead.objects.filter(pk=1).first()
    if head is None or head.seq in anchored():
        return
    file = _anchor_file()
    if not file.exists():
        file.touch(mode=0o600)
    with file.open("a", encoding="ascii") as stream:
        stream.write(f"{head.seq} {head.link}\n")


def anchored() -> dict[int, str]:
    """The ends that were copied, by their place."""
    file = _anchor_file()
    if not file.exists():
        return {}
    lines = [line.split() for line in file.read_text(encoding="ascii").splitlines()]
    return {int(line[0]): line[1] for line in lines if len(line) == 2}


def _anchor_file() -> Path:
    return Path(settings.KEYS_FOLDER) / ANCHORS
