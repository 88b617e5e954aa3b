"""What may go along to the next one: the scores, a summary to begin from, and who may read what went."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.site.checkins.models import RatedSession
from rapport.site.consultations.models import Course, Request
from rapport.site.consultations.queries.requests import SHARING, STANDING
from rapport.site.foundation import consent
from rapport.site.referrals.choices import Along, ReferralState
from rapport.site.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class RatedOnce:
    """One session as it was rated, 0 to 100."""

    number: int
    held_at: datetime
    ratings: dict[str, float]


def rated_in(course: Course) -> list[RatedOnce]:
    """The sessions of a course that its client rated, in order. One query."""
    rows = RatedSession.objects.filter(client_id=course.client_id, provider_id=course.provider_id)
    found = []
    for row in rows.order_by("number"):
        row.client = course.client
        found.append(RatedOnce(row.number, row.held_at, row.unseal("ratings")))
    return found


def scores_of(course: Course) -> list[dict[str, Any]]:
    """The same as it goes along: number and ratings, and neither names nor days."""
    return [{"session": each.number, "ratings": each.ratings} for each in rated_in(course)]


def may_read_along(account_id: str, referral: Referral) -> bool:
    """Whether this provider is asked by the client now, who still shows it to those they ask."""
    if referral.state != ReferralState.AGREED or referral.history is None:
        return False
    asked = Request.objects.filter(
        client_id=referral.client_id,
        provider__account_id=account_id,
        state__in=STANDING,
        sent_at__gte=referral.agreed_at,
    )
    return bool(account_id) and asked.filter(client_id__in=consent.holders(SHARING)).exists()


def along_with(request: Request) -> Referral | None:
    """What the client of a request lets go along; ask the policy, with `read_along`. One query."""
    found = Referral.objects.filter(
        client_id=request.client_id, state=ReferralState.AGREED, agreed_at__lte=request.sent_at
    ).exclude(along=Along.NOTHING)
    referral = found.exclude(course__provider_id=request.provider_id).order_by("-agreed_at").first()
    if referral is not None:
        referral.client = request.client
    return referral
