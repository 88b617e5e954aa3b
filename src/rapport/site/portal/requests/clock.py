"""How long a provider still has, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.consultations.deadlines import until_words

# Of a provider who has not said where their hours are.
UNSAID_ZONE: Final = "UTC"
HOUR: Final = timedelta(hours=1)
# From here on a request presses.
SOON: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when, and how long that is."""

    until: str
    left: str
    presses: bool


def clock_of(due_at: datetime, *, at: datetime, zone: str) -> Clock:
    """A deadline by the provider's own clock."""
    left = due_at - at
    return Clock(until_words(due_at, zone), _left(left), presses=left <= SOON)


def _left(left: timedelta) -> str:
    if left <= timedelta():
        return _("The time is over")
    hours = left // HOUR
    if hours < 1:
        return _("Less than an hour left")
    if hours < 2 * 24:
        return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}
    return ngettext("%(n)s day left", "%(n)s days left", hours // 24) % {"n": hours // 24}
