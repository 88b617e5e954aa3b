"""Requests that a provider has offered a conversation on, and bookings made by the real actions."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from rapport.site.consultations.actions import bookings
from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.models import Booking, Request
from rapport.site.consultations.queries.slots import offered_starts
from rapport.site.matches.actions import issue
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from support import practice

# Every hour of every day, so that there is always a time.
ALWAYS = ";".join(
    f"{day}-{hour:02}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for hour in range(24)
)
NOW = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
KEYS = (f"key-{number}" for number in count())
IDENTITY = bookings.Identity(called="Robin", contact="robin@example.org", shares=True)


def key() -> str:
    """A key that no form had before."""
    return next(KEYS)


def person(*, at: datetime = NOW, **answers: Any) -> Client:
    """A client with three matches."""
    found = practice.client(**answers)
    issue(by=found, at=at)
    return found


def offered(client: Client, *, place: int = 1, at: datetime = NOW) -> Request:
    """The client's request to the match at that place, which the provider answered with an offer."""
    match = Match.objects.select_related("provider").get(client=client, position=place, is_open=True)
    return Request.objects.create(
        client=client, provider=match.provider, match=match, position=place, state=RequestState.OFFERED,
        sent_at=at - timedelta(days=1), due_at=at + timedelta(days=1), answered_at=at,
    )  # fmt: skip


def starts(request: Request, *, at: datetime = NOW) -> list[datetime]:
    """The times offered."""
    return offered_starts(request, at=at)


def held(request: Request, starts_at: datetime, *, at: datetime = NOW) -> Booking:
    """A time held for the request's client."""
    return bookings.hold(by=request.client, at=at, request=request, starts_at=starts_at, key=key()).booking


def booked(request: Request, starts_at: datetime, *, at: datetime = NOW) -> Booking:
    """A time booked for the request's client."""
    booking = held(request, starts_at, at=at)
    bookings.book(by=request.client, at=at, booking=booking, identity=IDENTITY, key=key())
    booking.refresh_from_db()
    return booking


def now() -> datetime:
    """The clock of the pages."""
    return timezone.now()
