"""Steps of care at the desk and on the client's page: proposed, read, agreed to, a place taken."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.steps import actions
from rapport.site.steps.choices import Step, StepState, Why
from rapport.site.steps.models import Group, GroupPlace, StepChange
from support import accounts, coursed, practice, rated
from support.story import words_of

pytestmark = pytest.mark.django_db
HOME, MINE = "/desk/steps/", "/course/step/"
WORDS = "Others who lie awake may help you more than talking alone."


@pytest.fixture
def course():
    coursed.practice_of()
    found = coursed.opened()
    rated.yes(found.client, "share_course_desk")
    return found


@pytest.fixture
def theirs(course):
    browser = Browser()
    practice.sign_in(browser, course.client)
    return browser


def group_form(leads, **changes):
    return {
        "provider": leads.provider_id, "name": "Evenings", "about": "For whoever lies awake at night.",
        "meets": "Mondays at 6", "starts_on": (timezone.now() + timedelta(days=9)).date().isoformat(),
        "sessions": "8", "places": "2",
    } | changes  # fmt: skip


def proposed(course, to=Step.GROUP):
    by, at = accounts.account(), timezone.now()
    return actions.propose_step(course, to, Why.BY_HAND, by=by, at=at, words=WORDS)


def test_desk_proposes_and_the_client_takes_a_place(course, theirs):
    desk = accounts.signed_in()
    assert "Worth a question" not in words_of(desk.get(HOME))
    assert "Coach, group, therapist" in words_of(desk.get("/desk/"))
    desk.post("/desk/steps/groups/new/", group_form(course.provider))
    desk.post(f"/desk/steps/{course.pk}/", {"to": "group", "words": WORDS})

    assert "have a proposal for you" in words_of(theirs.get("/course/"))
    assert WORDS in words_of(theirs.get(MINE))
    assert "Choose one of these" in words_of(theirs.post(MINE, {}))
    theirs.post(MINE, {"answer": "yes"})
    assert StepChange.objects.get().state == StepState.AGREED
    assert "1 client waits for a group" in words_of(desk.get("/desk/"))

    page = words_of(theirs.get(MINE))
    assert "2 places are free" in page
    theirs.post(f"/course/step/groups/{Group.objects.get().pk}/join/")
    assert GroupPlace.objects.count() == 1
    assert "Give my place back" in words_of(theirs.get(MINE))
    assert "1 of 2 places are free" in words_of(desk.get(HOME))
    assert "waits for a group" not in words_of(desk.get("/desk/"))
    theirs.post(f"/course/step/groups/{Group.objects.get().pk}/leave/")
    assert not GroupPlace.objects.exists()


def test_yes_to_somebody_else_leads_to_the_warm_handover(course, theirs):
    proposed(course, Step.INTENSIVE)

    assert theirs.post(MINE, {"answer": "yes"})["Location"] == "/course/refer/"


def test_no_stays_and_a_proposal_can_be_taken_back(course, theirs):
    first = proposed(course)
    theirs.post(MINE, {"answer": "no"})
    second = proposed(course)
    accounts.signed_in().post(f"/desk/steps/proposals/{second.pk}/back/")

    assert "have a proposal" not in words_of(theirs.get("/course/"))
    assert [StepChange.objects.get(pk=each.pk).state for each in (first, second)] == [
        "declined",
        "taken_back",
    ]


def test_place_needs_the_step_and_a_free_one(course, theirs):
    at, by = timezone.now(), accounts.account()
    meeting = actions.Meeting("Evenings", "For all.", "Mondays", at.date() + timedelta(days=7), 8, 2)
    group = actions.open_group(course.provider, meeting, by=by, at=at)
    assert theirs.post(f"/course/step/groups/{group.pk}/join/").status_code == 404
    actions.answer_step(proposed(course), by=course.client, at=at, agrees=True)
    for other in (practice.client(), practice.client()):
        actions.take_place(group, by=other, at=at)

    assert "Somebody was quicker" in words_of(theirs.post(f"/course/step/groups/{group.pk}/join/"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"provider": "nobody at all"}, "Nobody who is listed"),
        ({"places": "1"}, "whole number from 2 to 15"),
        ({"starts_on": "soon"}, "Enter a day"),
        ({"about": "short"}, "a sentence of at least 20 letters"),
    ],
)
def test_mistakes_are_said_beside_the_field_and_nothing_is_lost(course, wrong, words):
    page = accounts.signed_in().post("/desk/steps/groups/new/", group_form(course.provider, **wrong))

    assert words in words_of(page)
    assert "Evenings" in page.content.decode()
    assert not Group.objects.exists()


@pytest.mark.parametrize("kind", ["researcher", "provider"])
def test_no_other_account_proposes(course, kind):
    browser = accounts.signed_in(kind)

    assert browser.get(HOME).status_code == 404
    assert browser.post(f"/desk/steps/{course.pk}/", {"to": "group", "words": WORDS}).status_code == 404
    assert browser.post("/desk/steps/groups/new/", group_form(course.provider)).status_code == 404


def test_course_that_is_not_shared_is_nowhere_at_the_desk(course):
    rated.no(course.client, "share_course_desk")
    desk = accounts.signed_in()

    assert "No open course" in words_of(desk.get(HOME))
    assert desk.post(f"/desk/steps/{course.pk}/", {"to": "group", "words": WORDS}).status_code == 404


def test_strangers_read_no_proposal(course):
    proposed(course)
    stranger = Browser()
    practice.sign_in(stranger, practice.client())

    assert WORDS not in words_of(stranger.get(MINE, follow=True))
    assert WORDS not in words_of(Browser().get(MINE, follow=True))


def test_queries_do_not_grow_with_courses(course):
    desk = accounts.signed_in()
    rated.yes(coursed.opened(days_ago=3).client, "share_course_desk")
    desk.get(HOME)
    with CaptureQueriesContext(connection) as one:
        desk.get(HOME)
    for days_ago in (4, 5, 6):
        rated.yes(coursed.opened(days_ago=days_ago).client, "share_course_desk")
    desk.get(HOME)  # What is expected of others is learnt once a night for each fold of clients.
    with CaptureQueriesContext(connection) as more:
        desk.get(HOME)
    assert len(more) == len(one)
