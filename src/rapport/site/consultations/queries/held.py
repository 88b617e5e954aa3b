"""All that this chapter holds about a client, for their download."""

from typing import Any

from rapport.site.consultations.models import Booking, Request
from rapport.site.consultations.queries.chosen_held import chosen_held
from rapport.site.people.models import Client


def held_about(client: Client) -> dict[str, Any]:
    """Everything, by kind."""
    return {"requests": _requests(client), "bookings": _bookings(client), **chosen_held(client)}


def _requests(client: Client) -> list[dict[str, Any]]:
    rows = Request.objects.filter(client_id=client.pk).order_by("sent_at", "id")
    return [_request(client, row) for row in rows.select_related("provider")]


def _request(client: Client, row: Request) -> dict[str, Any]:
    row.client = client
    return {
        "to": row.provider.name,
        "state": row.state,
        "reason": row.reason,
        **{
            name: moment.isoformat() if (moment := getattr(row, name)) else None
            for name in ("sent_at", "due_at", "answered_at", "ended_at")
        },
        "what_they_saw": row.unseal("need"),
        "what_they_wrote": row.unseal("words"),
        "asks_next": row.asks_next,
    }


def _bookings(client: Client) -> list[dict[str, Any]]:
    rows = Booking.objects.filter(client_id=client.pk).order_by("made_at", "id")
    return [_booking(client, row) for row in rows.select_related("provider").prefetch_related("transitions")]


def _booking(client: Client, row: Booking) -> dict[str, Any]:
    row.client = client
    return {
        "with": row.provider.name,
        "starts_at": row.starts_at.isoformat(),
        "minutes": row.minutes,
        "state": row.state,
        "cancelled_by": row.cancelled_by,
        "made_at": row.made_at.isoformat(),
        "identity": row.unseal("identity"),
        "history": [
            {"at": each.at.isoformat(), "what": each.verb, "by_you": each.actor == client.pk}
            for each in sorted(row.transitions.all(), key=lambda each: each.pk)
        ],
    }
