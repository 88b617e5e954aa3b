"""How an edition is written as a mail. What all readers get alike is written once and kept; only the link
that ends it is a reader's own, and nothing in a mail tells who opened it or followed a link.
"""

import quopri
import secrets
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from rapport.site.foundation.mail import parts, recipients
from rapport.site.foundation.mail.recipients import Recipient
from rapport.site.foundation.models import OutboxMessage
from rapport.site.foundation.outbox_models import RecipientKind, Template
from rapport.site.newsletter.actions import bounces
from rapport.site.newsletter.choices import Language
from rapport.site.newsletter.markup import STYLES, html_of, text_of
from rapport.site.newsletter.models import Edition
from rapport.site.newsletter.queries import editions, readers
from rapport.site.newsletter.words import FRAMES

# Where a reader's own link stands until it is known: a line that no edition holds by chance, so that what is
# before and after it can be encoded apart.
HERE = f"\n{secrets.token_hex(16)}\n"
BOUNDARY = secrets.token_hex(16)
_PART = (
    f'--{BOUNDARY}\r\nContent-Type: text/{{}}; charset="utf-8"\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
)
KEPT = 8


@dataclass(frozen=True)
class Written:
    """An edition as text and as HTML, up to the link that ends it and after it."""

    subject: str
    text: tuple[str, str]
    html: tuple[str, str]

    def text_with(self, stop: str) -> str:
        """The text for somebody."""
        return f"\n{stop}\n".join(self.text)

    def html_with(self, stop: str) -> str:
        """The HTML for somebody."""
        return f"\n{_anchor(stop)}\n".join(self.html)


def written(edition: Edition) -> Written:
    """An edition in its two forms."""
    context = {
        "edition": edition,
        "frame": FRAMES[Language(edition.language)],
        "styles": STYLES,
        "here": mark_safe(HERE),  # noqa: S308 - ours
        "opening": {"text": text_of(edition.opening), "html": mark_safe(html_of(edition.opening))},  # noqa: S308
        "guides": [
            {
                "title": each.title,
                "text": text_of(each.body),
                "html": mark_safe(html_of(each.body)),  # noqa: S308 - raw HTML is off
                "address": f"{settings.SITE_ADDRESS}{each.own_address}",
            }
            for each in editions.guides_of(edition)
        ],
    }
    text = render_to_string("newsletter/edition.txt", context).strip() + "\n"
    html = render_to_string("newsletter/edition.html", context)
    return Written(edition.subject, _halves(text), _halves(html))


def body_of(html: str) -> SafeString:
    """What stands in the body of a mail, for a page that has one of its own."""
    inside = html.partition("<body")[2].partition(">")[2].partition("</body>")[0]
    return mark_safe(f'<div style="{STYLES["body"]}">{inside}</div>')  # noqa: S308 - as `written` made it


def _halves(whole: str) -> tuple[str, str]:
    before, _here, after = whole.partition(HERE)
    return before, after


def _anchor(stop: str) -> str:
    return f'<a style="{STYLES["a"]}" href="{stop}">{stop}</a>'


@dataclass(frozen=True)
class Sheet:
    """An edition encoded: what stands before, between and after the two places of a reader's own link."""

    subject: str
    pieces: tuple[str, str, str]

    def payload(self, stop: str) -> str:
        """Both forms for somebody, as they stand behind the headers."""
        first, second, third = self.pieces
        return f"{first}{_quoted(stop)}{second}{_quoted(_anchor(stop))}{third}"


@lru_cache(maxsize=KEPT)
def _sheet(edition_id: str) -> Sheet | None:
    """An edition on its way does not change: encoded once in a process, most of the work of a mail."""
    found = editions.edition(edition_id)
    if found is None:
        return None
    made = written(found)
    text, html = ((_quoted(f"{before}\n"), _quoted(f"\n{after}")) for before, after in (made.text, made.html))
    first = f"{_PART.format('plain')}{text[0]}"
    second = f"{text[1]}\r\n{_PART.format('html')}{html[0]}"
    return Sheet(made.subject, (first, second, f"{html[1]}\r\n--{BOUNDARY}--\r\n"))


def _quoted(text: str) -> str:
    return quopri.encodestring(text.encode()).decode("ascii").replace("\n", "\r\n")


def mail(row: OutboxMessage, to: Recipient) -> EmailMessage | None:
    """The mail for one reader; None where the edition is gone."""
    sheet = _sheet(row.about)
    if sheet is None:
        return None
    message = EmailMessage(policy=SMTP)
    message["Subject"] = sheet.subject
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/alternative; boundary="{BOUNDARY}"'
    message.set_payload(sheet.payload(settings.SITE_ADDRESS + to.stop))
    return message


recipients.register(RecipientKind.READER, readers.recipient)
recipients.hear(RecipientKind.READER, bounces.hear)
parts.register_link(Template.NEWSLETTER_CONFIRMATION, readers.confirm_path)
parts.register_writer(Template.EDITION, mail)
