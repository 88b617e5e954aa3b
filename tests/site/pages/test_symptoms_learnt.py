"""What is expected of symptoms, from the rows of other clients to the words on a client's page."""

from dataclasses import asdict
from datetime import timedelta

import numpy as np
import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.alliance.expected import expected_response
from rapport.site.checkins.models import RatedSession, SymptomScore
from rapport.site.checkins.queries.course import course_of
from rapport.site.checkins.queries.others import fold_of
from rapport.site.consultations.models import Course
from rapport.site.people.actions import open_client
from rapport.site.people.models import Client
from support import followed, going, practice, rated
from support.going import _nothing_kept  # noqa: F401  a fixture
from support.story import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nothing_kept")]
# So many that enough are left without any one fold of them, whatever their ids.
PEOPLE, SESSIONS = 112, 4
TOO_FEW = "How such a course usually goes is not shown"


@pytest.fixture
def course() -> Course:
    practice.providers(6)
    return going.course(going.STEADY[:SESSIONS])


def many(course: Course) -> dict[str, list[float]]:
    """So many others with the same person, who say yes to learning: their scores, by client."""
    draw = np.random.default_rng(5)
    scores = draw.integers(8, 22, PEOPLE)[:, None] - 4.0 * np.log(np.arange(1, SESSIONS + 1))
    scores = np.clip(np.rint(scores + draw.normal(0, 1.5, scores.shape)), 0, 27)
    sessions, symptoms, told = [], [], {}
    for own in scores.tolist():
        person = rated.yes(open_client(at=course.opened_at)[0], "learning")
        told[person.pk] = own
        pair = {"client": person, "provider": course.provider}
        for number, score in enumerate(own, start=1):
            held = course.opened_at + timedelta(days=7 * number)
            row = RatedSession(
                **pair,
                match=course.match,
                number=number,
                held_at=held,
                recorded_at=held,
                entry_key=f"{number}",
            )
            row.seal("ratings", {"overall": 70.0})
            sessions.append(row)
            kept = SymptomScore(
                **pair, session=row, instrument="phq-9", version="1", taken_at=held, entry_key=f"{number}"
            )
            kept.seal("answers", {})
            kept.seal("scores", {"total": score})
            symptoms.append(kept)
    RatedSession.objects.bulk_create(sessions)
    SymptomScore.objects.bulk_create(symptoms)
    return told


def page_of(course: Course) -> str:
    browser = Browser()
    practice.sign_in(browser, course.client)
    return words_of(browser.get("/course/"))


def test_what_others_went_through_is_learnt_without_the_client_and_told_with_its_errors(
    course: Course,
) -> None:
    own = course.client.rated_sessions.order_by("number")
    for session, score in zip(own, (18, 17, 17, 19), strict=True):
        followed.symptom(session, score)
    assert TOO_FEW in page_of(course)
    told = many(course)
    going.symptoms_course.forget_expected()

    page = page_of(course)

    # The expectation is what the library makes of the others, but for those in the client's own fold.
    learnt = [
        scores for client, scores in sorted(told.items()) if fold_of(client) != fold_of(course.client_id)
    ]
    expected = expected_response(np.array(learnt)[:, 0], np.array(learnt))
    (symptoms,) = course_of(course.client, course.provider, timezone.now()).symptoms
    assert symptoms.expected is not None
    known, told_of = asdict(expected), asdict(symptoms.expected)
    assert told_of.pop("spread") == pytest.approx(known.pop("spread"))
    assert told_of == pytest.approx(known)
    assert expected.n == len(learnt) == symptoms.learnt_from
    assert [each.light for each in symptoms.scores] == [
        expected.light(18, step, score) for step, score in enumerate((18, 17, 17, 19), start=1)
    ]
    assert symptoms.scores[-1].light == "red"
    assert "The last score is worse than that of 8 in 10" in page
    assert f"{round(100 * expected.false_alarms)} of 100 had such a score at some time" in page


def test_nothing_is_learnt_from_who_says_no_or_no_longer(course: Course) -> None:
    followed.symptom(course.client.rated_sessions.first(), 18)
    for client in list(many(course))[: PEOPLE // 2]:
        rated.no(Client.objects.get(pk=client), "learning")

    assert TOO_FEW in page_of(course)
