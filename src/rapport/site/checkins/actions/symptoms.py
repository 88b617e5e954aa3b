"""A filled-in symptom questionnaire: scored, kept once, and heard where it speaks of danger."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rapport.errors import BadInput, Problem
from rapport.measures.instrument import Instrument
from rapport.site.checkins.actions.checking_in import Over
from rapport.site.checkins.actions.safety import keep_safety_answer
from rapport.site.checkins.actions.sessions import NotTheirs
from rapport.site.checkins.choices import SafetySource
from rapport.site.checkins.models import RatedSession, SafetyAnswer, SymptomScore
from rapport.site.checkins.queries.symptoms import says_unsafe, scores_of
from rapport.site.consultations.actions.reflections import locked
from rapport.site.consultations.models import Course
from rapport.site.foundation import audit, looking
from rapport.site.people.models import Client


def keep_symptoms(
    *,
    by: Client,
    at: datetime,
    course: Course,
    asked: Instrument,
    answers: Mapping[str, int | None],
    key: str,
    session: RatedSession | None = None,
    actor: str = "",
) -> SafetyAnswer | None:
    """Keep the answers and their scores; sent again under its key it is the same row, with what it says now.

    Returns the answer about safety where one was given: help comes first then.

    Raises:
        BadInput: nothing answered, or an answer that an item does not have.
        NotTheirs, Over: the course is another client's, or has ended.
    """
    if course.client_id != by.pk:
        raise NotTheirs
    given = {item.code: answers.get(item.code) for item in asked.items}
    if not key or all(answer is None for answer in given.values()):
        raise BadInput(Problem(expected="one answer at least", arrived="none", column="answers"))
    scores, is_unsafe = scores_of(asked, given), says_unsafe(asked, given)
    with transaction.atomic():
        client = locked(by)
        standing = Course.objects.select_related("provider").get(pk=course.pk)
        if standing.ended_at is not None:
            raise Over
        standing.client = client
        own = {"client": client, "instrument": asked.name, "entry_key": key}
        row = SymptomScore.objects.filter(**own).first()
        row = row or SymptomScore(**own, provider=standing.provider, session=session)
        row.client, row.version, row.taken_at = client, asked.version, at
        row.seal("answers", given)
        row.seal("scores", scores)
        row.save()
        looking.again(client.pk, at=at)
        audit.record(actor=actor or client.pk, verb="told_symptoms", subject=client.pk, at=at)
        if not is_unsafe or asked.safety is None:
            return None
        answer = given[asked.safety.item] or 0
        return keep_safety_answer(standing, source=SafetySource.ITEM, answer=answer, key=key, at=at)
