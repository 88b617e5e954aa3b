"""Editions enter the outbox by portions, no faster than they may leave; the outbox does the rest.

A portion lies in the next two minutes, its mails spread evenly over them: whatever else is due leaves in
between, and a mail server that was down for an hour is not flooded when it is back.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from rapport.site.foundation import outbox
from rapport.site.foundation.outbox import Mail
from rapport.site.foundation.outbox_models import Template
from rapport.site.newsletter.actions.editions import end
from rapport.site.newsletter.choices import EditionState
from rapport.site.newsletter.models import Edition
from rapport.site.newsletter.queries import readers
from rapport.site.newsletter.queries.editions import counted, key_of, under_way

MINUTE = timedelta(minutes=1)
# Two turns of the worker, so that a late one leaves no gap.
AHEAD = 2 * MINUTE
# So many rows a statement: SQLite takes 32,766 values in one.
BATCH = 1_000


def send_due(at: datetime) -> int:
    """Put the next portion of every edition under way into the outbox; returns how many mails.

    They share the rate.
    """
    found = under_way(at)
    gap = MINUTE * len(found) / settings.NEWSLETTER_A_MINUTE
    return sum(_send(edition_id, gap, at) for edition_id in found)


def _send(edition_id: str, gap: timedelta, at: datetime) -> int:
    """One edition's, in one transaction; whoever comes second waits, and finds it done."""
    with transaction.atomic():
        states = (EditionState.SCHEDULED, EditionState.SENDING)
        row = Edition.objects.select_for_update().filter(pk=edition_id, state__in=states).first()
        if row is None:
            return 0
        if row.state == EditionState.SCHEDULED:
            row.state, row.begun_at, row.filled_until = EditionState.SENDING, at, at
        count = _fill(row, gap, at)
        if not count and _is_over(row):
            end(row, EditionState.SENT, at)
        row.save()
    return count


def _fill(row: Edition, gap: timedelta, at: datetime) -> int:
    """Put the mails up to the horizon, a gap between each two, less those that wait already."""
    assert row.filled_until is not None
    begin = max(row.filled_until, at)
    free = min((at + AHEAD - begin) // gap, AHEAD // gap - counted(row).waiting)
    ids = _next(row, free) if free > 0 else []
    mails = [_mail(row, reader_id, begin + gap * number) for number, reader_id in enumerate(ids)]
    for first in range(0, len(mails), BATCH):
        outbox.put_all(mails[first : first + BATCH])
    if ids:
        row.reached, row.filled_until = ids[-1], begin + gap * len(ids)
    return len(ids)


def _next(row: Edition, most: int) -> list[str]:
    """Who comes next; whoever said yes after it began waits for another edition."""
    rows = readers.confirmed(row.language).filter(pk__gt=row.reached, confirmed_at__lte=row.begun_at)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _is_over(row: Edition) -> bool:
    return not counted(row).waiting and not _next(row, 1)


def _mail(row: Edition, reader_id: str, due_at: datetime) -> Mail:
    to, key = outbox.to_reader(reader_id), key_of(row, reader_id)
    return Mail(Template.EDITION, to, key, due_at, about=row.pk)
