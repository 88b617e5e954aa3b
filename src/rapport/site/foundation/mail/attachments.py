"""The calendar file of a mail, built when the mail is sent, and looked at before it leaves.

Whoever keeps appointments registers how the file is built from an id. What a file may say is fixed here:
when, and "Appointment".
"""

import re
from collections.abc import Callable

from rapport.site.foundation.outbox_models import OutboxMessage

SAYS = "Appointment"
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
Builder = Callable[[OutboxMessage], bytes | None]
_builders: dict[str, Builder] = {}


class TellingFile(Exception):
    """A calendar file says more than it may; it is not sent."""


def register(name: str, builder: Builder) -> None:
    """Say how a file is built from the `about` of a mail; None says that the mail no longer holds."""
    if name in _builders:
        raise ValueError(f"expected one builder of {name}, got a second")
    _builders[name] = builder


def built(name: str, row: OutboxMessage) -> bytes | None:
    """The file, looked at; None when what it tells of is gone."""
    made = _builders[name](row) if name in _builders else None
    if made is not None:
        refuse_telling(made)
    return made


def refuse_telling(calendar: bytes) -> None:
    """Raise when a calendar file holds a property that could say something, or says anything but its word."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar.decode("utf-8"))
    for line in filter(None, unfolded.splitlines()):
        match = LINE.fullmatch(line)
        if match is None or match[1] not in ALLOWED or not _is_quiet(match[1], match[3]):
            raise TellingFile(f"expected times and “{SAYS}” in a calendar file, found more")


def _is_quiet(name: str, value: str) -> bool:
    return value == SAYS if name in SAYING else NO_SENTENCE.fullmatch(value) is not None
