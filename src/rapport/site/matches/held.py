"""Everything that this chapter holds about a client, for their download."""

from collections.abc import Iterable
from typing import Any

from rapport.site.matches import hand_queries
from rapport.site.matches.models import Enrolment, Match, Shortlist
from rapport.site.people.models import Client


def held_about(client: Client) -> dict[str, Any]:
    """All that this chapter holds about a client, for their download."""
    shortlists = (
        Shortlist.objects.filter(client_id=client.pk).order_by("number").prefetch_related("matches__provider")
    )
    places = Enrolment.objects.filter(client_id=client.pk).select_related("allocation", "trial")
    return {
        "shortlists": [_held(client, each) for each in shortlists],
        # The arm is told here and nowhere else: what is held about a client is theirs (docs/adr/0006).
        "by_hand": hand_queries.held_about(client),
        "comparisons": [
            {"number": each.trial.number, "since": each.enrolled_at.isoformat(), "arm": each.allocation.arm}
            for each in places.order_by("enrolled_at")
        ],
    }


def _held(client: Client, shortlist: Shortlist) -> dict[str, Any]:
    shortlist.client = client
    return {
        "number": shortlist.number,
        "issued_at": shortlist.issued_at.isoformat(),
        "closed_at": shortlist.closed_at.isoformat() if shortlist.closed_at else None,
        "closed_because": shortlist.closed_because,
        "policy": shortlist.policy,
        "model": shortlist.model,
        "seed": shortlist.seed,
        "eligible": shortlist.eligible,
        "record": shortlist.unseal("record"),
        "missing": shortlist.unseal("missing"),
        "matches": _held_matches(client, shortlist.matches.all()),
    }


def _held_matches(client: Client, matches: Iterable[Match]) -> list[dict[str, Any]]:
    held = []
    for match in matches:
        match.client = client
        held.append(
            {
                "position": match.position,
                "name": match.provider.name,
                "propensity": match.propensity,
                "open": match.is_open,
                "closed_because": match.closed_because,
                "by_hand": match.is_by_hand,
                "took_the_place_of_another": match.refill_of_id is not None,
                "placed_at": match.placed_at.isoformat() if match.placed_at else None,
                "told": match.unseal("detail"),
            }
        )
    return held
