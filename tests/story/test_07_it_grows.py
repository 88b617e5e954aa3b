"""It grows

Nobody is close to someone after a quarter of an hour.
Trust grows from one talk to the next, and you can watch it grow.
One bad day is no verdict.
"""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.checkins.queries.caseload import caseload
from rapport.site.checkins.queries.course import course_of
from rapport.site.consultations.models import Course
from support import going, practice, rated
from support.going import _nothing_kept  # noqa: F401  a fixture
from support.story import shows, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nothing_kept")]
QUESTION = "Something may have shifted: want to look at it?"


@pytest.fixture
def course(client: Browser) -> Course:
    practice.providers(6)
    found = going.course([])
    practice.sign_in(client, found.client)
    return found


@shows(6, 7)
def test_after_a_session_you_say_how_it_was_between_you(client: Browser, course: Course) -> None:
    """After a session there are a few short lines, and you say how true they are.
    Now and then there are twelve.
    Did you head the same way, did it make sense, could you say hard things?
    Were they warm, did they get what it is like to be you, and were they real?
    """
    going.go_on(course, [70])
    page = words_of(client.get("/checkin/"))

    for line in ("heading the same way", "made sense to me", "hard to say", "how I am", "like to be me"):
        assert line in page


@shows(6)
def test_most_times_it_is_four_lines(client: Browser, course: Course) -> None:
    """Most times there are four of them, and one more: was it too gentle, too hard, or just right?
    That takes half a minute.
    """
    page = client.get("/checkin/").content.decode()

    assert page.count('<div class="field rating') == 4


@shows(3, 14)
def test_what_you_rate_takes_the_place_of_the_guess(client: Browser, course: Course) -> None:
    """Before you begin there is only a guess, and the page says so.
    With each session you rate there is less guess in it.
    """
    assert "From the first rated session on, what is measured" in words_of(client.get("/course/"))
    shares = []
    for value in (60, 62):
        going.go_on(course, [value])
        forecast = course_of(course.client, course.provider, timezone.now()).forecast
        assert forecast is not None
        shares.append(forecast.measured)

    assert 0 < shares[0] < shares[1] < 1
    assert "Since then 2 rated sessions have taken away" in words_of(client.get("/course/"))


@shows(14)
def test_you_see_it_grow_beside_what_is_usual(client: Browser, course: Course) -> None:
    """You see your own line grow.
    Behind it is a band: that is where eight of ten pairs like you two are by then.
    All that you see in the picture you can read in a table, too.
    """
    going.go_on(course, going.STEADY)
    page = client.get("/course/").content.decode()

    assert page.count('class="course-picture ') == 4
    assert page.count('<th scope="row">') == len(going.STEADY)


@shows(14)
def test_one_bad_day_is_no_verdict(client: Browser, course: Course) -> None:
    """A day that was a little worse than the one before is only a day.
    We ask nothing then.
    """
    going.go_on(course, [*going.STEADY, 73, 78])

    assert QUESTION not in words_of(client.get("/course/"))


@shows(9, 13)
def test_it_is_nice_and_nothing_moves(client: Browser, course: Course) -> None:
    """It can grow warm, and still lead nowhere.
    After five such times we say so in a kind way, with two questions for the next talk.
    """
    going.go_on(course, going.COMFORT, bond_above=20, balance=-2)

    assert "For five sessions it has been warm and gentle" in words_of(client.get("/course/"))


@shows(14)
def test_you_say_who_sees_it(client: Browser, course: Course) -> None:
    """The one you see gets to see how it grows only if you say yes.
    Take it back, and all of it is hidden at once.
    """
    going.go_on(course, going.STEADY)
    seen = []
    for answer in (rated.yes, rated.no):
        answer(course.client, "share_course")
        (row,) = caseload(course.provider, at=timezone.now())
        seen.append(row.followed is not None)

    assert seen == [True, False]
