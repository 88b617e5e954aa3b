"""A colleague whom the client goes to by name takes a place among the three, by the same limits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.matches import queries
from rapport.site.matches.choices import MatchClosed
from rapport.site.matches.models import SLATE, Match, Shortlist

NAMED: Final = "named"


class CannotTake(Exception):
    """Limits stand between the client and this person; `limits` are their codes, none where not listed."""

    def __init__(self, limits: Sequence[str] = ()) -> None:
        super().__init__("expected somebody who can take this client")
        self.limits = tuple(limits)


def place_named(
    shortlist: Shortlist, provider: Provider, *, by: str, at: datetime, trust: float = 0.0
) -> Match:
    """Put a colleague in the last place of three that were just drawn, or find them among these.

    Called inside a transaction that holds the client's lock. The log says that a person chose this one.
    `trust` is how far whoever recommends them has earned it; 0 where nobody does, or no tie was said.

    Raises:
        CannotTake: limits that the client or the law set, or no open place; nothing was changed.
    """
    client = shortlist.client
    answers = queries.answers_for_matching(client)
    is_listed = answers is not None and provider.is_listed
    fit = queries.fit_with(client, answers, provider, at=at, trust=trust) if is_listed else None
    if fit is None or fit.limits_broken:
        raise CannotTake(fit.limits_broken if fit else ())
    standing = list(shortlist.matches.filter(is_open=True).select_related("provider").order_by("position"))
    found = next((each for each in standing if each.provider_id == provider.pk), None)
    if found is None:
        found = _placed(shortlist, provider, standing, fit.card.told, at=at)
        audit.record(actor=by, verb="named_placed", subject=client.pk, at=at)
    elif trust:
        # Drawn a moment ago, and shown to nobody yet: what is told of them holds the recommendation too.
        found.client = client
        found.seal("detail", found.unseal("detail") | fit.card.told)
        found.save(update_fields=["detail"])
    return found


def _placed(
    shortlist: Shortlist, provider: Provider, standing: list[Match], told: dict[str, Any], *, at: datetime
) -> Match:
    left = standing.pop() if len(standing) == SLATE else None
    if left is not None:
        Match.objects.filter(pk=left.pk).update(is_open=False, closed_because=MatchClosed.NAMED)
    free = {1, 2, 3} - {each.position for each in standing}
    row = Match(
        shortlist=shortlist,
        client=shortlist.client,
        provider=provider,
        position=min(free),
        propensity=1.0,
        refill_of=left,
        placed_at=at if left is not None else None,
    )
    row.seal("detail", told | {"known": {}, "draw": _draw(shortlist, provider, standing)})
    row.save(force_insert=True)
    shortlist.is_overridden, shortlist.revision = True, shortlist.revision + 1
    shortlist.save(update_fields=["is_overridden", "revision"])
    return row


def _draw(shortlist: Shortlist, provider: Provider, standing: list[Match]) -> dict[str, Any]:
    """As the log of a place filled again: nobody else could have been drawn."""
    return {
        "policy": NAMED,
        "model": shortlist.model,
        "eligible": shortlist.eligible,
        "pool": [provider.provider_id],
        "utilities": [0.0],
        "alike": [0.0],
        "chances": [1.0],
        "standing": [each.provider.provider_id for each in standing],
    }
