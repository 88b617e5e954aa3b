"""Clients who were matched and rated sessions, through the real actions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from rapport.site.checkins.actions.sessions import record_session_ratings
from rapport.site.checkins.models import RatedSession
from rapport.site.matches import actions as matches
from rapport.site.matches.models import Match, Shortlist
from rapport.site.people.actions import answer_consent
from rapport.site.people.models import Client
from support import practice

RATINGS = {"goals": 71.0, "tasks": 73.0, "bond": 80.0, "overall": 75.0}


def yes(client: Client, purpose: str) -> Client:
    """This client agrees to a purpose."""
    answer_consent(client, purpose=purpose, is_given=True, at=timezone.now())
    return client


def no(client: Client, purpose: str) -> Client:
    """This client does not, or no longer."""
    answer_consent(client, purpose=purpose, is_given=False, at=timezone.now())
    return client


def matched(client: Client | None = None, *, at: datetime | None = None, **changes: Any) -> Shortlist:
    """The three of a client, who is made when there is none; issued some time ago."""
    client = client or practice.client(**changes)
    return matches.issue(by=client, at=at or timezone.now() - timedelta(days=60))


def first_of(shortlist: Shortlist) -> Match:
    """The first of the three."""
    return shortlist.matches.select_related("shortlist").get(position=1)


def offered(shortlist: Shortlist, provider_id: str) -> Match:
    """The one of the three with this id in the roster."""
    return shortlist.matches.select_related("shortlist").get(provider__provider_id=provider_id)


def rate(
    match: Match, overall: Sequence[float], *, since: datetime | None = None, **ratings: float
) -> list[RatedSession]:
    """One session a week, rated so, from a day after the match was issued."""
    begun = since or match.shortlist.issued_at + timedelta(days=1)
    client = Client.objects.select_related("key").get(pk=match.client_id)
    return [
        record_session_ratings(
            by=client,
            at=begun + timedelta(days=7 * week, hours=2),
            match=match,
            number=week + 1,
            held_at=begun + timedelta(days=7 * week),
            ratings=ratings | {"overall": rating},
            key=f"{match.pk}-{week + 1}",
        )
        for week, rating in enumerate(overall)
    ]


def rate_one(match: Match, number: int, **ratings: float) -> RatedSession:
    """The session of this number, one a week from a day after the match was issued, rated so."""
    held_at = match.shortlist.issued_at + timedelta(days=1 + 7 * (number - 1))
    return record_session_ratings(
        by=Client.objects.select_related("key").get(pk=match.client_id),
        at=held_at + timedelta(hours=2),
        match=match,
        number=number,
        held_at=held_at,
        ratings=ratings,
        key=f"{match.pk}-{number}",
    )
