"""All that this chapter holds about a client, for their download."""

from typing import Any

from rapport.site.consultations.models import Booking
from rapport.site.consultations.queries.chosen_held import chosen_held
from rapport.site.people.models import Client


def held_about(client: Client) -> dict[str, Any]:
    """Everything, by kind."""
    return {"bookings": _bookings(client), **chosen_held(client)}


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
