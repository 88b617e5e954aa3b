"""Going on with someone else: asked, agreed to with what goes along, or taken back. One transaction each.

The course stays open all the while; choosing the next one, or the client, ends it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.errors import BadInput, Problem
from rapport.site.consultations.actions import renewing
from rapport.site.consultations.actions.ending import (
    Someone,
    locked_course,
    side_of,
    tell_client,
    tell_provider,
)
from rapport.site.consultations.actions.once import NotTheirs, Refused
from rapport.site.consultations.actions.requests import check_unbooked
from rapport.site.consultations.actions.requests import end as end_request
from rapport.site.consultations.choices import LIVE as LIVE_REQUESTS
from rapport.site.consultations.choices import Ender, RequestState
from rapport.site.consultations.models import Course, Request
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.foundation.consent import Purpose
from rapport.site.matches.models import Match
from rapport.site.matches.named_actions import place_named
from rapport.site.matches.rematch import Rematch
from rapport.site.people.models import Client
from rapport.site.referrals.choices import (
    LIVE,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_WORDS,
    Along,
    AskedBy,
    ReferralState,
    Relation,
    Way,
)
from rapport.site.referrals.models import AlongConsent, Referral
from rapport.site.referrals.queries.history import scores_of
from rapport.site.referrals.queries.style import style_learned
from rapport.site.referrals.queries.trust import trust_in

# Asked anew with each referral, so it is no purpose of the client's in general.
ALONG: Final = Purpose(
    "refer_history",
    1,
    _("Let those I ask from now on read exactly what I chose and saw here. I can take it back at any time."),
)


class NotOpen(Refused):
    """The course has ended, or the referral is over."""

    words = _("This has ended meanwhile.")


@dataclass(frozen=True, slots=True)
class Outside:
    """A colleague elsewhere: known by name, and how to reach them."""

    name: str
    contact: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= LONGEST_NAME:
            _refuse("name", f"1 to {LONGEST_NAME} letters")
        if len(self.contact) > LONGEST_LINE:
            _refuse("contact", f"at most {LONGEST_LINE} letters")


@dataclass(frozen=True, slots=True)
class Onward:
    """To whom, and what goes along, as the client said it.

    summary: their own words, where that goes along. letter: as they approved it, to a colleague elsewhere.
    again: whom they left before may be shown again.
    """

    way: Way
    along: Along = Along.NOTHING
    summary: str = ""
    to: Provider | None = None
    outside: Outside | None = None
    letter: str = ""
    again: bool = False

    def __post_init__(self) -> None:
        if (self.way is Way.COLLEAGUE) != (self.to is not None):
            _refuse("to", "a colleague here, for that way alone")
        if (self.way is Way.OUTSIDE) != (self.outside is not None):
            _refuse("name", "a colleague elsewhere, for that way alone")
        if self.along is Along.SUMMARY and not self.summary.strip():
            _refuse("summary", "words of yours")
        if max(len(self.summary), len(self.letter)) > LONGEST_WORDS:
            _refuse("summary", f"at most {LONGEST_WORDS} letters")


def ask(
    *,
    by: Someone,
    at: datetime,
    course: Course,
    to: Provider | None = None,
    outside: Outside | None = None,
    relation: Relation | None = None,
    is_proposed: bool = False,
) -> Referral:
    """Ask that somebody else be found; one that goes on is returned as it is. Nothing happens before a yes.

    Args:
        by: the client, the provider of the course, or a coordinator.
        to, outside: whom a provider suggests: a colleague here or elsewhere.
        relation: what the provider is to them, which the client reads; None where it was not said.
        is_proposed: the client takes up what the service proposed.

    Raises:
        NotTheirs, NotOpen: nothing was changed.
    """
    with transaction.atomic():
        found = locked_course(course, by)
        if found.ended_at is not None:
            raise NotOpen
        live = Referral.objects.filter(course=found, state__in=LIVE).first()
        if live is not None:
            live.client = found.client
            return live
        asked_by = AskedBy.PROPOSED if is_proposed else AskedBy(side_of(by).value)
        referral = Referral(client=found.client, course=found, asked_by=asked_by, asked_at=at)
        _suggest(referral, to, outside)
        if asked_by is AskedBy.PROVIDER and referral.way and relation is not None:
            referral.relation = relation
        referral.save(force_insert=True)
        if side_of(by) is not Ender.CLIENT:
            tell_client(found, f"referral:{referral.pk}", at=at)
        detail = {"by": asked_by.value}
        audit.record(actor=by.pk, verb="referral_asked", subject=found.client_id, at=at, detail=detail)
    return referral


def _suggest(referral: Referral, to: Provider | None, outside: Outside | None) -> None:
    if to is not None:
        referral.to_provider, referral.way = to, Way.COLLEAGUE
    elif outside is not None:
        referral.way = Way.OUTSIDE
        referral.seal("outside", {"name": outside.name, "contact": outside.contact, "letter": ""})


def say_whom(
    *, by: Client, at: datetime, referral: Referral, way: Way, to: Provider | None, outside: Outside | None
) -> Referral:
    """Keep to whom the client would go, before they say what goes along.

    Raises:
        NotTheirs, NotOpen: nothing was changed. BadInput: a way without whom.
    """
    Onward(way, to=to, outside=outside)
    with transaction.atomic():
        found = _locked(referral, by)
        if found.state == ReferralState.ASKED:
            if way != found.way or to != found.to_provider or way == Way.OUTSIDE:
                # Whom the client names, nobody has suggested.
                found.relation = ""
            found.way, found.to_provider = way, None
            found.seal("outside", None)
            _suggest(found, to, outside)
            found.save()
            audit.record(actor=by.pk, verb="referral_whom", subject=by.pk, at=at)
    return found


def agree(*, by: Client, at: datetime, referral: Referral, onward: Onward) -> Match | None:
    """The client says yes, to whom, and what goes along; agreed to before, it stays as it was.

    Three are drawn anew where they are wanted, by the same limits, without anybody offered before; a
    colleague here must keep these limits too, and takes a place among them.

    Returns:
        The colleague's place, where one was named.

    Raises:
        CannotTake: limits stand between the client and the colleague. StillBooked: a conversation with one
            of the former three is booked. NotTheirs, NotOpen: nothing was changed.
    """
    with transaction.atomic():
        found = _locked(referral, by)
        if found.state == ReferralState.AGREED:
            return None
        course = found.course
        placed = _drawn(found, onward, at=at)
        found.state, found.agreed_at, found.way, found.to_provider = (
            ReferralState.AGREED, at, onward.way, onward.to,
        )  # fmt: skip
        told = onward.outside
        found.seal(
            "outside", {"name": told.name, "contact": told.contact, "letter": onward.letter} if told else None
        )
        _let_along(found, onward.along, onward.summary, at=at)
        course.handing_over_since = at
        course.save(update_fields=["handing_over_since"])
        tell_provider(course, f"referral:{found.pk}", at=at)
        audit.record(actor=by.pk, verb="referral_agreed", subject=by.pk, at=at)
    return placed


def _drawn(referral: Referral, onward: Onward, *, at: datetime) -> Match | None:
    if onward.way is Way.OUTSIDE:
        return None
    client, left = referral.client, referral.course.provider
    again = frozenset({left.provider_id}) if onward.again else frozenset()
    rematch = Rematch(again=again, style=style_learned(referral.course))
    shortlist = renewing.issue(by=client, at=at, rematch=rematch)
    shortlist.client = client
    if onward.to is None:
        return None
    trust = trust_in(referral) if onward.to == referral.to_provider else 0.0
    return place_named(shortlist, onward.to, by=client.pk, at=at, trust=trust)


def change_along(
    *, by: Client, at: datetime, referral: Referral, along: Along, summary: str = ""
) -> Referral:
    """Say anew what goes along, after the course has ended too; "nothing" holds at once, for all.

    Raises:
        NotTheirs, NotOpen: nothing was changed. BadInput: a summary without words, or too long.
    """
    Onward(Way.THREE, along=along, summary=summary)
    with transaction.atomic():
        found = _locked(referral, by, has_ended=True)
        if found.state != ReferralState.AGREED:
            raise NotOpen
        _let_along(found, along, summary, at=at)
        audit.record(actor=by.pk, verb="along_changed", subject=by.pk, at=at)
    return found


def _let_along(referral: Referral, along: Along, summary: str, *, at: datetime) -> None:
    told: dict[Along, Any] = {
        Along.NOTHING: None,
        Along.SCORES: {"scores": scores_of(referral.course)} if along is Along.SCORES else None,
        Along.SUMMARY: {"summary": summary},
    }
    referral.along = along
    referral.seal("history", told[along])
    referral.save()
    AlongConsent.objects.create(
        referral=referral,
        number=referral.consents.count() + 1,
        along=along,
        version=ALONG.version,
        wording_hash=ALONG.wording_hash,
        at=at,
    )


def take_back(*, by: Client, at: datetime, referral: Referral) -> Referral:
    """The client stays: requests to others are taken back, and what went along is read by nobody more.

    Raises:
        StillBooked: a conversation is booked; that comes first. NotTheirs, NotOpen: nothing was changed.
    """
    with transaction.atomic():
        found = _locked(referral, by)
        for request in Request.objects.filter(client=found.client, state__in=LIVE_REQUESTS).select_related(
            "provider", "match"
        ):
            check_unbooked(request)
            request.client = found.client
            end_request(request, RequestState.WITHDRAWN, by=by.pk, at=at)
        found.state, found.taken_back_at, found.history = ReferralState.TAKEN_BACK, at, None
        found.save()
        found.course.handing_over_since = None
        found.course.save(update_fields=["handing_over_since"])
        tell_provider(found.course, f"stays:{found.pk}", at=at)
        audit.record(actor=by.pk, verb="referral_taken_back", subject=by.pk, at=at)
    return found


def _locked(referral: Referral, by: Client, *, has_ended: bool = False) -> Referral:
    if referral.client_id != by.pk:
        raise NotTheirs
    course = locked_course(referral.course, by)
    found = Referral.objects.select_related("to_provider").get(pk=referral.pk)
    found.client, found.course = course.client, course
    if (course.ended_at is not None and not has_ended) or found.state not in LIVE:
        raise NotOpen
    return found


def _refuse(column: str, expected: str) -> None:
    # What arrived is a person's own and stands in no message.
    raise BadInput(Problem(expected=expected, arrived="something else", column=column))
