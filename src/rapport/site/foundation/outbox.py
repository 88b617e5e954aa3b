"""The outbox: a mail is a row, written in the same transaction as what it tells of.

If that transaction fails, nothing is sent; once it is committed, the worker sends it at least once
(`mail.delivery`). Each mail says one of a closed list of content-free things (`Template`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Count, Q

from rapport.site.foundation import audit
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.outbox_models import (
    MailState,
    OutboxMessage,
    RecipientKind,
    Template,
)
from rapport.site.foundation.prepared import Insert

# Above every letter that a key may hold, so that a range finds all keys with a beginning.
LAST = "\U0010ffff"


@dataclass(frozen=True)
class To:
    """Whom a mail goes to; clients and accounts are looked up when it is sent, so that a change holds."""

    kind: RecipientKind
    id: str


def to_client(client_id: str) -> To:
    """A client, at the contact address that they confirmed; without one nothing is sent."""
    return To(RecipientKind.CLIENT, client_id)


def to_account(account_id: object) -> To:
    """Someone with an account, at the account's address."""
    return To(RecipientKind.ACCOUNT, str(account_id))


def to_reader(reader_id: str) -> To:
    """Whoever asked for the newsletter, as long as they want it."""
    return To(RecipientKind.READER, reader_id)


@dataclass(frozen=True)
class Mail:
    """What `put` takes, for several at once."""

    template: str
    to: To
    key: str
    due_at: datetime
    not_after: datetime | None = None
    about: str = ""
    client_id: str = ""


def put(
    *,
    template: str,
    to: To,
    key: str,
    due_at: datetime,
    not_after: datetime | None = None,
    about: str = "",
    client_id: str = "",
) -> None:
    """Put a mail into the outbox, in the caller's transaction; outside of one this raises.

    `key` names this mail for good: put again, it changes nothing, unless it was cancelled in between. Begin
    it with what it tells of (`booking:ID:reminder:…`), so that `cancel` finds it. After `not_after` it is
    not sent any more: a reminder of what has begun. `about` is the id from which its link or its calendar
    file is made when it is sent (`mail.parts`), `client_id` the client of whom a mail to somebody else tells.
    """
    put_all([Mail(template, to, key, due_at, not_after, about, client_id)])


def put_all(mails: Sequence[Mail]) -> None:
    """Put several mails into the outbox, each as `put` would. One query, however many."""
    if not connection.in_atomic_block:
        raise RuntimeError("expected a transaction around the mail and what it tells of, found none")
    _PUT.put_rows([_row(mail) for mail in mails])


# Whose key stands already is left as it is; one that was cancelled begins anew.
_PUT: Final = Insert(
    OutboxMessage,
    "ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{each.column} = excluded.{each.column}" for each in OutboxMessage._meta.concrete_fields)
    + f" WHERE {OutboxMessage._meta.db_table}.state = '{MailState.CANCELLED.value}'",
    beginning_as=("state", "attempts", "lease", "leased_until", "last_error", "sent_at"),
)


def _row(mail: Mail) -> tuple[Any, ...]:
    """Its columns, in the order of the table."""
    to, template = mail.to, Template(mail.template).value
    client = to.id if to.kind == RecipientKind.CLIENT else mail.client_id
    return new_id(), mail.key, template, to.kind.value, to.id, client, mail.about, mail.due_at, mail.not_after


def cancel(beginning: str) -> int:
    """Cancel what has not been sent of the mails whose key begins so; returns how many."""
    if not beginning:
        raise ValueError("expected the beginning of a key, got nothing: that would cancel every mail")
    waiting = OutboxMessage.objects.filter(_begins(beginning), state=MailState.WAITING)
    return waiting.update(state=MailState.CANCELLED, lease="", leased_until=None)


def _begins(beginning: str) -> Q:
    if connection.vendor == "sqlite":
        # Its LIKE cannot use the index; its letters are ordered by their numbers, so a range can.
        return Q(key__gte=beginning, key__lt=beginning + LAST)
    return Q(key__startswith=beginning)


def forget(*, client_id: str) -> None:
    """Remove every mail to a client or about them: for erasing that client only."""
    OutboxMessage.objects.filter(client_id=client_id).delete()


def about_client(client_id: str) -> list[dict[str, Any]]:
    """Every mail to a client or about them, for their download."""
    rows = OutboxMessage.objects.filter(client_id=client_id).order_by("due_at", "id")
    return [
        {
            "what": row.template,
            "to_you": row.kind == RecipientKind.CLIENT,
            "due_at": row.due_at.isoformat(),
            "state": row.state,
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        }
        for row in rows
    ]


def tally(beginning: str) -> dict[str, int]:
    """How many of the mails whose key begins so are in which state. One query."""
    rows = OutboxMessage.objects.filter(_begins(beginning)).values_list("state")
    return dict(rows.annotate(count=Count("pk")))


@dataclass(frozen=True)
class Standing:
    """How the outbox stands: how many mails are due and since when, what came last, how many failed."""

    due: int
    oldest_due_at: datetime | None
    last_error: str
    failed: int


def standing(at: datetime) -> Standing:
    """What waits that should have been sent by now, and what was refused for good."""
    due = OutboxMessage.objects.filter(state=MailState.WAITING, due_at__lte=at).order_by("due_at")
    oldest = due.first()
    return Standing(
        due=due.count(),
        oldest_due_at=oldest.due_at if oldest else None,
        last_error=oldest.last_error if oldest else "",
        failed=OutboxMessage.objects.filter(state=MailState.FAILED).count(),
    )


@dataclass(frozen=True)
class Failed:
    """So many mails of one template that failed for good, for one reason."""

    template: str
    error: str
    count: int


def failed() -> list[Failed]:
    """What failed for good, the most first. One query."""
    rows = OutboxMessage.objects.filter(state=MailState.FAILED).values_list("template", "last_error")
    counted = rows.annotate(count=Count("pk")).order_by("-count", "template", "last_error")
    return [Failed(*row) for row in counted]


def send_again(*, by: str, at: datetime) -> int:
    """Let the mails that failed wait again, from the first try, unless it is too late; returns how many."""
    with transaction.atomic():
        late = Q(not_after__isnull=False, not_after__lt=at)
        found = OutboxMessage.objects.filter(state=MailState.FAILED).exclude(late)
        changed = found.update(state=MailState.WAITING, due_at=at, attempts=0, last_error="")
        if changed:
            detail = {"mails": changed}
            audit.record(actor=by, verb="mails_again", subject="system", at=at, detail=detail)
    return changed
