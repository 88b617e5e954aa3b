"""All that this chapter holds about a client, for their download."""

from typing import Any

from rapport.site.checkins.models import (
    CourseWatch,
    Goal,
    RatedSession,
    Responses,
    SafetyAnswer,
    SymptomScore,
)
from rapport.site.checkins.queries.raised import raised_held
from rapport.site.checkins.queries.repairs import repairs_held
from rapport.site.foundation import looking
from rapport.site.people.models import Client


def held_about(client: Client) -> dict[str, Any]:
    """Everything, by kind, in the client's own words and with every answer."""
    return {
        "rated_sessions": _rated(client),
        "symptoms": _symptoms(client),
        "goals": _goals(client),
        "safety_answers": _safety_answers(client),
        "raised": raised_held(client),
        "repair_notes": repairs_held(client),
        "provider_told_at": _told(client),
        **looking.about_client(client.pk),
    }


def _told(client: Client) -> list[str]:
    """When the provider was last sent a note that there may be something to look at, course by course."""
    rows = CourseWatch.objects.filter(client_id=client.pk, told_at__isnull=False).order_by("told_at")
    return [row.told_at.isoformat() for row in rows if row.told_at]


def _rated(client: Client) -> list[dict[str, Any]]:
    rows = RatedSession.objects.filter(client_id=client.pk).select_related("provider", "responses")
    return [_session(client, row) for row in rows.order_by("held_at", "id")]


def _session(client: Client, row: RatedSession) -> dict[str, Any]:
    row.client = client
    return {
        "with": row.provider.name,
        "number": row.number,
        "held_at": row.held_at.isoformat(),
        "recorded_at": row.recorded_at.isoformat(),
        "ratings": row.unseal("ratings"),
        "answers": _responses(client, getattr(row, "responses", None)),
    }


def _responses(client: Client, row: Responses | None) -> dict[str, Any] | None:
    if row is None:
        return None
    row.client = client
    return {"form": row.instrument, **row.unseal("answers"), "said": row.unseal("said") or ""}


def _symptoms(client: Client) -> list[dict[str, Any]]:
    rows = SymptomScore.objects.filter(client_id=client.pk).order_by("taken_at", "id")
    return [_symptom(client, row) for row in rows.select_related("provider")]


def _symptom(client: Client, row: SymptomScore) -> dict[str, Any]:
    row.client = client
    return {
        "with": row.provider.name,
        "questionnaire": row.instrument,
        "version": row.version,
        "taken_at": row.taken_at.isoformat(),
        "answers": row.unseal("answers"),
        "scores": row.unseal("scores"),
    }


def _goals(client: Client) -> list[dict[str, Any]]:
    rows = Goal.objects.filter(client_id=client.pk).select_related("provider")
    return [_goal(client, row) for row in rows.prefetch_related("ratings").order_by("set_at", "id")]


def _goal(client: Client, row: Goal) -> dict[str, Any]:
    row.client = client
    ratings = sorted(row.ratings.all(), key=lambda each: each.rated_at)
    for each in ratings:
        each.client = client
    return {
        "with": row.provider.name,
        "words": row.unseal("words"),
        "set_at": row.set_at.isoformat(),
        "let_go_at": row.let_go_at.isoformat() if row.let_go_at else None,
        "reached": [{"at": each.rated_at.isoformat(), "of_ten": each.unseal("reached")} for each in ratings],
    }


def _safety_answers(client: Client) -> list[dict[str, Any]]:
    rows = SafetyAnswer.objects.filter(client_id=client.pk).order_by("answered_at", "id")
    return [_safety_answer(client, row) for row in rows.select_related("provider")]


def _safety_answer(client: Client, row: SafetyAnswer) -> dict[str, Any]:
    row.client = client
    return {
        "with": row.provider.name,
        "answered_at": row.answered_at.isoformat(),
        "told_at": row.told_at.isoformat() if row.told_at else None,
        "seen_at": row.seen_at.isoformat() if row.seen_at else None,
        **row.unseal("said"),
    }
