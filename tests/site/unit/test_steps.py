"""Another step of care: proposed by rule or by hand, agreed to by the client; places in a group."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.errors import BadInput
from rapport.site.client.mine import holdings
from rapport.site.foundation.models import AuditEvent
from rapport.site.foundation.outbox_models import MailState, OutboxMessage
from rapport.site.foundation.paging import Mark
from rapport.site.people import actions as people
from rapport.site.steps import actions
from rapport.site.steps.choices import Step, StepState, Why
from rapport.site.steps.listed import standing_page
from rapport.site.steps.models import Group, GroupPlace, StepChange
from rapport.site.steps.queries import step_of, without_a_group
from support import accounts, coursed, followed, practice, rated
from support.met import NOW

pytestmark = pytest.mark.django_db
WORDS = "Others who lie awake may help you more than talking alone."


@pytest.fixture
def course():
    coursed.practice_of()
    return coursed.opened()


@pytest.fixture
def by():
    return accounts.account()


def proposed(course, by, to=Step.GROUP):
    return actions.propose_step(course, to, Why.BY_HAND, by=by, at=NOW, words=WORDS)


def meeting(places=2):
    starts_on = NOW.date() + timedelta(days=7)
    return actions.Meeting("Evenings", "For whoever lies awake.", "Mondays at 6", starts_on, 8, places)


def test_nothing_changes_before_the_client_agrees(course, by):
    change = proposed(course, by)
    assert step_of(course) == Step.THERAPIST
    mail = OutboxMessage.objects.get(key=f"step:{change.pk}")

    actions.answer_step(change, by=course.client, at=NOW, agrees=True)

    assert step_of(course) == Step.GROUP
    assert OutboxMessage.objects.get(pk=mail.pk).state == MailState.CANCELLED
    assert without_a_group() == 1
    assert not AuditEvent.objects.filter(detail__contains="awake").exists()


def test_declined_or_taken_back_the_step_stays(course, by):
    actions.answer_step(proposed(course, by), by=course.client, at=NOW, agrees=False)
    change = proposed(course, by, Step.INTENSIVE)
    actions.take_back_step(change, by=by, at=NOW)

    with pytest.raises(actions.Answered):
        actions.answer_step(change, by=course.client, at=NOW, agrees=True)
    assert step_of(course) == Step.THERAPIST


def test_one_proposal_at_a_time_to_another_step_and_with_words(course, by):
    proposed(course, by)

    with pytest.raises(actions.Proposed):
        proposed(course, by, Step.INTENSIVE)
    for to, words in ((Step.THERAPIST, WORDS), (Step.COACH, "because")):
        with pytest.raises(BadInput):
            actions.propose_step(course, to, Why.BY_HAND, by=by, at=NOW, words=words)


@pytest.mark.parametrize(
    "wrong", [{"to_step": "therapist"}, {"why": "x"}, {"words": None}, {"state": StepState.AGREED}]
)
def test_database_refuses_what_no_action_writes(course, by, wrong):
    change = proposed(course, by)

    with pytest.raises(IntegrityError), transaction.atomic():
        StepChange.objects.filter(pk=change.pk).update(**wrong)


def test_rule_is_asked_of_those_who_let_the_desk_see(course, by):
    for number, total in enumerate((14, 9, 8, 6), start=1):
        followed.symptom(rated.rate_one(course.match, number, overall=60.0), total)
    assert standing_page(Mark(), at=NOW + timedelta(days=60)).rows == []

    rated.yes(course.client, "share_course_desk")
    found, *others = standing_page(Mark(), at=NOW + timedelta(days=60)).rows

    assert (found.step, found.found, others) == (Step.THERAPIST, (Step.GROUP, Why.RECOVERED), [])


def test_places_of_a_group_are_never_more_than_it_has(course, by):
    group = actions.open_group(course.provider, meeting(), by=by, at=NOW)
    first, second, third = course.client, practice.client(), practice.client()
    assert actions.take_place(group, by=first, at=NOW) == actions.take_place(group, by=first, at=NOW)
    actions.take_place(group, by=second, at=NOW)

    with pytest.raises(actions.Full):
        actions.take_place(group, by=third, at=NOW)
    for number in (2, 3):
        with pytest.raises(IntegrityError), transaction.atomic():
            GroupPlace.objects.create(client=third, group=group, number=number, of=group.places, at=NOW)
    actions.give_place_back(group, by=first, at=NOW)
    assert actions.take_place(group, by=third, at=NOW).number == 1


def test_closed_group_takes_nobody_new(course, by):
    group = actions.open_group(course.provider, meeting(), by=by, at=NOW)
    actions.close_group(group, by=by, at=NOW)

    with pytest.raises(actions.Full):
        actions.take_place(group, by=course.client, at=NOW)


@pytest.mark.parametrize("wrong", [{"places": 1}, {"places": 16}, {"sessions": 0}, {"name": ""}])
def test_database_refuses_a_group_that_is_none(course, by, wrong):
    group = actions.open_group(course.provider, meeting(), by=by, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(**wrong)


def test_download_tells_and_erasing_takes_all_along(course, by):
    group = actions.open_group(course.provider, meeting(), by=by, at=NOW)
    proposed(course, by)
    actions.take_place(group, by=course.client, at=NOW)

    held = holdings.everything(course.client)
    assert WORDS in json.dumps(held["steps"])
    assert [each["group"] for each in held["steps"]["groups"]] == ["Evenings"]
    assert any("in which group" in part.what.lower() for part in holdings.in_words(held))

    people.erase_client(course.client, by="test", at=NOW)
    assert not StepChange.objects.exists()
    assert not GroupPlace.objects.exists()
