"""Calendar files (RFC 5545): when, and "Appointment" in the reader's language; nothing else, to nobody.

The same appointment has another name in the calendar of either side: whoever keeps both calendars, as a large
mail company may, cannot tell from the files who met whom.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking

SAYS: Final = gettext_lazy("Appointment")
PRODUCT: Final = "-//Rapport//Appointments//EN"
# How often a calendar program is asked to look again (RFC 7986).
LOOK_AGAIN: Final = timedelta(hours=1)
NAME_LETTERS: Final = 32
FILE_NAME: Final = "appointment.ics"
CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
# What a calendar shows; a hold of some minutes is none of its business.
SHOWN: Final = (
    BookingState.BOOKED, BookingState.TOOK_PLACE, BookingState.CLIENT_MISSED, BookingState.PROVIDER_MISSED,
    BookingState.CANCELLED,
)  # fmt: skip


class Side(StrEnum):
    """Whose calendar it is for."""

    CLIENT = "client"
    PROVIDER = "provider"


def appointment(booking: Booking, side: Side) -> bytes:
    """One booking as a file: sent again after a move or a cancellation, it replaces what it was before."""
    is_cancelled = booking.state == BookingState.CANCELLED
    calendar = _calendar("CANCEL" if is_cancelled else "PUBLISH")
    calendar.add_component(_event(booking, side))
    return calendar.to_ical()


def feed(bookings: Iterable[Booking], side: Side = Side.PROVIDER) -> bytes:
    """All of these bookings, for a calendar program that comes back for news."""
    calendar = _calendar("PUBLISH")
    calendar.add("refresh-interval", LOOK_AGAIN, {"value": "DURATION"})
    for booking in bookings:
        calendar.add_component(_event(booking, side))
    return calendar.to_ical()


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(booking: Booking, side: Side) -> Event:
    is_cancelled = booking.state == BookingState.CANCELLED
    event = Event()
    event.add("uid", _name(booking.pk, side))
    event.add("dtstamp", _whole_seconds(booking.changed_at))
    event.add("sequence", booking.moves + is_cancelled)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", str(SAYS))
    event.add("class", "PRIVATE")
    return event


def _name(booking_id: str, side: Side) -> str:
    """The same through every move; says nothing, and differs from the other side's."""
    return salted_hmac("rapport.calendar", f"{side}|{booking_id}", algorithm="sha256").hexdigest()[
        :NAME_LETTERS
    ]


def _whole_seconds(at: datetime) -> datetime:
    return at.replace(microsecond=0)
