"""A coordinator puts somebody among a client's three by hand, by the same limits as every draw."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rapport.errors import BadInput, Problem
from rapport.language.crisis import screen
from rapport.matching.forecast import weighed
from rapport.matching.refill import Refill, refill
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import roster_snapshot
from rapport.site.foundation import audit
from rapport.site.foundation.steering import current
from rapport.site.matches import queries
from rapport.site.matches.choices import Arm, MatchClosed
from rapport.site.matches.drawing import policy_of, weights_of
from rapport.site.matches.learned import newest_learned
from rapport.site.matches.models import HandOffer, Match, Shortlist
from rapport.site.matches.named_actions import CannotTake
from rapport.site.people.models import Account

BY_HAND: Final = "by hand"
SEED_BITS: Final = 63
SHORTEST_REASON, LONGEST_REASON = 20, 1000


@dataclass(frozen=True, slots=True)
class ByHand:
    """Who puts whom where, and why, in words that the client may read."""

    by: Account
    provider: Provider
    position: int
    reason: str

    def __post_init__(self) -> None:
        if not SHORTEST_REASON <= len(self.reason.strip()) <= LONGEST_REASON:
            expected = f"{SHORTEST_REASON} to {LONGEST_REASON} letters"
            raise BadInput(Problem(expected=expected, arrived=f"{len(self.reason)}", column="reason"))


def place_by_hand(shortlist: Shortlist, hand: ByHand, *, at: datetime) -> Match:
    """Put somebody in a place of the three that stand; whoever stood there leaves.

    Called inside a transaction that holds the client's lock. Kept beside it: why, and whom the model would
    have drawn for this place. Its propensity is none.

    Raises:
        CannotTake: limits that the client or the law set, or no open place; nothing was changed.
    """
    client, provider = shortlist.client, hand.provider
    answers = queries.answers_for_matching(client)
    fit = queries.fit_with(client, answers, provider, at=at) if answers and provider.is_listed else None
    if fit is None or fit.limits_broken:
        raise CannotTake(fit.limits_broken if fit else ())
    would = _would_draw(shortlist, hand.position, at=at)
    left = shortlist.matches.filter(is_open=True, position=hand.position).first()
    if left is not None:
        Match.objects.filter(pk=left.pk).update(is_open=False, closed_because=MatchClosed.BY_HAND)
    told = fit.card.told
    match = Match(
        shortlist=shortlist,
        client=client,
        provider=provider,
        position=hand.position,
        is_by_hand=True,
        refill_of=left,
        placed_at=at,
    )
    match.seal("detail", told | {"known": {}, "draw": _draw(shortlist, provider)})
    match.save(force_insert=True)
    shortlist.is_overridden, shortlist.revision = True, shortlist.revision + 1
    shortlist.save(update_fields=["is_overridden", "revision"])
    _keep(match, hand, would | {"own": told["forecast"]["overall"]}, at=at)
    audit.record(actor=hand.by.pk, verb="offered_by_hand", subject=client.pk, at=at)
    return match


def _keep(match: Match, hand: ByHand, would: dict[str, Any], *, at: datetime) -> None:
    kept = HandOffer(client=match.client, match=match, by=hand.by, at=at)
    kept.seal("reason", hand.reason.strip())
    kept.seal("would", would)
    kept.save(force_insert=True)


def _would_draw(shortlist: Shortlist, position: int, *, at: datetime) -> dict[str, Any]:
    """Whom the model draws for this place now, as for one that became empty; None where nobody is left."""
    answers = queries.answers_for_matching(shortlist.client)
    assert answers is not None  # Asked before.
    figures = current()[1]
    answers = weighed(answers, weights_of(figures))
    standing = shortlist.matches.filter(is_open=True).exclude(position=position).order_by("position")
    found: Refill = refill(
        roster_snapshot(),
        answers,
        Arm.MODEL.value,
        position=position,
        standing=tuple(standing.values_list("provider__provider_id", flat=True)),
        without=queries.not_to_be_drawn(shortlist.client),
        crisis=screen(answers.text).flag,
        on=queries.client_day(answers, at),
        seed=secrets.randbits(SEED_BITS),
        learned=newest_learned().model,
        policy=policy_of(figures),
    )
    if found.match is None:
        return {"policy": found.policy, "provider": None, "overall": None}
    overall = found.match.forecast["overall"]._asdict()
    return {"policy": found.policy, "provider": found.match.provider_id, "overall": overall}


def _draw(shortlist: Shortlist, provider: Provider) -> dict[str, Any]:
    """As the log of a place filled again, but for chances: nothing was drawn."""
    return {
        "policy": BY_HAND,
        "model": shortlist.model,
        "eligible": shortlist.eligible,
        "pool": [provider.provider_id],
        "utilities": [],
        "alike": [],
        "chances": [],
        "standing": [],
    }
