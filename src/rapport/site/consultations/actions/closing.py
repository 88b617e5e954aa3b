"""Closing what else is open once somebody is chosen, courteously: nobody is left waiting for an answer."""

from datetime import datetime

from rapport.site.consultations.choices import LIVE, STANDING, BookingState, RequestState
from rapport.site.consultations.models import Booking, Request
from rapport.site.foundation import audit
from rapport.site.people.models import Client


def close_others(client: Client, *, chosen: Request, by: str, at: datetime) -> list[Request]:
    """End the client's other live requests and free the times that were kept for them.

    Called inside a transaction that holds the client's lock. Times in the past stay as they are.
    """
    others = list(Request.objects.filter(client=client, state__in=LIVE).exclude(pk=chosen.pk))
    for request in others:
        request.state, request.ended_at = RequestState.CLOSED, at
        request.save(update_fields=["state", "ended_at"])
    coming = Booking.objects.filter(request__in=others, state__in=STANDING)
    for booking in coming:
        if booking.starts_at > at:
            booking.state, booking.cancelled_by = BookingState.CANCELLED, "client"
            booking.hold_until, booking.changed_at = None, at
            booking.save(update_fields=["state", "cancelled_by", "hold_until", "changed_at"])
    if others:
        audit.record(actor=by, verb="closed_others", subject=client.pk, at=at, detail={"count": len(others)})
    return others
