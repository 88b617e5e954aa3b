"""The note to a provider: when something newly may have shifted, once a week at most, only with a yes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.site.checkins.actions.alerting import take_back_unsent
from rapport.site.checkins.models import CourseWatch
from rapport.site.foundation import looking
from rapport.site.foundation.mail.words import WORDS
from rapport.site.foundation.models import AuditEvent, Look
from rapport.site.foundation.outbox_models import MailState, OutboxMessage, Template
from rapport.site.steps.looking import look_again
from support import asked, followed, rated
from support.caseload import FELL, STEADY, course_of, matches_with, rate_one

pytestmark = pytest.mark.django_db


def told():
    return OutboxMessage.objects.filter(template=Template.CASELOAD_NOTE)


def course(ratings=FELL, **given):
    (match,) = matches_with()
    asked.with_account(match.provider)
    return course_of(match, ratings, **given)


def test_provider_is_told_once_however_often_the_worker_looks():
    found, now = course(), timezone.now()

    assert look_again(now) == 1
    assert look_again(now + timedelta(minutes=1)) == 0
    assert look_again(now + timedelta(days=30)) == 0

    (mail,) = told()
    assert mail.recipient_id == found.provider.account_id
    assert mail.client_id == found.client_id
    assert mail.about == ""
    (event,) = AuditEvent.objects.filter(verb="told_of_shift")
    assert (event.subject, event.detail) == (found.client_id, "{}")


def test_mail_has_no_place_for_content():
    words = WORDS[Template.CASELOAD_NOTE]

    assert not words.has_own_link
    assert not any("%" in str(each) or "{" in str(each) for each in (words.subject, *words.said))


def test_steady_course_is_looked_at_and_not_told_of():
    found, now = course(STEADY), timezone.now()

    assert look_again(now) == 0
    assert Look.objects.get(pk=found.client_id).due_at == now + timedelta(days=7)
    assert not told().exists()


def test_nothing_is_told_without_a_yes():
    found = course(shares=("share_with_provider",))

    assert look_again(timezone.now()) == 0
    assert not CourseWatch.objects.exists()

    rated.yes(found.client, "share_course")
    assert look_again(timezone.now()) == 1


def test_mail_that_waits_is_taken_back_when_the_client_says_no():
    found = course()
    look_again(timezone.now())

    rated.no(found.client, "share_course")
    assert take_back_unsent(timezone.now()) == 1
    assert told().get().state == MailState.CANCELLED


def test_second_shift_waits_a_week_and_is_then_told():
    found, now = course(), timezone.now()
    looking.again(found.client_id, at=now - timedelta(days=3))
    look_again(now - timedelta(days=3))
    held_at = now - timedelta(days=2)
    for number, value in ((7, 78), (8, 79), (9, 79), (10, 52)):
        rate_one(found, number, value, held_at + timedelta(hours=number))

    assert look_again(now) == 0
    assert look_again(now + timedelta(days=5)) == 1
    assert {mail.key for mail in told()} == {f"shift:{found.pk}:6", f"shift:{found.pk}:10"}


def test_provider_without_an_account_gets_no_mail():
    (match,) = matches_with()
    course_of(match, FELL)

    assert look_again(timezone.now()) == 1
    assert not told().exists()


def test_looking_costs_the_same_queries_where_nothing_is_new(django_assert_num_queries):
    course(STEADY)
    look_again(timezone.now())

    with django_assert_num_queries(4):
        look_again(timezone.now())


@pytest.mark.parametrize(
    "broken", [{"told_session": 3}, {"told_at": "now"}, {"told_session": 1001, "told_at": "now"}]
)
def test_database_refuses_a_watch_told_of_nothing(broken):
    found = course(STEADY)
    told_at = timezone.now() if broken.get("told_at") else None

    with pytest.raises(IntegrityError), transaction.atomic():
        CourseWatch.objects.create(
            course=found, client=followed.of(found.client), looked_at=timezone.now(), told_at=told_at,
            told_session=broken.get("told_session", 0),
        )  # fmt: skip
