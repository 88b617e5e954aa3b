"""What a client does with the questionnaire. Each action is one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.site.foundation import audit, consent
from rapport.site.intake.answers import answers_from
from rapport.site.intake.draft import Draft, State
from rapport.site.intake.models import PAGES, Intake
from rapport.site.intake.queries import is_crisis
from rapport.site.people.actions import open_client
from rapport.site.people.models import Client

PURPOSE = "matching"
DANGER = frozenset({"suicidality", "self_harm"})


@dataclass(frozen=True, slots=True)
class Sent:
    """One page as it left the browser; `seen` is how often it had been changed when it was shown."""

    slug: str
    state: State
    value: Any
    seen: int


def skipped(slug: str, *, seen: int) -> Sent:
    """A page that was passed over."""
    return Sent(slug=slug, state="skipped", value=None, seen=seen)


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a page that was sent.

    `is_new`: this was the first page, so a client was opened. `was_changed`: the page had been changed
    elsewhere (a second tab) since it was shown; the newer one holds, and the client is told.
    """

    client: Client
    draft: Draft
    is_new: bool
    was_changed: bool


def save_page(sent: Sent, *, by: Client | None, language: str, at: datetime) -> Saved:
    """Keep one page. The first one opens the client and records that they agreed to be matched."""
    with transaction.atomic():
        intake = _locked(by) if by is not None else _opened(language=language, at=at)
        before = intake.draft()
        kept = before.with_page(sent.slug, state=sent.state, value=sent.value)
        if kept is not before:
            kept = _with_help(kept, sent)
            _keep(intake, kept, language=language, at=at, verb="answered")
        was_changed = kept is not before and before.version(sent.slug) > sent.seen
    return Saved(client=intake.client, draft=kept, is_new=by is None, was_changed=was_changed)


def go_on_after_help(*, by: Client, at: datetime) -> Draft:
    """The client has seen where to find help and goes on."""
    with transaction.atomic():
        intake = _locked(by)
        draft = intake.draft()
        if draft.help_due:
            draft = replace(draft, help_due=False, helped=True)
            _keep(intake, draft, language=intake.language, at=at, verb="went_on")
    return draft


def submit(*, by: Client, at: datetime) -> None:
    """The client checked their answers and asks for matches; called in the transaction that issues them."""
    with transaction.atomic():
        intake = _locked(by)
        intake.submitted_at = at
        intake.save(update_fields=["submitted_at"])


def _opened(*, language: str, at: datetime) -> Intake:
    client, _code = open_client(at=at)
    consent.give(client_id=client.pk, purpose=PURPOSE, at=at)
    return Intake(client=client, language=language, started_at=at, changed_at=at)


def _locked(client: Client) -> Intake:
    # On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    intake = Intake.objects.select_for_update().get(client_id=client.pk)
    intake.client = client
    return intake


def _keep(intake: Intake, draft: Draft, *, language: str, at: datetime, verb: str) -> None:
    answers = answers_from(draft, client_id=intake.client.pk) or {}
    intake.seal("answers", {**answers, PAGES: draft.to_json()})
    intake.version += 1
    intake.language, intake.changed_at = language, at
    intake.save()
    audit.record(actor=intake.client.pk, verb=verb, subject=intake.client.pk, at=at)


def _with_help(draft: Draft, sent: Sent) -> Draft:
    """Whether this page calls for help to be shown before the next question."""
    if sent.slug == "about":
        crisis = bool(sent.value) and is_crisis(sent.value)
        return replace(draft, crisis=crisis, help_due=draft.help_due or crisis)
    is_called_for = (sent.slug == "safe" and (sent.value == "no" or sent.state == "not_sure")) or (
        sent.slug == "concerns" and not draft.helped and not DANGER.isdisjoint(sent.value or ())
    )
    return replace(draft, help_due=True) if is_called_for else draft
