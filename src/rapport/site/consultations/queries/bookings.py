"""What is known of bookings: one of them, a client's, a provider's, and what may be shown of the client."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR
from rapport.site.consultations.calendars import SHOWN
from rapport.site.consultations.choices import STANDING, BookingState
from rapport.site.consultations.models import Booking, CalendarFeed, Request
from rapport.site.directory.models import Provider
from rapport.site.foundation import consent
from rapport.site.people.models import Client

SHARING: Final = "share_with_provider"
# How far back a calendar feed goes: a program that was off for a while still hears of a cancellation.
FEED_GOES_BACK: Final = timedelta(days=30)
MOST_SHOWN: Final = 200


def _bookings() -> "QuerySet[Booking]":
    return Booking.objects.select_related("request", "provider", "client__key")


def booking_with_id(booking_id: str) -> Booking | None:
    """One booking, with everything that a page needs: ask the policy before showing it. One query."""
    return _bookings().filter(pk=booking_id).first()


def request_with_id(request_id: str) -> Request | None:
    """One request: ask the policy before showing it. One query."""
    return Request.objects.select_related("provider", "client__key").filter(pk=request_id).first()


def standing_booking(request: Request) -> Booking | None:
    """The hold or booking that stands on a request. One query."""
    return _bookings().filter(request=request, state__in=STANDING).first()


def bookings_of_client(client: Client) -> list[Booking]:
    """Everything a client booked, newest first. One query."""
    return list(_bookings().filter(client=client, state__in=SHOWN).order_by("-half_hour")[:MOST_SHOWN])


def bookings_of_provider(provider: Provider, *, first: datetime, last: datetime) -> list[Booking]:
    """What a provider's calendar shows from one moment to another, in order. One query.

    `is_shared` says of each whether its client says yes to being shown now.
    """
    told = shared_bookings().filter(provider=provider, state__in=SHOWN)
    within = told.filter(half_hour__gte=_number(first), half_hour__lt=_number(last))
    return list(within.order_by("half_hour", "pk")[:MOST_SHOWN])


def provider_booking(booking_id: str) -> Booking | None:
    """One booking for its provider's eyes, with `is_shared`: ask the policy before showing it. One query."""
    return shared_bookings().filter(pk=booking_id).first()


def shared_bookings() -> "QuerySet[Booking]":
    """Consent is read with the rows: a yes that was taken back shows nothing from that moment on.

    Of each row's client alone; a list of everybody who says yes would be made for every page.
    """
    yes = consent.holders(SHARING).filter(client_id=OuterRef("client_id"))
    return _bookings().annotate(is_shared=Exists(yes))


def identity_of(booking: Booking) -> dict[str, str] | None:
    """How the client is called and reached, for the provider; None without consent, and for a hold."""
    told: dict[str, str] | None = None
    if booking.is_shared and booking.state != BookingState.HELD:  # type: ignore[attr-defined]
        told = booking.unseal("identity")
    return told


def newest_identity(client: Client) -> dict[str, str] | None:
    """How a client is called and reached, as last said when booking. Ask the policy first. One query."""
    found = Booking.objects.filter(client_id=client.pk, identity__isnull=False).order_by("-made_at").first()
    if found is None:
        return None
    found.client = client
    told: dict[str, str] | None = found.unseal("identity")
    return told


def feed_with_id(feed_id: str) -> CalendarFeed | None:
    """A feed by the id in its address, with its provider's account. One query."""
    return CalendarFeed.objects.select_related("provider__account").filter(pk=feed_id).first()


def feed_of(provider: Provider) -> CalendarFeed | None:
    """The provider's feed, on or off; None before there was one. One query."""
    return CalendarFeed.objects.filter(provider=provider).first()


def bookings_of_feed(provider: Provider, *, at: datetime) -> list[Booking]:
    """What the feed tells: from some weeks ago on, cancelled ones too. One query."""
    told = Booking.objects.filter(
        provider=provider, state__in=SHOWN, half_hour__gte=_number(at - FEED_GOES_BACK)
    )
    return list(told.order_by("half_hour", "pk")[:MOST_SHOWN])


def _number(moment: datetime) -> int:
    return int((moment - EPOCH) // HALF_HOUR)
