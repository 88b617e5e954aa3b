"""What the calendar says to a provider; no query and no clock in here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.local_times import change_on, day_words, local_time, zone_words
from rapport.site.consultations.models import Booking
from rapport.site.consultations.queries.bookings import identity_of

DAYS_A_WEEK: Final = 7
STATES: Final = {
    BookingState.BOOKED: gettext_lazy("Booked"),
    BookingState.TOOK_PLACE: gettext_lazy("Took place"),
    BookingState.CLIENT_MISSED: gettext_lazy("They did not come"),
    BookingState.PROVIDER_MISSED: gettext_lazy("The client says that you did not come"),
    BookingState.CANCELLED: gettext_lazy("Cancelled"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment in a list."""

    id: str
    clock: str
    day: str
    called: str
    state: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week."""

    on: date
    words: str
    change: str
    entries: list[Entry]


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def bounds(monday: date, zone: str) -> tuple[datetime, datetime]:
    """When this week begins and ends there, in universal time."""
    ends = monday + timedelta(days=DAYS_A_WEEK)
    first, last = (
        datetime.combine(each, time.min, ZoneInfo(zone)).astimezone(UTC) for each in (monday, ends)
    )
    return first, last


def week_of(monday: date, bookings: Iterable[Booking], zone: str) -> list[Day]:
    """Seven days, those without an appointment too."""
    entries = [(local_time(each.starts_at, zone).on, entry(each, zone)) for each in bookings]
    days = [monday + timedelta(days=number) for number in range(DAYS_A_WEEK)]
    return [
        Day(day, day_words(day), change_on(day, zone), [each for on, each in entries if on == day])
        for day in days
    ]


def entry(booking: Booking, zone: str) -> Entry:
    """One appointment in short."""
    at = local_time(booking.starts_at, zone)
    clock = f"{at.clock} ({at.which})" if at.which else at.clock
    is_open = booking.state == BookingState.BOOKED
    return Entry(
        booking.pk, clock, at.day, called(booking), str(STATES[BookingState(booking.state)]), is_open
    )


def called(booking: Booking) -> str:
    """How the client is called, as far as they still show it."""
    told = identity_of(booking)
    return told["called"] if told else _("Someone who no longer shows their name")


def facts(booking: Booking, zone: str) -> list[tuple[str, str]]:
    """One appointment in full."""
    told = identity_of(booking)
    length = _("%(minutes)d minutes") % {"minutes": booking.minutes}
    found = [(_("When"), local_time(booking.starts_at, zone).words), (_("How long"), length)]
    return [*found, (_("How to reach them"), told["contact"])] if told else found


def zone_sentence(zone: str) -> str:
    """Whose clock the page shows."""
    return _("Times are yours (%(zone)s).") % {"zone": zone_words(zone)}
