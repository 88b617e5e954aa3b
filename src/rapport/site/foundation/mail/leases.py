"""Rows of the outbox between a worker and the database: taken, put back, ended.

Every change is one statement under a condition, so that several workers never hold the same mail, and one
that was too slow changes nothing that another has taken over.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from rapport.site.foundation import audit
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.mail import recipients
from rapport.site.foundation.outbox_models import ERROR_LENGTH, MailState, OutboxMessage, RecipientKind

BATCH = 20
# A worker that was killed keeps its mails for so long; with less left than one slow mail can take, none is
# begun.
LEASE = timedelta(minutes=5)
LEFT_TO_BEGIN = timedelta(minutes=2)
KEPT = timedelta(days=90)


def due(at: datetime) -> QuerySet[OutboxMessage]:
    """Mails to be sent now that no worker holds."""
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    return OutboxMessage.objects.filter(is_free, state=MailState.WAITING, due_at__lte=at)


def lease(at: datetime) -> list[OutboxMessage]:
    """Take the mails that have been due longest, for this worker alone; counts as a try of each."""
    if not due(at).exists():
        return []  # Looked at every other second: without anything due, nothing is locked or written.
    mine = new_id()
    with transaction.atomic():
        # PostgreSQL: rows that another worker is taking are passed over. SQLite: one writer at a time.
        oldest = due(at).select_for_update(skip_locked=True).order_by("due_at").values_list("pk", flat=True)
        ids = list(oldest[:BATCH])
        taken = due(at).filter(pk__in=ids)
        taken.update(lease=mine, leased_until=at + LEASE, attempts=F("attempts") + 1)
    return list(OutboxMessage.objects.filter(lease=mine).order_by("due_at"))


def is_mine(row: OutboxMessage, at: datetime) -> bool:
    """Whether a leased mail is still to be sent, by this worker, with time enough to do it."""
    return _held(row).filter(leased_until__gt=at + LEFT_TO_BEGIN).exists()


def put_back(row: OutboxMessage, *, due_at: datetime, error: str, is_tried: bool) -> None:
    """End the lease; the mail waits until its new time."""
    _held(row).update(
        lease="",
        leased_until=None,
        due_at=due_at,
        last_error=error[:ERROR_LENGTH],
        attempts=F("attempts") if is_tried else F("attempts") - 1,
    )


def end(row: OutboxMessage, *, state: MailState, error: str, at: datetime) -> None:
    """The mail is not sent: it failed for good, or nobody wants it any more."""
    with transaction.atomic():
        ended = {"lease": "", "leased_until": None, "state": state, "last_error": error[:ERROR_LENGTH]}
        if _held(row).update(**ended) and state == MailState.FAILED:
            recipients.tell(row, error, at)


def mark_sent(row: OutboxMessage, *, at: datetime) -> None:
    """The server has taken the mail, whatever was decided about it meanwhile."""
    with transaction.atomic():
        open_row = OutboxMessage.objects.filter(pk=row.pk).exclude(state=MailState.SENT)
        changed = open_row.update(
            state=MailState.SENT, sent_at=at, lease="", leased_until=None, last_error=""
        )
        if changed:
            recipients.tell(row, "", at)
        if changed and row.kind == RecipientKind.CLIENT:
            told = {"template": row.template}
            audit.record(actor="system", verb="mailed", subject=row.client_id, at=at, detail=told)


def forget_old(at: datetime) -> int:
    """Delete mails that ended long ago; returns how many. The worker calls this."""
    ended = OutboxMessage.objects.exclude(state=MailState.WAITING).filter(due_at__lt=at - KEPT)
    return ended.delete()[0]


def _held(row: OutboxMessage) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk=row.pk, lease=row.lease, state=MailState.WAITING)
