"""Addresses that no longer work are erased: at once where no mailbox is there, else after some editions."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction

from rapport.site.foundation.ids import ID_PATTERN
from rapport.site.foundation.models import OutboxMessage
from rapport.site.foundation.outbox_models import RecipientKind
from rapport.site.newsletter.actions.joining import erase
from rapport.site.newsletter.models import Reader
from rapport.site.newsletter.reports import Report

# Editions in a row that did not arrive, for four days each.
MOST_FAILURES = 3
MAIL_SERVER = "mail-server"
# The recipient was refused for good. What is about policy, ours or theirs (5.7, RFC 3463), says nothing of
# the mailbox, and neither does a refusal of the mail itself: a filter's mistake must not empty the list.
NO_MAILBOX = re.compile(r"RCPT 5\d\d(?: 5\.(?!7\.)\d+\.\d+)?")
UNKNOWN, COUNTED, ERASED = "unknown", "counted", "erased"


def hear(row: OutboxMessage, error: str, at: datetime) -> None:
    """What became of a mail to a reader: "" where it was sent. In the transaction that writes this down."""
    if not error:
        Reader.objects.filter(pk=row.recipient_id, failures__gt=0).update(failures=0)
        return
    _note(row.recipient_id, is_for_good=NO_MAILBOX.fullmatch(error) is not None, at=at)


def note_report(report: Report, *, at: datetime) -> str:
    """What a report that came later says of a mail of ours; returns what was done.

    The mail is known by its Message-ID, which is random: whoever never got it cannot end it for another.
    """
    name, _at, domain = report.message_id.strip("<>").partition("@")
    ours = settings.MAIL_FROM
    if ours is None or domain != ours.domain or not ID_PATTERN.fullmatch(name):
        return UNKNOWN
    with transaction.atomic():
        mail = OutboxMessage.objects.filter(pk=name, kind=RecipientKind.READER).first()
        return _note(mail.recipient_id, is_for_good=report.is_for_good, at=at) if mail else UNKNOWN


def _note(reader_id: str, *, is_for_good: bool, at: datetime) -> str:
    row = Reader.objects.select_for_update().filter(pk=reader_id).first()
    if row is None:
        return UNKNOWN
    row.failures += 1
    if is_for_good or row.failures >= MOST_FAILURES:
        erase(row, by=MAIL_SERVER, verb="newsletter_bounced", at=at)
        return ERASED
    row.save(update_fields=["failures"])
    return COUNTED
