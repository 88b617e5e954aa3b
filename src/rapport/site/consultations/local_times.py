"""A moment as people say it where they live: day, clock, zone, and what a change of the clocks does to it.

Bookings are kept in universal time, so a moment is always exactly one; only its words can be taken for two,
in the hour that the clocks repeat. Those words then say which of the two is meant.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.site.foundation.widgets import NOON, hour_words
from rapport.site.intake.places import TIME_ZONES

_NAMES = dict(TIME_ZONES)
_DAY = timedelta(days=1)
HALF_DAY_HOURS = 12


@dataclass(frozen=True, slots=True)
class LocalTime:
    """One moment in one zone: its local date, "3:30 pm", and which of two it is where that could be asked."""

    on: date
    clock: str
    which: str
    name: str

    @property
    def day(self) -> str:
        """Sunday, March 14."""
        return day_words(self.on)

    @property
    def zone(self) -> str:
        """Eastern time."""
        return zone_words(self.name)

    @property
    def words(self) -> str:
        """All of it in one line."""
        clock = _("%(clock)s (%(which)s)") % {"clock": self.clock, "which": self.which}
        said = clock if self.which else self.clock
        return _("%(day)s, %(clock)s, %(zone)s") % {"day": self.day, "clock": said, "zone": self.zone}


def local_time(at: datetime, zone: str) -> LocalTime:
    """A moment as the clocks of a zone show it."""
    local = at.astimezone(ZoneInfo(zone))
    return LocalTime(local.date(), clock_words(local), _which(local), zone)


def day_words(day: date) -> str:
    """Sunday, March 14."""
    return date_format(day, pgettext("a day, as Django formats dates", "l, F j"))


def clock_words(local: datetime) -> str:
    """9 am, noon, 3:30 pm."""
    if not local.minute:
        return hour_words(local.hour)
    hour = local.hour % HALF_DAY_HOURS or HALF_DAY_HOURS
    said = {"hour": hour, "minute": f"{local.minute:02}"}
    return _("%(hour)d:%(minute)s am") % said if local.hour < NOON else _("%(hour)d:%(minute)s pm") % said


def zone_words(zone: str) -> str:
    """Eastern time; for a zone without a name of its own, its city."""
    name = _NAMES.get(zone)
    return str(name) if name else _("%(city)s time") % {"city": zone.rpartition("/")[2].replace("_", " ")}


def _which(local: datetime) -> str:
    """Which of two, in the hour that the clocks repeat; empty everywhere else."""
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return _("after the clocks go back") if local.fold else _("before the clocks go back")


def is_one_clock(moments: Iterable[datetime], zone: str, other: str) -> bool:
    """Whether clocks in both zones show the same at all of these moments."""
    here, there = ZoneInfo(zone), ZoneInfo(other)
    return all(each.astimezone(here).utcoffset() == each.astimezone(there).utcoffset() for each in moments)


def change_on(day: date, zone: str) -> str:
    """What the clocks of a zone do on this day, in words; empty on a day like any other."""
    midnight, next_midnight = (_midnight(each, zone) for each in (day, day + _DAY))
    return _forward_or_back(_offset(next_midnight) - _offset(midnight), zone)


def change_between(first: datetime, second: datetime, zone: str) -> str:
    """What the clocks of a zone do between two moments, in words; empty when they show the same."""
    here = ZoneInfo(zone)
    moved = _offset(max(first, second).astimezone(here)) - _offset(min(first, second).astimezone(here))
    return _forward_or_back(moved, zone)


def _forward_or_back(moved: timedelta, zone: str) -> str:
    if not moved:
        return ""
    minutes = {"minutes": abs(moved) // timedelta(minutes=1), "zone": zone_words(zone)}
    if moved > timedelta():
        return _("The clocks go forward by %(minutes)d minutes (%(zone)s).") % minutes
    return _("The clocks go back by %(minutes)d minutes (%(zone)s).") % minutes


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))


def _offset(local: datetime) -> timedelta:
    offset = local.utcoffset()
    assert offset is not None, "expected a time with a zone"
    return offset
