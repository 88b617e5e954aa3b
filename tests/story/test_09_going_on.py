"""Going on with someone else

Sometimes it is not the right fit, and nobody did wrong.
Someone who does this work well says so, and helps you to the next one.
You never have to begin from nothing, and you are never left alone.
"""

from datetime import timedelta

import pytest
from django.test import Client as Browser

from rapport.site.consultations.actions import choosing
from rapport.site.consultations.models import Course
from rapport.site.directory.actions.verification import link_account
from rapport.site.matches.models import Match
from support import accounts, practice
from support.coursed import met_next, new_three, opened, practice_of
from support.met import NOW
from support.story import shows, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(client: Browser) -> Course:
    practice_of()
    found = opened(at=NOW - timedelta(days=8), days_ago=8)
    practice.sign_in(client, found.client)
    return found


def go_on(client: Browser, **along: str) -> None:
    """From the wish to the yes."""
    client.post("/course/refer/ask/")
    client.post("/course/refer/", {"way": "three"})
    client.post("/course/refer/along/", {"along": "nothing", **along})


@shows(14, 17)
def test_after_a_few_weeks_you_are_asked_once(client: Browser, course: Course) -> None:
    """After a few weeks we ask if it suits you.
    You can stay, talk about it, or meet someone else.
    We ask once, and you can put it off.
    """
    page = words_of(client.get("/course/review/"))

    assert f"Does it suit you with {course.provider.name}?" in page
    assert all(each in page for each in ("I stay, and talk with them about it", "Ask me again in a week"))


@shows(14, 17)
def test_you_are_told_how_likely_someone_else_is_better(client: Browser, course: Course) -> None:
    """We tell you how often the next best person would do better for you, and what it costs to begin anew.
    As long as not much speaks for it, we say: give it time.
    """
    page = words_of(client.get("/course/refer/"))

    assert "in 10, the next best person would do better for you." in page
    assert "Beginning anew costs" in page
    assert "it decides nothing" in page


@shows(17)
def test_the_one_you_see_can_say_that_someone_else_is_better(client: Browser, course: Course) -> None:
    """The one you see can say it too, and name someone.
    You choose if you go, and to whom.
    """
    browser, person = Browser(), accounts.account("provider")
    link_account(course.provider, person, by="coordinator", at=practice.AT)
    accounts.sign_in(browser, person)

    said = {"way": "outside", "name": "Dr Wren", "contact": "x", "relation": "none"}
    browser.post(f"/portal/courses/{course.pk}/refer/", said)

    page = client.get("/course/refer/").content.decode()
    assert "It is your choice." in page
    assert 'value="Dr Wren"' in page


@shows(1, 17)
def test_you_keep_your_place_until_you_have_the_next_one(client: Browser, course: Course) -> None:
    """Three new names come, and no one you saw before.
    Your place is kept until you choose.
    There is no time in which you have no one.
    """
    before = set(Match.objects.values_list("provider_id", flat=True))
    go_on(client)
    three = new_three(course.client)
    assert (len(three), {each.provider_id for each in three} & before) == (3, set())
    course.refresh_from_db()
    assert course.ended_at is None

    met_next(three[0])
    choosing.choose(by=course.client, at=NOW, request=three[0].requests.get())

    course.refresh_from_db()
    assert course.ended_at == NOW


@shows(17)
def test_you_decide_what_goes_along(client: Browser, course: Course) -> None:
    """What you told so far goes along only if you say so.
    You read it first, change it, and can take it back.
    """
    go_on(client, along="summary", summary="We worked on my sleep.")
    assert "A summary, which I read and change first" in words_of(client.get("/course/refer/"))

    client.post("/course/refer/along/", {"along": "nothing"})

    assert "Nothing: I tell them myself" in words_of(client.get("/course/refer/"))


@shows(17)
def test_at_the_end_you_can_say_good_bye(client: Browser, course: Course) -> None:
    """At the end you can say what helped and what did not.
    They read it only if you want them to.
    A kind good-bye always gets there.
    """
    client.post("/course/end/", {"because": "left"})

    page = words_of(client.get(f"/course/goodbye/{course.pk}/"))

    assert "They may read what I ticked and this line" in page
    assert "Your good-bye below reaches them in any case." in page
