"""Bumps, and mending them

Whoever works closely with you will annoy or hurt you at some time.
That is no sign that it was a bad choice.
What counts is that the two of you look at it.
"""

import pytest
from django.test import Client as Browser

from rapport.site.checkins.models import Raised
from rapport.site.checkins.queries.raised import raised_to
from rapport.site.consultations.models import Course
from support import going, practice, rated
from support.going import _nothing_kept  # noqa: F401  a fixture
from support.story import shows, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nothing_kept")]
QUESTION = "Something may have shifted: want to look at it?"
WORDS = "I go along with the exercises, and they do not fit me."


@pytest.fixture
def course(client: Browser) -> Course:
    practice.providers(6)
    course = going.course(going.STEADY)
    practice.sign_in(client, course.client)
    return course


def told(client: Browser, **sent: str) -> None:
    client.post("/course/shift/", {"step": "send", "key": "k", "words": WORDS, "about": "tasks", **sent})


@shows(11)
def test_you_are_told_beforehand_that_bumps_come(client: Browser, course: Course) -> None:
    """On the day you begin with someone, you are told that bumps will come.
    To talk about them makes the bond stronger.
    """
    assert "Expect to be annoyed or hurt at some point" in words_of(client.get("/choosing/chosen/"))


@shows(11)
def test_a_bump_is_put_as_a_question(client: Browser, course: Course) -> None:
    """While it goes well, nobody asks anything.
    When it drops, you are asked: "Something may have shifted: want to look at it?"
    It says how often such a question is wrong, and that half of them may be.
    """
    assert QUESTION not in words_of(client.get("/course/"))
    going.go_on(course, [45, 43])

    assert QUESTION in words_of(client.get("/course/"))
    assert "It is a question, not a finding" in words_of(client.get("/course/shift/"))
    assert "right in 51 of 100" in words_of(client.get("/course/shift/"))


@shows(11)
def test_you_get_words_and_choose_who_hears_them(client: Browser, course: Course) -> None:
    """You get a first version of words to say it with, and change them as you like.
    You can have them told, say them yourself, or let it rest.
    Nobody hears them unless you say so.
    """
    rated.yes(course.client, "share_course")
    going.go_on(course, [45, 43])
    drafted = client.post("/course/shift/", {"step": "draft", "about": "tasks", "shown": "withdrawal"})
    assert "What we do in our sessions makes less sense to me than it did." in words_of(drafted)

    told(client, way="self")
    assert raised_to(course.provider) == {}
    told(client, way="tell", key="another")
    assert [each.words for each in raised_to(course.provider)[course.pk]] == [WORDS]


@shows(11, 14)
def test_mending_is_told_by_your_word_and_by_your_ratings(client: Browser, course: Course) -> None:
    """Later you say whether you talked about it, and whether it helped.
    The page says what your ratings say, too.
    When both say that it is mended, it is.
    """
    going.go_on(course, [45, 43])
    told(client, way="self")
    client.post(f"/course/shift/{Raised.objects.get().pk}/after/", {"talked": "yes", "helped": "yes"})
    assert "Your ratings are not back yet" in words_of(client.get("/course/"))

    going.go_on(course, going.MENDED[8:])
    page = words_of(client.get("/course/"))
    assert "your ratings say so too: repaired" in page
    assert QUESTION not in page
