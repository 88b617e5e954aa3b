"""A provider leaves: first conversations ahead are cancelled, requests end, places are filled again."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from rapport.site.consultations.actions.bookings import cancel
from rapport.site.consultations.actions.once import Refused, locked_client
from rapport.site.consultations.actions.requests import NotWaiting, give_up_place, locked
from rapport.site.consultations.choices import LIVE, STANDING, Declined, RequestState
from rapport.site.consultations.models import Booking, Request
from rapport.site.directory.actions.current import hold_revision
from rapport.site.directory.models import Provider
from rapport.site.matches.choices import MatchClosed
from rapport.site.matches.models import Match
from rapport.site.matches.refill_actions import refill_place
from rapport.site.people.models import Client


def leave_everybody(provider: Provider, *, by: str, at: datetime) -> int:
    """Whoever asked this provider, or has them among their three, gets the next one; returns how many.

    Each client in transactions of their own; done again, it goes on where it stopped. The provider is no
    longer listed, so nobody is drawn to them meanwhile.
    """
    for booking in Booking.objects.filter(provider=provider, state__in=STANDING).order_by("pk"):
        if booking.starts_at > at:
            with suppress(Refused, Client.DoesNotExist):
                cancel(by=provider, at=at, booking=booking, key=f"left-{booking.pk}")
    asked = Request.objects.filter(provider=provider, state__in=LIVE).order_by("pk")
    ended = sum(_end(each, by=by, at=at) for each in list(asked))
    # Whom a client has begun with stands among their three as long as the course does.
    others = Match.objects.filter(provider=provider, is_open=True, course__isnull=True).order_by("pk")
    return ended + sum(_replace(each, by=by, at=at) for each in list(others))


def _end(request: Request, *, by: str, at: datetime) -> bool:
    try:
        with transaction.atomic():
            found = locked(request)
            if found.state not in LIVE or Booking.objects.filter(request=found, state__in=STANDING).exists():
                return False  # A conversation that is going on just now is left alone.
            hold_revision()  # Before the trail, as everywhere.
            found.reason = Declined.OTHER
            give_up_place(found, RequestState.DECLINED, MatchClosed.DECLINED, by=by, at=at)
            return True
    except NotWaiting:
        return False  # Erased since.


def _replace(match: Match, *, by: str, at: datetime) -> bool:
    try:
        with transaction.atomic():
            client = locked_client(match.client_id)
            hold_revision()
            match.client = client
            return refill_place(match, because=MatchClosed.DECLINED, by=by, at=at) is not None
    except Client.DoesNotExist:
        return False
