"""What stands beside a rated session: whose it is, who may follow, sealed, held, gone when erased."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.site.checkins.models import Goal, GoalRating, Responses, SafetyAnswer, SymptomScore
from rapport.site.checkins.queries import following, held
from rapport.site.consultations.models import Course
from rapport.site.people import policy
from rapport.site.people.actions import erase_client
from rapport.site.people.policy import Kind, Viewer
from support import asked, followed, practice, rated

pytestmark = pytest.mark.django_db
DESK = Viewer(Kind.COORDINATOR, "c" * 26)
COLUMNS = {
    Responses: ("answers", "said"), SymptomScore: ("answers", "scores"), Goal: ("words",),
    GoalRating: ("reached",), SafetyAnswer: ("said",),
}  # fmt: skip


@pytest.fixture
def session():
    practice.providers(6)
    course = followed.course()
    (session,) = rated.rate(course.match, [70])
    session.course = course
    return session


@pytest.fixture
def rows(session):
    return [session, *followed.rows_beside(session)]


def provider_viewer(provider):
    return Viewer(Kind.PROVIDER, asked.with_account(provider).pk)


def may_all(viewer, rows):
    for row in rows:
        row.refresh_from_db()
    return [policy.may(viewer, "read", row) for row in rows]


def test_client_alone_sees_their_rows_beforehand(rows):
    session = rows[0]
    client, stranger = Viewer(Kind.CLIENT, session.client_id), Viewer(Kind.CLIENT, practice.client().pk)

    assert all(may_all(client, rows))
    for viewer in (stranger, policy.NOBODY, DESK, Viewer(Kind.RESEARCHER, "r" * 26)):
        assert not any(may_all(viewer, rows))
    assert not any(may_all(provider_viewer(session.provider), rows))


def test_provider_of_the_course_reads_with_a_yes_and_changes_nothing(rows):
    session = rows[0]
    rated.yes(session.client, "share_course")
    own = provider_viewer(session.provider)
    colleague = provider_viewer(session.match.shortlist.matches.exclude(pk=session.match_id)[0].provider)

    assert may_all(own, rows) == [True] * 5 + [False]
    assert not any(may_all(colleague, rows))
    assert not any(may_all(DESK, rows))
    assert not any(policy.may(own, "change", row) for row in rows)

    rated.no(session.client, "share_course")
    assert not any(may_all(own, rows))


def test_safety_answer_has_a_yes_of_its_own(rows):
    session, answer = rows[0], rows[-1]
    own = provider_viewer(session.provider)
    rated.yes(session.client, "share_course")
    assert list(following.unseen_safety_answers(session.provider)) == []

    rated.yes(session.client, "tell_safety")
    answer.refresh_from_db()
    assert policy.may(own, "read", answer)
    assert policy.may(own, "mark_seen", answer)
    assert not policy.may(DESK, "read", answer)
    assert list(following.unseen_safety_answers(session.provider)) == [answer]


def test_coordinator_reads_with_a_yes_of_its_own(rows):
    rated.yes(rows[0].client, "share_course_desk")

    assert may_all(DESK, rows) == [True] * 5 + [False]
    assert not any(may_all(provider_viewer(rows[0].provider), rows))


@pytest.mark.parametrize(("because", "sees"), [("referred", True), ("left", False), ("finished", False)])
def test_ended_course_is_followed_only_when_it_was_handed_over(rows, because, sees):
    session = rows[0]
    rated.yes(session.client, "share_course")
    Course.objects.update(ended_at=timezone.now(), ended_because=because, ended_by="client")

    assert may_all(provider_viewer(session.provider), rows[:5]) == [sees] * 5
    assert following.sessions_followed(session.provider).exists() == sees


def test_rows_are_sealed_and_stand_in_the_download(rows):
    for row in rows[1:]:
        for column in COLUMNS[type(row)]:
            assert b"sleep again" not in bytes(getattr(row, column))
            assert b"warm today" not in bytes(getattr(row, column))

    told = held.held_about(rows[0].client)

    assert told["rated_sessions"][0]["answers"]["items"] == followed.SHORT
    assert told["rated_sessions"][0]["answers"]["said"] == "it was warm today"
    assert told["symptoms"][0]["scores"] == {"total": 9.0}
    assert (told["goals"][0]["words"], told["goals"][0]["reached"][0]["of_ten"]) == ("sleep again", 4)
    assert told["safety_answers"][0]["source"] == "not_safe"


def test_erasing_takes_every_row_along(rows):
    erase_client(rows[0].client, by=rows[0].client_id, at=timezone.now())

    assert not any(model.objects.exists() for model in COLUMNS)


def refused(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_database_refuses_what_may_not_stand(rows):
    _, responses, symptoms, goal, rating, answer = rows
    now = timezone.now()
    responses.instrument = "phq-9"
    refused(responses)
    goal.place = 4
    refused(goal)
    goal.place, goal.let_go_at = 1, goal.set_at - timedelta(days=1)
    refused(goal)
    symptoms.instrument = ""
    refused(symptoms)
    rating.reached = None
    refused(rating)
    answer.seen_at = answer.answered_at - timedelta(days=1)
    refused(answer)
    answer.seen_at, answer.said = now, None
    refused(answer)


def test_database_keeps_a_row_once(rows):
    for row in rows[1:]:
        row.refresh_from_db()
        row.pk = "x" * 26
        row._state.adding = True
        refused(row)
