"""What is known of those who were put among a client's three by hand."""

from typing import Any

from django.db.models import Prefetch

from rapport.site.matches.models import HandOffer, Match, Shortlist
from rapport.site.people.models import Client


def shortlists_of(client: Client) -> list[Shortlist]:
    """Every set of three of a client, the newest first, with all who ever stood there. Two queries."""
    ordered = Match.objects.select_related("provider").order_by("position", "placed_at", "pk")
    found = Shortlist.objects.filter(client_id=client.pk).defer("record", "missing").order_by("-number")
    rows = list(found.prefetch_related(Prefetch("matches", queryset=ordered)))
    for match in (match for row in rows for match in row.matches.all()):
        match.client = client
    return rows


def hand_offers_of(client: Client) -> list[HandOffer]:
    """Every one, the newest first, with whom and by whom. One query; opening a reason needs the policy."""
    rows = list(
        HandOffer.objects.filter(client_id=client.pk).select_related("match__provider").order_by("-at")
    )
    for row in rows:
        row.client = client
    return rows


def held_about(client: Client) -> list[dict[str, Any]]:
    """For their download."""
    return [
        {
            "name": row.match.provider.name,
            "at": row.at.isoformat(),
            "reason": row.unseal("reason"),
            "the_model_would_have_drawn": row.unseal("would"),
        }
        for row in reversed(hand_offers_of(client))
    ]
