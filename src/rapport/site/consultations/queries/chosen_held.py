"""What is held about a client of questions, reflections, farewells and courses, for their download."""

from typing import Any

from rapport.site.consultations.models import Course, Farewell, OwnQuestions, ProviderNote, Reflection
from rapport.site.people.models import Client


def chosen_held(client: Client) -> dict[str, Any]:
    """All of it, by kind; what a provider noted is the client's to read as well."""
    return {
        "own_questions": [_questions(client, row) for row in _rows(OwnQuestions, client, "match__provider")],
        "reflections": [_reflection(client, row) for row in _rows(Reflection, client, "booking__provider")],
        "provider_notes": [_note(client, row) for row in _rows(ProviderNote, client, "provider")],
        "farewells": [_farewell(client, row) for row in _rows(Farewell, client, "request__provider")],
        "courses": [
            {
                "with": row.provider.name,
                "opened_at": row.opened_at.isoformat(),
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
                "ended_because": row.ended_because,
                "ended_by": row.ended_by,
                "handing_over_since": row.handing_over_since.isoformat() if row.handing_over_since else None,
            }
            for row in Course.objects.filter(client_id=client.pk)
            .select_related("provider")
            .order_by("opened_at")
        ],
    }


def _rows(model: Any, client: Client, provider: str) -> Any:
    return model.objects.filter(client_id=client.pk).select_related(provider).order_by("written_at", "id")


def _questions(client: Client, row: OwnQuestions) -> dict[str, Any]:
    row.client = client
    return {
        "to": row.match.provider.name,
        "written_at": row.written_at.isoformat(),
        "words": row.unseal("words"),
    }


def _reflection(client: Client, row: Reflection) -> dict[str, Any]:
    row.client = client
    return {
        "with": row.booking.provider.name,
        "written_at": row.written_at.isoformat(),
        "said": row.unseal("said"),
    }


def _note(client: Client, row: ProviderNote) -> dict[str, Any]:
    row.client = client
    return {"by": row.provider.name, "written_at": row.written_at.isoformat(), "said": row.unseal("said")}


def _farewell(client: Client, row: Farewell) -> dict[str, Any]:
    row.client = client
    return {
        "to": row.request.provider.name,
        "written_at": row.written_at.isoformat(),
        "closing": row.unseal("closing"),
        "feedback": row.unseal("feedback"),
    }
