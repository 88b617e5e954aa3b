"""The parts of a mail that are its own, built from an id when it is sent: a secret link, a calendar file, and
of an edition of the newsletter its words.

Chapters register how they are built; so no secret stands in the outbox, and what is gone by then is not told
of. What a calendar file may say is fixed here: when, and "Appointment".
"""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy

from rapport.site.foundation.mail.recipients import Recipient
from rapport.site.foundation.outbox_models import OutboxMessage, Template

T = TypeVar("T")
CALENDAR = "calendar"
SAYS = gettext_lazy("Appointment")
# Properties of RFC 5545 and 5546 that hold times, numbers and fixed words; none that can hold a sentence.
ALLOWED = frozenset(
    (
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "SEQUENCE", "STATUS", "TRANSP",
        "CLASS", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "CREATED", "LAST-MODIFIED", "SUMMARY", "TZID",
        "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE", "ACTION", "TRIGGER", "DESCRIPTION",
    )
)  # fmt: skip
SAYING = ("SUMMARY", "DESCRIPTION")
# Where a line is not for reading, nothing that could be a sentence: no space, no quotes.
LINE = re.compile(r"([A-Z-]+)((?:;(?:TZID|VALUE|RELATED)=[\w/+-]+)*):(.*)")
NO_SENTENCE = re.compile(r"[\w@.:;,=+/-]*")
LinkBuilder = Callable[[str], str | None]
FileBuilder = Callable[[OutboxMessage], bytes | None]
Writer = Callable[[OutboxMessage, Recipient], EmailMessage | None]
_links: dict[str, LinkBuilder] = {}
_writers: dict[str, Writer] = {}
_files: dict[str, FileBuilder] = {}


class Gone(Exception):
    """What a mail tells of is no more."""


class TellingFile(Exception):
    """A calendar file says more than it may; it is not sent."""


def register_link(template: Template, builder: LinkBuilder) -> None:
    """Say how a template's own link (a path of the site) is built from `about`; None where it is gone."""
    _once(_links, template, builder)


def register_calendar(builder: FileBuilder) -> None:
    """Say how the calendar file of a mail about an appointment is built; None where that is gone."""
    _once(_files, CALENDAR, builder)


def register_writer(template: Template, writer: Writer) -> None:
    """Say how a mail whose words are not fixed is written: subject and content; None where that is gone."""
    _once(_writers, template, writer)


def _once(registered: dict[str, Any], name: str, builder: Any) -> None:
    if name in registered:
        raise ValueError(f"expected one builder of {name}, got a second")
    registered[name] = builder


def link(row: OutboxMessage) -> str:
    """The path of a mail's own link."""
    return _there(_links[row.template](row.about))


def own(row: OutboxMessage, to: Recipient) -> EmailMessage | None:
    """A mail in words of its own; None where its template's words are fixed."""
    writer = _writers.get(row.template)
    return _there(writer(row, to)) if writer else None


def calendar(row: OutboxMessage) -> bytes:
    """The calendar file, looked at."""
    made = _there(_files[CALENDAR](row))
    refuse_telling(made)
    return made


def _there(made: T | None) -> T:
    if made is None:
        raise Gone("what it tells of is gone")
    return made


def method_of(calendar: bytes) -> str:
    """What a calendar file asks for: PUBLISH, or CANCEL."""
    found = re.search(rb"^METHOD:(\w+)", calendar, re.MULTILINE)
    return found[1].decode() if found else "PUBLISH"


def refuse_telling(calendar: bytes) -> None:
    """Raise when a calendar file holds a property that could say something, or says anything but its word."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar.decode("utf-8"))
    for line in filter(None, unfolded.splitlines()):
        match = LINE.fullmatch(line)
        if match is None or match[1] not in ALLOWED or not _is_quiet(match[1], match[3]):
            raise TellingFile(f"expected times and “{SAYS}” in a calendar file, found more")


def _is_quiet(name: str, value: str) -> bool:
    return value == str(SAYS) if name in SAYING else NO_SENTENCE.fullmatch(value) is not None
