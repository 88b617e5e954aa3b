"""Whole ways of two people through their own pages: a rupture repaired, comfort without movement, a no in
the middle. No page of them runs a script, so a browser adds nothing here; the client's half of the first
is walked in one in `journeys/test_course_journey.py`.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.checkins.actions.alerting import take_back_unsent
from rapport.site.consultations.models import Course
from rapport.site.foundation.outbox_models import MailState, OutboxMessage, Template
from rapport.site.steps.looking import look_again
from support import followed, going, practice, rated
from support.caseload import FELL, course_of, matches_with, rate_one, signed_in
from support.going import _nothing_kept  # noqa: F401  a fixture
from support.story import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nothing_kept")]
WORDS = "I leave our hours with nothing to try."
ASKED = "Something may have shifted: want to look at it?"
CASELOAD = "/portal/caseload/"
PURPOSES = ("share_course", "tell_safety", "share_course_desk")


def visit(course: Course) -> Browser:
    """The client's browser."""
    browser = Browser()
    practice.sign_in(browser, course.client)
    return browser


def raise_it(browser: Browser, **sent: str | list[str]) -> None:
    """Tell the provider through Rapport."""
    page = browser.post("/course/shift/", {"step": "draft", "about": "tasks", "shown": "withdrawal"})
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert key is not None
    sent = {"step": "send", "key": key[1], "way": "tell", "about": "tasks", "words": WORDS, **sent}
    assert browser.post("/course/shift/", sent).status_code == 302


def notes() -> list[MailState]:
    """What became of the mails without content to the provider."""
    mails = OutboxMessage.objects.filter(template=Template.CASELOAD_NOTE).order_by("due_at", "id")
    return [MailState(each.state) for each in mails]


def pages_of(provider: Browser, course: Course) -> list[str]:
    """Every page of a provider on which a course may show, as text; files too."""
    addresses = ("", f"{course.pk}/", "supervision/", "supervision/courses.csv", "supervision/courses.json")
    answers = [provider.get(f"{CASELOAD}{each}") for each in addresses]
    return [each.content.decode() for each in answers if each.status_code == 200]


def test_rupture_is_asked_about_told_worked_on_and_repaired() -> None:
    course = course_of(matches_with()[0], FELL)
    provider, client = signed_in(course.provider), visit(course)
    look_again(timezone.now())
    assert ASKED in words_of(client.get("/course/"))

    raise_it(client)
    assert len(notes()) == 2
    page = provider.get(f"{CASELOAD}{course.pk}/")
    assert WORDS in page.content.decode()
    assert "Of 100 new alerts of this kind" in words_of(page)
    form = provider.get(f"{CASELOAD}{course.pk}/tried/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form)
    sent = {"key": key[1] if key else "", "tried": ["hear_it"], "found": "yes", "words": "We slowed down."}
    assert provider.post(f"{CASELOAD}{course.pk}/tried/", sent).status_code == 302

    held_at = timezone.now() - timedelta(days=2)
    for number, value in enumerate((72, 78, 79), start=len(FELL) + 1):
        rate_one(course, number, value, held_at + timedelta(hours=number))
    assert ASKED not in words_of(client.get("/course/"))
    after = re.search(r"/course/shift/\w+/after/", client.get("/course/").content.decode())
    assert after is not None
    client.post(after[0], {"talked": "yes", "helped": "yes"})
    assert "your ratings say so too: repaired" in words_of(client.get("/course/"))
    assert "We slowed down." in provider.get(f"{CASELOAD}{course.pk}/").content.decode()


def test_warm_hours_in_which_nothing_moves_are_asked_about_kindly_and_told() -> None:
    practice.providers(6)
    course = going.course(going.COMFORT, bond_above=20, balance=-2)
    provider, client = signed_in(course.provider), visit(course)
    page = client.get("/course/")
    assert "For five sessions it has been warm and gentle" in words_of(page)
    assert ASKED not in words_of(page)

    # Until the client says yes, all that the provider knows is that there is an open course.
    assert not any(WORDS in each for each in pages_of(provider, course))
    raise_it(client, about="gentle", share=["yes"])

    assert any(WORDS in each for each in pages_of(provider, course))
    assert notes() == [MailState.WAITING]
    # A kind question is no alarm, and nothing is said to be wrong.
    assert look_again(timezone.now()) == 0


def test_a_no_in_the_middle_hides_everything_at_once_until_a_yes() -> None:
    course = course_of(matches_with()[0], FELL)
    provider, client = signed_in(course.provider), visit(course)
    raise_it(client)
    open_page = provider.get(f"{CASELOAD}{course.pk}/tried/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', open_page)
    assert any(WORDS in each for each in pages_of(provider, course))

    client.post("/checkin/sharing/", {f"{each}-answer": "no" for each in PURPOSES})
    shown = "".join(pages_of(provider, course))
    assert [each for each in (WORDS, course.client_id, "shifted") if each in shown] == []
    assert provider.get(f"{CASELOAD}{course.pk}/").status_code == 404
    # The page that was open before takes nothing any more.
    sent = {"key": key[1] if key else "", "tried": ["hear_it"], "words": "Too late."}
    assert provider.post(f"{CASELOAD}{course.pk}/tried/", sent).status_code == 404
    take_back_unsent(timezone.now())
    assert set(notes()) == {MailState.CANCELLED}
    # The client's own page goes on as before.
    assert WORDS in client.get("/course/").content.decode()

    rated.yes(followed.of(course.client), "share_course")
    assert any(WORDS in each for each in pages_of(provider, course))
