"""Clients with a course of therapy, and rows that stand beside a rated session."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rapport.site.checkins.models import (
    Goal,
    GoalRating,
    RatedSession,
    Responses,
    SafetyAnswer,
    SymptomScore,
)
from rapport.site.consultations.models import Course
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from support import rated

SHORT = {"goals1": 5, "tasks1": 5, "bond1": 6, "empathy": 4}


def course(match: Match | None = None, *, weeks_ago: int = 8) -> Course:
    """A client who chose the first of their three some weeks ago."""
    match = match or rated.first_of(rated.matched())
    return Course.objects.create(
        client=match.client,
        provider=match.provider,
        match=match,
        opened_at=timezone.now() - timedelta(weeks=weeks_ago),
    )


def sealed(row: Any, **columns: Any) -> Any:
    """A row with these columns sealed, saved."""
    for column, value in columns.items():
        row.seal(column, value)
    row.save(force_insert=True)
    return row


def rows_beside(session: RatedSession) -> list[Any]:
    """One row of each kind beside a rated session, without the actions: for rules and constraints."""
    client, provider = session.client, session.provider
    now = timezone.now()
    goal = sealed(
        Goal(client=client, provider=provider, place=1, set_at=session.held_at), words="sleep again"
    )
    return [
        sealed(
            Responses(
                client=client, session=session, instrument="rapport-check-short", version="1"
            ),
            answers={"items": SHORT, "balance": 0},
            said="it was warm today",
        ),
        sealed(
            SymptomScore(
                client=client, provider=provider, session=session, instrument="phq-9", version="1999",
                taken_at=now, entry_key="k",
            ),
            answers={"phq1": 1}, scores={"total": 9.0},
        ),
        goal,
        sealed(GoalRating(client=client, goal=goal, session=session, rated_at=now), reached=4),
        sealed(
            SafetyAnswer(client=client, provider=provider, entry_key="k", answered_at=now),
            said={"source": "not_safe", "answer": 1},
        ),
    ]  # fmt: skip


def of(client: Client) -> Client:
    """The client read again, with their key."""
    return Client.objects.select_related("key").get(pk=client.pk)


def symptom(session: RatedSession, total: float, *, instrument: str = "phq-9") -> SymptomScore:
    """A score filled in right after this session."""
    return sealed(
        SymptomScore(
            client=session.client, provider=session.provider, session=session, instrument=instrument,
            version="1999", taken_at=session.held_at + timedelta(hours=1), entry_key=session.entry_key,
        ),
        answers={}, scores={"total": total},
    )  # fmt: skip
