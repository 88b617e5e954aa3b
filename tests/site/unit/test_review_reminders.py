"""The reminder of the early look at a course: after sessions three to five, once, saying nothing."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.cli.worker import tasks
from rapport.site.checkins.actions.reminding import stop_reminders
from rapport.site.consultations.models import Course
from rapport.site.foundation.outbox_models import MailState, OutboxMessage, Template
from rapport.site.referrals.actions.asking import NOT_AFTER, NOT_BEFORE, remind_of_reviews
from rapport.site.referrals.actions.reviewing import PUT_OFF, answer, put_off
from rapport.site.referrals.choices import Decision, Occasion
from rapport.site.referrals.models import Review
from rapport.site.referrals.queries.referrals import held_about
from rapport.site.referrals.queries.reviews import occasion_of
from support import followed, practice, rated

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def course() -> Course:
    practice.providers(6)
    return followed.course()


def after_sessions(course: Course, count: int) -> datetime:
    """So many sessions were rated, a week apart; a day after the last."""
    return rated.rate(course.match, [70] * count)[-1].recorded_at + DAY


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template=Template.REVIEW_DUE).order_by("due_at"))


@pytest.mark.parametrize(("count", "reminded"), [(2, 0), (3, 1), (5, 1), (6, 0)])
def test_reminder_comes_once_between_the_third_and_the_fifth_session(
    course: Course, count: int, reminded: int
) -> None:
    at = after_sessions(course, count)

    assert remind_of_reviews(at - timedelta(hours=2)) == 0
    assert [remind_of_reviews(at), remind_of_reviews(at + DAY)] == [reminded, 0]
    assert [(each.recipient_id, each.about) for each in mails()] == [(course.client_id, "")] * reminded


def test_reminded_course_is_still_asked_about_and_shown_to_its_client(course: Course) -> None:
    at = after_sessions(course, 4)
    remind_of_reviews(at)

    assert occasion_of(course, sessions=4, off_track=0, at=at) == Occasion.EARLY
    (held,) = held_about(followed.of(course.client))["reviews"]
    assert (held["reminded_at"], held["said"]) == (at.isoformat(), None)


def test_answer_takes_back_what_waits_and_nobody_is_asked_again(course: Course) -> None:
    at = after_sessions(course, 3)
    remind_of_reviews(at)
    said = {"course": course, "occasion": Occasion.EARLY, "session": 3}
    answer(by=course.client, at=at, decision=Decision.STAY, words="", **said)

    assert [each.state for each in mails()] == [MailState.CANCELLED]
    assert remind_of_reviews(at + DAY) == 0


def test_put_off_it_comes_again_a_week_later_while_it_is_early(course: Course) -> None:
    at = after_sessions(course, 3)
    remind_of_reviews(at)
    put_off(by=course.client, at=at, course=course, occasion=Occasion.EARLY, session=3)
    rated.rate_one(course.match, 4, overall=70)

    assert remind_of_reviews(at + PUT_OFF - timedelta(hours=1)) == 0
    assert remind_of_reviews(at + PUT_OFF + timedelta(hours=1)) == 1
    assert [each.state for each in mails()] == [MailState.CANCELLED, MailState.WAITING]


def test_nobody_is_reminded_late_or_after_the_end_or_having_stopped_reminders(course: Course) -> None:
    at = after_sessions(course, 3)
    assert remind_of_reviews(at + NOT_AFTER - NOT_BEFORE) == 0

    stop_reminders(by=course.client, at=at)
    assert remind_of_reviews(at) == 0
    Course.objects.update(ended_at=at, ended_because="left", ended_by="client")
    assert remind_of_reviews(at) == 0


def test_worker_reminds(course: Course) -> None:
    assert remind_of_reviews in {task for _, task in tasks()}


def test_looking_costs_one_query_where_nothing_is_due(course: Course, django_assert_num_queries) -> None:
    at = after_sessions(course, 3)
    remind_of_reviews(at)

    with django_assert_num_queries(1):
        remind_of_reviews(at)


def test_database_refuses_a_review_of_nothing(course: Course) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(client=course.client, course=course, occasion=Occasion.EARLY, session=3)
