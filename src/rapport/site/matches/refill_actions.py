"""A place of the three that became empty is filled again, in the transaction that emptied it."""

import secrets
from datetime import datetime
from typing import Any

from django.db.models import F

from rapport.language.crisis import screen
from rapport.matching.answers import Answers
from rapport.matching.forecast import weighed
from rapport.matching.refill import Refill, refill
from rapport.matching.roster import Roster
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import roster_snapshot
from rapport.site.foundation import audit
from rapport.site.matches import queries
from rapport.site.matches.choices import Arm, MatchClosed
from rapport.site.matches.drawing import policy_in_force
from rapport.site.matches.learned import Learned, learned_in
from rapport.site.matches.models import Match, Shortlist
from rapport.site.matches.prices import Prices, prices_now
from rapport.site.matches.recording import known_before, priced
from rapport.site.matches.rematch import as_drawn, weights_of_record
from rapport.site.matches.supervision import supervision_for
from rapport.site.matches.told import told_of

SEED_BITS = 63


def refill_place(match: Match, *, because: MatchClosed, by: str, at: datetime) -> Match | None:
    """Close a match and put the next person in its place, or note a named shortfall.

    Called inside a transaction that holds the client's lock. A match that is closed already is left alone.
    Limits are asked anew, today and with the answers as they are now; arm, policy and model are those of the
    three.

    Returns:
        The new match; None where nobody is left, or the match or its shortlist does not stand.
    """
    closed = Match.objects.filter(pk=match.pk, is_open=True).update(is_open=False, closed_because=because)
    shortlist = Shortlist.objects.select_related("enrolment__allocation").get(pk=match.shortlist_id)
    if not closed or shortlist.closed_at is not None:
        return None
    shortlist.client = match.client
    answers, roster = queries.answers_for_matching(match.client), roster_snapshot()
    record = shortlist.unseal("record")
    answers = weighed(as_drawn(answers, record), weights_of_record(record)) if answers else None
    learned = learned_in(shortlist.model_version_id)
    prices = prices_now(roster, at)
    found = _drawn(roster, answers, shortlist, match, learned, prices, at) if answers else None
    placed = _placed(roster, answers, match, found, learned, prices, at) if answers and found else None
    if placed is None:
        _note_shortfall(shortlist, found)
    shortlist.revision += 1
    shortlist.save(update_fields=["revision", "record"])
    detail = {"position": match.position, "found": int(placed is not None)}
    audit.record(actor=by, verb="refilled", subject=match.client_id, at=at, detail=detail)
    return placed


def touch(shortlist_id: str) -> None:
    """Something beside the draw changed: pages about these three are written anew."""
    Shortlist.objects.filter(pk=shortlist_id).update(revision=F("revision") + 1)


def _drawn(
    roster: Roster,
    answers: Answers,
    shortlist: Shortlist,
    left: Match,
    learned: Learned,
    prices: Prices,
    at: datetime,
) -> Refill:
    standing = shortlist.matches.filter(is_open=True).order_by("position")
    return refill(
        roster,
        answers,
        shortlist.enrolment.allocation.arm if shortlist.enrolment else Arm.MODEL.value,
        position=left.position,
        standing=tuple(standing.values_list("provider__provider_id", flat=True)),
        without=queries.not_to_be_drawn(left.client),
        crisis=screen(answers.text).flag,
        on=queries.client_day(answers, at),
        seed=secrets.randbits(SEED_BITS),
        learned=learned.model,
        policy=policy_in_force(),
        prices=prices.points,
    )


def _placed(
    roster: Roster,
    answers: Answers,
    left: Match,
    found: Refill,
    learned: Learned,
    prices: Prices,
    at: datetime,
) -> Match | None:
    if found.match is None:
        return None
    row = Match(
        shortlist_id=left.shortlist_id,
        client=left.client,
        provider=Provider.objects.get(provider_id=found.match.provider_id),
        position=left.position,
        propensity=found.match.propensity,
        refill_of=left,
        placed_at=at,
    )
    known = known_before(roster, answers, found.match.provider_id)
    told = told_of(found.match, learned.model)
    row.seal(
        "detail",
        supervision_for(left.client).told(told, found.match.provider_id)
        | {"known": known, "draw": _draw(found) | _cost(roster, found, prices)},
    )
    row.save(force_insert=True)
    return row


def _draw(found: Refill) -> dict[str, Any]:
    """The log of this draw."""
    return {"policy": found.policy, "model": found.model, "eligible": found.eligible, **found.log._asdict()}


def _cost(roster: Roster, found: Refill, prices: Prices) -> dict[str, Any]:
    """What was taken off each utility of this draw's pool."""
    if not found.log.utilities:
        return {}  # A uniform draw looks at no price.
    places = [roster.position(each) for each in found.log.pool]
    return {"price_version": prices.version, "prices": priced(prices, places)}


def _note_shortfall(shortlist: Shortlist, found: Refill | None) -> None:
    """Fewer than three, said with what would help."""
    record = shortlist.unseal("record")
    widen = found.shortfall.widen if found and found.shortfall else ()
    standing = shortlist.matches.filter(is_open=True).count()
    record["shortfall"] = {"found": standing, "widen": [each._asdict() for each in widen]}
    shortlist.seal("record", record)
