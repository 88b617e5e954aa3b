"""Which questionnaires a session asks for: where they belong, on a rhythm, and never as a must."""

import logging
import tomllib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from rapport.errors import BadInput
from rapport.measures.instrument import Instrument
from rapport.measures.licensed import licensed_names, with_words
from rapport.measures.scoring import score
from rapport.site.checkins.models import RatedSession, SymptomScore
from rapport.site.checkins.queries.due import Due
from rapport.site.consultations.queries.reflections import in_language, is_in_language
from rapport.site.intake.queries import answers_of

log = logging.getLogger(__name__)
# Whichever comes first. Measuring every four weeks is common in services that measure at all; ours.
EVERY_SESSIONS: Final = 4
EVERY: Final = timedelta(days=28)
PHQ_9, GAD_7 = "phq-9", "gad-7"
# For which concerns (rapport.vocabulary) each is asked without being asked for. Ours: what each was made to
# measure, and what comes along with it most.
BELONGS: Final = {
    PHQ_9: frozenset({"depression", "grief", "suicidality", "self_harm", "perinatal", "bipolar"}),
    GAD_7: frozenset({"anxiety", "panic", "ocd", "trauma"}),
}
# Where an operator who has permission puts their words (docs/operator/instruments.md).
FOLDER: Final = "instruments"


@cache
def _installed(folder: Path) -> dict[str, Instrument]:
    found = {}
    for name in licensed_names():
        file = folder / f"{name}.toml"
        if file.is_file():
            try:
                words = tomllib.loads(file.read_text(encoding="utf-8"))
                granted = str(words.pop("granted", ""))
                found[name] = with_words(name, words, granted=granted, file=str(file))
            except (BadInput, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                # A check-in is not lost to a file of the operator's, whatever stands in it.
                log.error("instrument %s was not read: %s", name, error)
    return found


def installed() -> dict[str, Instrument]:
    """Licensed questionnaires whose words this operator brought, by name; read once in a process."""
    return _installed(settings.ENVIRONMENT.data / FOLDER)


def names() -> tuple[str, ...]:
    """All questionnaires of this installation, in the order asked."""
    return (*BELONGS, *installed())


def questionnaire(name: str) -> Instrument | None:
    """A questionnaire of this installation, in the language of the moment; or None."""
    if name in BELONGS:
        return in_language(name)
    return installed().get(name)


def is_translated(name: str) -> bool:
    """Whether a questionnaire speaks the language of the moment; an operator's own words are taken to."""
    return name not in BELONGS or is_in_language(name)


def scores_of(asked: Instrument, answers: dict[str, int | None]) -> dict[str, float | None]:
    """The score of each scale; None where too much was left out."""
    scored = score(asked, [answers[item.code] for item in asked.items])
    return {scale.name: scale.score for scale in scored.scales}


def says_unsafe(asked: Instrument, answers: dict[str, int | None]) -> bool:
    """Whether the item about death or ending one's life was answered above nothing."""
    return score(asked, [answers[item.code] for item in asked.items]).safety_flag is True


def wanted(due: Due, session: RatedSession) -> list[str]:
    """What is still to be asked at a rated session: due, or asked for; not filled in yet. Three queries.

    Without being asked for, only what is translated: a score in a half-understood language says little.
    """
    asked_for = _asked_for(session)
    taken = {
        name: (number, taken_at)
        for name, number, taken_at in SymptomScore.objects.filter(
            client_id=due.client.pk, provider_id=due.course.provider_id
        )
        .order_by("taken_at")
        .values_list("instrument", "session__number", "taken_at")
    }
    belonging = _belonging(due)
    return [
        name
        for name in names()
        if (name in asked_for and taken.get(name, (0,))[0] != session.number)
        or (name in belonging and is_translated(name) and _is_due(taken.get(name), session))
    ]


def _asked_for(session: RatedSession) -> set[str]:
    if not hasattr(session, "responses"):
        return set()
    session.responses.client = session.client
    return set(session.responses.unseal("answers")["wants"])


def _belonging(due: Due) -> set[str]:
    answers = answers_of(due.client) or {}
    named = {each["code"] for each in answers.get("concerns", ())}
    return {name for name, concerns in BELONGS.items() if concerns & named} | set(installed())


def _is_due(last: Sequence[object] | None, session: RatedSession) -> bool:
    """Never taken, or taken so many sessions or days ago."""
    if last is None:
        return True
    number, taken_at = last
    return (number is not None and session.number - number >= EVERY_SESSIONS) or (
        session.recorded_at - taken_at >= EVERY
    )


def next_wanted(due: Due, session: RatedSession, *, after: str = "") -> str:
    """The next questionnaire of a session, those up to `after` passed over; empty when there is none."""
    order = names()
    passed = order[: order.index(after) + 1] if after in order else ()
    return next((name for name in wanted(due, session) if name not in passed), "")
