"""Reminders of check-ins: due on the rhythm, once, saying nothing, and stopped when that is wanted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.site.checkins.actions import reminding
from rapport.site.checkins.actions.safety import NotTheirs, mark_seen
from rapport.site.checkins.models import Rhythm, SafetyAnswer
from rapport.site.consultations.models import Course
from rapport.site.foundation.mail import parts
from rapport.site.foundation.models import AuditEvent, OutboxMessage
from support import followed, practice, rated

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def course():
    practice.providers(6)
    made = followed.course(weeks_ago=1)
    reminding.begin([made])
    return made


def waiting():
    return list(OutboxMessage.objects.filter(template="checkin_due", state="waiting").order_by("due_at"))


def due_at(course):
    return Rhythm.objects.get(course=course).next_due_at


def test_first_reminder_is_due_a_week_after_the_beginning_and_comes_once(course):
    assert reminding.remind(timezone.now()) == 0
    assert due_at(course) == course.opened_at + WEEK + reminding.AFTER

    at = due_at(course)
    assert reminding.remind(at) == 1
    assert reminding.remind(at) == 0
    (mail,) = waiting()
    assert (mail.recipient_id, mail.about) == (course.client_id, course.pk)
    assert mail.not_after == at + reminding.NOT_AFTER
    assert parts.link(mail).startswith("/checkin/link/")


def test_check_in_takes_back_what_waits_and_sets_the_next(course):
    reminding.remind(timezone.now())
    reminding.remind(due_at(course))
    held = timezone.now()

    reminding.move_on(course, after=held)

    assert waiting() == []
    assert due_at(course) == held + WEEK + reminding.AFTER


def test_after_three_without_an_answer_nobody_is_asked_again(course):
    reminding.remind(timezone.now())
    for _ in range(6):
        reminding.remind(due_at(course))
    assert len(waiting()) == reminding.MOST_UNANSWERED

    reminding.move_on(course, after=timezone.now())
    assert reminding.remind(due_at(course)) == 1


def test_stopped_reminders_stay_stopped_until_they_are_asked_for(course):
    reminding.stop_reminders(by=course.client, at=timezone.now())
    assert reminding.remind(timezone.now() + 9 * WEEK) == 0

    reminding.start_reminders(by=course.client, at=timezone.now())
    assert reminding.remind(due_at(course)) == 1
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"reminders_stopped", "reminders_started"} <= verbs


def test_ended_course_is_not_reminded_of(course):
    reminding.remind(timezone.now())
    at = due_at(course)
    Course.objects.update(ended_at=timezone.now(), ended_because="left", ended_by="client")
    assert reminding.remind(at) == 0
    # It leaves the index of those that can be due.
    assert Rhythm.objects.get().stopped_at == at


def test_link_of_a_course_that_ended_since_is_gone(course):
    reminding.remind(timezone.now())
    reminding.remind(due_at(course))
    Course.objects.update(ended_at=timezone.now(), ended_because="left", ended_by="client")
    with pytest.raises(parts.Gone):
        parts.link(waiting()[0])


def test_provider_marks_an_answer_as_seen_once_and_their_own_alone(course):
    (session,) = rated.rate(course.match, [70])
    answer = followed.rows_beside(session)[-1]
    other = course.match.shortlist.matches.exclude(pk=course.match_id).select_related("provider")[0]
    with pytest.raises(NotTheirs):
        mark_seen(by=other.provider, at=timezone.now(), answer=answer)

    for _ in range(2):
        mark_seen(by=course.provider, at=timezone.now(), answer=answer)
    assert SafetyAnswer.objects.get().seen_at is not None
    assert AuditEvent.objects.filter(verb="saw_unsafe").count() == 1
