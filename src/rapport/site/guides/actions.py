"""Sending a planner by mail, at once and from memory: nothing of it is stored, nor noted anywhere."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from threading import BoundedSemaphore
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.mail.server import Connection, Later, Never, Unwell
from rapport.site.foundation.mail.words import FOOT, Words
from rapport.site.guides.planner.typesetting import Order, typeset

FILE_NAME: Final = "planner.pdf"
# Of each answer: somebody waits in front of a page.
ANSWER_SECONDS: Final = 5.0
# A slow mail server must not hold all threads of the web: whoever comes third is asked to try again.
AT_ONCE: Final = 2
_slots = BoundedSemaphore(AT_ONCE)

WORDS: Final = Words(
    _("Your planner"),
    (_("Here is the planner that somebody asked us to send to this address."),
     _("We have kept neither the address nor the planner. If it was not you, you need not do anything.")),
    link=_("Guides to read"),
)  # fmt: skip


class NotSent(Exception):
    """The planner did not leave; `was_refused` when the server does not know or want the address."""

    def __init__(self, *, was_refused: bool = False) -> None:
        super().__init__()
        self.was_refused = was_refused


def mail_planner(order: Order, *, to: str, at: datetime) -> None:
    """Typeset a planner and hand it to the mail server; raises `NotSent` or `Unprintable`.

    The trail has no line of it: nothing of anybody's is read or changed.
    """
    if settings.MAIL_SERVER is None or not _slots.acquire(blocking=False):
        raise NotSent
    try:
        _hand_over(bytes(_written(order, to, at)), to)
    finally:
        _slots.release()


def _hand_over(mail: bytes, to: str) -> None:
    sender = settings.MAIL_FROM
    connection = Connection(settings.MAIL_SERVER, greeting=sender.domain, timeout=ANSWER_SECONDS)
    try:
        connection.hand_over(sender=sender.address, recipient=to, mail=mail)
    except Never:
        raise NotSent(was_refused=True) from None
    except (Later, Unwell):
        raise NotSent from None
    finally:
        connection.close()


def _written(order: Order, to: str, at: datetime) -> EmailMessage:
    """The mail: fixed words, so that nobody can make us send theirs to a stranger, and the file."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = str(WORDS.subject)
    message["From"] = Address(settings.MAIL_FROM.name, addr_spec=settings.MAIL_FROM.address)
    message["To"] = Address(addr_spec=to)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=settings.MAIL_FROM.domain)
    message["Auto-Submitted"] = "auto-generated"
    context = {
        "words": WORDS,
        "link": f"{settings.SITE_ADDRESS}/guides/",
        "foot": FOOT,
        "language": get_language(),
    }
    message.set_content(render_to_string("mail/mail.txt", context).strip() + "\n")
    message.add_alternative(render_to_string("mail/mail.html", context), subtype="html")
    message.add_attachment(typeset(order), maintype="application", subtype="pdf", filename=FILE_NAME)
    return message
