"""What is known of a client's questionnaire, and what the library reads out of the client's own words."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from rapport.language.concerns import suggest
from rapport.language.crisis import screen
from rapport.site.foundation.paging import PAGE_SIZE
from rapport.site.foundation.prepared import Prepared, columns, loaded, text
from rapport.site.intake.draft import Draft
from rapport.site.intake.models import PAGES, Intake
from rapport.site.people.models import Client

MOST_SUGGESTIONS = 4  # a short list is read, a long one is skipped


_INTAKE = Prepared(lambda: Intake.objects.filter(client_id=text("client")).values_list(*columns(Intake)))
_VERSION = Prepared(lambda: Intake.objects.filter(client_id=text("client")).values_list("version"))


def intake_of(client: Client) -> Intake | None:
    """The client's questionnaire, its client's key at hand. One query."""
    row = _INTAKE.first({"client": client.pk})
    if row is None:
        return None
    intake = loaded(Intake, row)
    # The client at hand has the key loaded already; a second look-up would cost a query a page.
    intake.client = client
    return intake


def version_of(client: Client) -> int | None:
    """How often the client's questionnaire changed; None where there is none. One query, nothing opened."""
    row = _VERSION.first({"client": client.pk})
    return None if row is None else int(row[0])


def case_with_id(case_id: str) -> Intake | None:
    """A client's case by the id that the desk knows it by, their key at hand; ask the policy. One query."""
    found = Intake.objects.select_related("client__key").filter(pk=case_id, submitted_at__isnull=False)
    return found.first()


def case_of_client(client: Client) -> Intake | None:
    """The case of a client. One query, nothing opened."""
    return Intake.objects.filter(client_id=client.pk).defer("answers").first()


def cases_of(coordinator_id: str, *, without: Collection[str]) -> list[Intake]:
    """The newest fifty cases that a coordinator looks after, but for these. One query, nothing opened."""
    own = Q(client__assignments__coordinator_id=coordinator_id, client__assignments__ended_at__isnull=True)
    found = Intake.objects.filter(own, submitted_at__isnull=False).exclude(pk__in=without)
    return list(found.defer("answers").order_by("-submitted_at")[:PAGE_SIZE])


def draft_of(client: Client) -> Draft:
    """What the client sent so far; empty where nothing was."""
    intake = intake_of(client)
    return intake.draft() if intake is not None else Draft()


def answers_of(client: Client) -> dict[str, Any] | None:
    """The answers in contract.md's format; None while something required is unsaid."""
    intake = intake_of(client)
    stored = intake.unseal("answers") if intake is not None else None
    if stored is None or "state" not in stored:
        return None
    return {key: value for key, value in stored.items() if key != PAGES}


def held_about(client: Client) -> dict[str, Any]:
    """All that this chapter holds about a client, for their download."""
    intake = intake_of(client)
    if intake is None:
        return {}
    return {
        "questionnaire": intake.unseal("answers"),
        "language": intake.language,
        "started_at": intake.started_at.isoformat(),
        "changed_at": intake.changed_at.isoformat(),
        "submitted_at": intake.submitted_at.isoformat() if intake.submitted_at else None,
    }


def suggested_concerns(draft: Draft) -> tuple[str, ...]:
    """Codes that the client's own words point to, best first; to be offered, never ticked for them."""
    text = draft.value("about")
    if not text:
        return ()
    return tuple(found.code for found in suggest(text))[:MOST_SUGGESTIONS]


def is_crisis(text: str) -> bool:
    """Whether the screen flags a text. It only ever adds help."""
    return screen(text).flag
