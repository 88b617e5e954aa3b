"""What the pages about bookings say; no query and no clock in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.consultations.booking_models import half_hour_of
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.local_times import (
    change_between,
    change_on,
    is_one_clock,
    local_time,
    zone_words,
)
from rapport.site.consultations.models import Booking

# So many days are on a page: enough to choose from, few enough to read through.
DAYS_A_PAGE: Final = 7
_DAY: Final = timedelta(days=1)
STATES: Final = {
    BookingState.HELD: gettext_lazy("This time is held for you. It is not booked yet."),
    BookingState.BOOKED: gettext_lazy("This is booked."),
    BookingState.TOOK_PLACE: gettext_lazy("You talked."),
    BookingState.CLIENT_MISSED: gettext_lazy("You could not be there, or they could not reach you."),
    BookingState.PROVIDER_MISSED: gettext_lazy("They did not come. We are sorry."),
    BookingState.EXPIRED: gettext_lazy(
        "This time was held for some minutes and is free again. Nothing is booked."
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One time to press."""

    number: int
    clock: str
    which: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Day:
    """The times of one local day, and what the clocks do on it."""

    words: str
    change: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Times:
    """One page of days: `later` and `earlier` are the dates that the next and the last page begin on."""

    days: list[Day]
    zone: str
    their_zone: str
    later: date | None
    earlier: date | None


def times_page(starts: Sequence[datetime], *, zone: str, theirs: str, since: date | None) -> Times:
    """The times offered, by day of whoever chooses; with the other one's clock where the two differ."""
    by_day = [
        (day, list(each)) for day, each in groupby(starts, key=lambda start: local_time(start, zone).on)
    ]
    dates = [day for day, _each in by_day]
    first = next((place for place, day in enumerate(dates) if since is None or day >= since), 0)
    shown = by_day[first : first + DAYS_A_PAGE]
    is_same = is_one_clock(starts, zone, theirs)
    return Times(
        days=[_day(day, each, zone, "" if is_same else theirs) for day, each in shown],
        zone=zone_words(zone),
        their_zone="" if is_same else zone_words(theirs),
        later=dates[first + DAYS_A_PAGE] if first + DAYS_A_PAGE < len(dates) else None,
        earlier=dates[max(first - DAYS_A_PAGE, 0)] if first else None,
    )


def _day(day: date, starts: list[datetime], zone: str, theirs: str) -> Day:
    words = local_time(starts[0], zone).day
    return Day(words, change_on(day, zone), [_choice(each, zone, theirs) for each in starts])


def _choice(start: datetime, zone: str, theirs: str) -> Choice:
    mine = local_time(start, zone)
    return Choice(half_hour_of(start), mine.clock, mine.which, _their_clock(start, mine.on, theirs))


def _their_clock(start: datetime, on: date, zone: str) -> str:
    """The other one's clock, with the day where that is another one."""
    if not zone:
        return ""
    their = local_time(start, zone)
    if their.on == on:
        return their.clock
    weekday = their.day.partition(",")[0]
    return _("%(clock)s on %(weekday)s") % {"clock": their.clock, "weekday": weekday}


def when_facts(
    starts_at: datetime, minutes: int, *, zone: str, theirs: str, name: str
) -> list[tuple[str, str]]:
    """When, in words: for you, and for them where their clock shows something else."""
    facts = [(_("When"), local_time(starts_at, zone).words)]
    if not is_one_clock([starts_at], zone, theirs):
        facts.append((_("For %(name)s") % {"name": name}, local_time(starts_at, theirs).words))
    return [*facts, (_("How long"), _("%(minutes)d minutes") % {"minutes": minutes})]


def moving_notes(booking: Booking, to: datetime, *, zone: str, theirs: str) -> list[str]:
    """What the clocks do between the old time and the new one, in either zone."""
    zones = [zone] if zone_words(zone) == zone_words(theirs) else [zone, theirs]
    notes = [change_between(booking.starts_at, to, each) for each in zones]
    return [each for each in notes if each]


def state_words(booking: Booking) -> str:
    """How the booking stands, said to its client."""
    if booking.state != BookingState.CANCELLED:
        return str(STATES[BookingState(booking.state)])
    if booking.cancelled_by == "client":
        return _("You cancelled this appointment.")
    return _("%(name)s had to cancel this appointment. It is nothing that you did.") % {
        "name": booking.provider.name
    }
