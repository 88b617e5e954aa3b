"""What the desk says needs a person: who waits, who must decide, and nobody whose search has ended."""

import pytest

from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.queries.waiting import waiting
from rapport.site.foundation.outbox_models import MailState, OutboxMessage, Template
from rapport.site.people import case_actions
from support import accounts, coursed, practice
from support.met import NOW, three

pytestmark = pytest.mark.django_db
WHY = "They wrote that they may hurt somebody tonight."


def waits():
    return [each.client for each in waiting("", at=NOW)]


def test_nobody_waits_whose_course_has_ended():
    coursed.practice_of()
    course = coursed.opened()
    assert waits() == []

    end_course(by=course.client, at=NOW, course=course, because=CourseEnded.LEFT)

    assert waits() == []


def test_whoever_asked_and_began_with_nobody_waits():
    practice.providers(6)
    three()

    assert len(waits()) == 1


def test_every_other_coordinator_is_written_to_and_none_once_it_is_decided():
    practice.providers(6)
    person, (one, other, third) = practice.client(), [accounts.account() for _ in range(3)]
    provider = accounts.account("provider")

    glass = case_actions.ask_to_break_glass(person, by=one, reason=WHY, at=NOW)

    mails = OutboxMessage.objects.filter(template=Template.SECOND_PERSON)
    assert {each.recipient_id for each in mails} == {other.pk, third.pk}
    assert provider.pk not in {each.recipient_id for each in mails}
    assert all(each.not_after == glass.answer_until for each in mails)
    case_actions.grant(glass, by=other, at=NOW)
    assert {each.state for each in mails.all()} == {MailState.CANCELLED}
