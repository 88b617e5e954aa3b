"""Mails: the newsletter with its readers, and a mail server that takes most of what is due."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from rapport.cli.demo_life.clock import Life, planned
from rapport.cli.demo_life.people import Scene
from rapport.site.foundation.mail import leases, recipients
from rapport.site.foundation.outbox_models import MailState, OutboxMessage, Template
from rapport.site.newsletter.actions import editions, joining
from rapport.site.newsletter.actions.editions import Content
from rapport.site.newsletter.actions.sending import send_due
from rapport.site.newsletter.models import Edition
from rapport.site.newsletter.queries import readers

EVERY: Final = timedelta(days=6)
SENT_WITHIN: Final = timedelta(minutes=5)
READERS: Final = {"en": 26, "es": 9}
NO_MAILBOX, FILTERED = "RCPT 550 5.1.1", "DATA 554 5.7.1"
# Minutes past the hour: a few mails of the demo fall due in them.
FILTERED_BEFORE: Final = 8
FIRST: Final = Content(
    "en",
    "What the first talk is for",
    "Dear readers,\n\nthis month we put together what to ask somebody whom you meet for the first time, and"
    " why it is a good sign when they do not only agree with you.",
    ("your-first-session", "asking-for-kind-challenge"),
)
SPANISH: Final = Content(
    "es",
    "Para qué sirve la primera charla",
    "Queridas lectoras, queridos lectores:\n\neste mes reunimos qué preguntar a quien se conoce por primera"
    " vez.",
    ("your-first-session", "it-grows"),
)
NEXT: Final = Content(
    "en",
    "When something has shifted",
    "Dear readers,\n\na bump in the road is no end of it. Two guides on how to say it, and a planner to "
    "write it down in.",
    ("bumps-and-repair", "when-it-is-not-a-fit"),
)


def write_to_readers(scene: Scene) -> Life:
    """Readers join over the weeks; an edition in each language is sent, and the next one is a draft."""
    plan = []
    for language, count in READERS.items():
        for number in range(count):
            address = f"reader-{language}-{number}@readers.example"
            plan.append((140 - number * 4.6, partial(_join, address, language)))
    by = scene.coordinator.pk
    plan += [(36.0, partial(_send, by, FIRST)), (35.0, partial(_send, by, SPANISH))]
    plan.append((2.0, lambda at: editions.write(NEXT, by=by, at=at)))
    return planned(plan, now=scene.now)


def _join(address: str, language: str, at: datetime) -> None:
    joining.ask(address, language, at=at)
    row = readers.by_address(address)
    assert row is not None, "expected the address that asked, found none"
    joining.confirm(readers.CONFIRM.sign(row.pk), at=at)


def _send(by: str, content: Content, at: datetime) -> Edition:
    """Written, put into the outbox, taken by the server, and over."""
    edition = editions.write(content, by=by, at=at)
    editions.schedule(edition, send_at=at, by=by, at=at)
    send_due(at)
    take_what_is_due(at + SENT_WITHIN)
    send_due(at + SENT_WITHIN)
    return edition


def run_the_mail_server(scene: Scene) -> Life:
    """Every few days what is due is taken, or is refused; the demo itself sends nothing to anybody."""
    days = [each * EVERY / timedelta(days=1) for each in range(1, 24)]
    return planned([(each, take_what_is_due) for each in [*days, 0.05]], now=scene.now)


def take_what_is_due(at: datetime) -> None:
    """What a worker does with mails, but for the server."""
    while leased := leases.lease(at):
        for row in leased:
            _hand_over(row, at)


def _hand_over(row: OutboxMessage, at: datetime) -> None:
    if recipients.recipient(row) is None:
        leases.end(row, state=MailState.CANCELLED, error="nobody to write to", at=at)
    elif error := _refusal(row):
        leases.end(row, state=MailState.FAILED, error=error, at=at)
    else:
        leases.mark_sent(row, at=at)


def _refusal(row: OutboxMessage) -> str:
    """An invitation that nobody takes up went to a mailbox that is not there; some mails a filter stops."""
    if row.template == Template.INVITATION:
        return NO_MAILBOX
    return (
        FILTERED if row.template == Template.REQUEST_RECEIVED and row.due_at.minute < FILTERED_BEFORE else ""
    )
