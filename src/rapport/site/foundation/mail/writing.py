"""From a row of the outbox to the mail itself: fixed words, one link, at most a calendar file."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from rapport.site.foundation.mail import parts
from rapport.site.foundation.mail.recipients import Recipient
from rapport.site.foundation.mail.words import FOOT, STOP, WORDS, Words
from rapport.site.foundation.outbox_models import OutboxMessage, Template

FILE_NAME = "appointment.ics"


def written(row: OutboxMessage, to: Recipient, *, at: datetime) -> EmailMessage:
    """The mail as it is sent at this time; raises `parts.Gone` when that is no more."""
    with translation.override(to.language or settings.LANGUAGE_CODE):
        message = parts.own(row, to) or _fixed(row, to)
    _address(message, row, to, at)
    return message


def _fixed(row: OutboxMessage, to: Recipient) -> EmailMessage:
    words = WORDS[Template(row.template)]
    message = _with_words(words, _context(row, to, words))
    if words.has_calendar:
        file = parts.calendar(row)
        # RFC 6047: a mail program takes an event out of a calendar only where the part itself says so too.
        told = {"method": parts.method_of(file), "charset": "utf-8"}
        message.add_attachment(file, maintype="text", subtype="calendar", filename=FILE_NAME, params=told)
    return message


def _context(row: OutboxMessage, to: Recipient, words: Words) -> dict[str, object]:
    return {
        "words": words,
        "link": settings.SITE_ADDRESS + (parts.link(row) if words.has_own_link else to.home),
        "stop": settings.SITE_ADDRESS + to.stop if to.stop else "",
        "stop_words": STOP,
        "foot": FOOT,
        "language": translation.get_language(),
    }


def _with_words(words: Words, context: dict[str, object]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = str(words.subject)
    message.set_content(render_to_string("mail/mail.txt", context).strip() + "\n")
    message.add_alternative(render_to_string("mail/mail.html", context), subtype="html")
    return message


def _address(message: EmailMessage, row: OutboxMessage, to: Recipient, at: datetime) -> None:
    sender = settings.MAIL_FROM
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=to.address)
    message["Date"] = format_datetime(at)
    # The same at every try: whoever gets a mail twice can tell.
    message["Message-ID"] = message_id(row.pk)
    # RFC 3834: no holiday notes, no answers from other programs; the second is Exchange's own word for it.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if to.stop:
        # RFC 2369, and RFC 8058: one press in the mail program, without signing in.
        message["List-Unsubscribe"] = f"<{settings.SITE_ADDRESS}{to.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def message_id(row_id: str) -> str:
    """The Message-ID of a row's mail."""
    return f"<{row_id}@{settings.MAIL_FROM.domain}>"
