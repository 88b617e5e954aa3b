"""Closing what else is open once somebody is chosen, courteously: nobody is left waiting for an answer."""

from datetime import datetime

from rapport.site.consultations.actions.bookings import cancel
from rapport.site.consultations.actions.requests import end
from rapport.site.consultations.choices import LIVE, STANDING, RequestState
from rapport.site.consultations.models import Booking, Request
from rapport.site.foundation import audit
from rapport.site.matches.refill_actions import touch
from rapport.site.people.models import Client


def close_others(client: Client, *, chosen: Request, by: str, at: datetime) -> list[Request]:
    """End the client's other live requests and free the times that were kept for them.

    Called inside a transaction that holds the client's lock. Times in the past stay as they are.
    """
    live = Request.objects.filter(client=client, state__in=LIVE).exclude(pk=chosen.pk)
    others = list(live.select_related("provider", "match"))
    for request in others:
        end(request, RequestState.CLOSED, by=by, at=at)
    touch(chosen.match.shortlist_id)
    for booking in Booking.objects.filter(request__in=others, state__in=STANDING).order_by("id"):
        if booking.starts_at > at:
            cancel(by=client, at=at, booking=booking, key=f"chose-{chosen.pk}-{booking.pk}")
    if others:
        audit.record(actor=by, verb="closed_others", subject=client.pk, at=at, detail={"count": len(others)})
    return others
