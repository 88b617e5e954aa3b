"""Referrals of providers to colleagues, long past, with what came of them."""

from datetime import timedelta

from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Match, Shortlist
from rapport.site.people.actions import open_client
from rapport.site.people.models import Client
from rapport.site.referrals.choices import AskedBy, ReferralState, Relation, Way
from rapport.site.referrals.models import Referral
from support.met import NOW

DAY = timedelta(days=1)


def sent(
    sender: Provider,
    receiver: Provider,
    *,
    relation: str = Relation.NONE,
    state: str = ReferralState.AGREED,
    is_well: bool = True,
) -> Referral:
    """A referral that was taken back, or agreed to and gone well or not."""
    client, _ = open_client(at=NOW)
    drawn = _drawn(client)
    is_agreed = state == ReferralState.AGREED
    course = _past_course(drawn, sender, "referred", position=1, days_ago=90)
    if is_agreed:
        _past_course(drawn, receiver, "finished" if is_well else "left", position=2, days_ago=50)
    return Referral.objects.create(
        client=client,
        course=course,
        asked_by=AskedBy.PROVIDER,
        state=state,
        asked_at=NOW - 61 * DAY,
        agreed_at=NOW - 60 * DAY if is_agreed else None,
        taken_back_at=None if is_agreed else NOW,
        way=Way.COLLEAGUE,
        to_provider=receiver,
        relation=relation,
    )


def _drawn(client: Client) -> Shortlist:
    return Shortlist.objects.create(
        client=client, number=1, issued_at=NOW - 100 * DAY, intake_version=1, model="m", policy="p", seed=1,
        eligible=3, eligible_digest="x", found=3,
    )  # fmt: skip


def _past_course(
    drawn: Shortlist, provider: Provider, because: str, *, position: int, days_ago: int
) -> Course:
    match = Match.objects.create(
        shortlist=drawn, client=drawn.client, provider=provider, position=position, propensity=0.5
    )
    return Course.objects.create(
        client=drawn.client, provider=provider, match=match, opened_at=NOW - days_ago * DAY,
        ended_at=NOW - DAY, ended_because=because, ended_by="client",
    )  # fmt: skip
