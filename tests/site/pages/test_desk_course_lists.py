"""Courses and steps at the desk by pages: who stands there and in what order, and what it costs to look."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.consultations.aliases import alias_of
from rapport.site.consultations.models import Course
from rapport.site.foundation import looking, paging, sealing
from rapport.site.foundation.models import AuditEvent
from rapport.site.people import actions as people
from rapport.site.steps import actions, listed
from rapport.site.steps.choices import Step, Why
from rapport.site.steps.looking import look_again
from support import accounts, followed, practice, rated
from support.caseload import FELL, STEADY, rate_one
from support.story import words_of

pytestmark = pytest.mark.django_db
COURSES, STEPS, TODAY = "/desk/courses/", "/desk/steps/", "/desk/"
WORDS = "Others who lie awake may help you more than talking alone."
# Above the cut-off, and below it twice in a row.
RECOVERED = (14, 9, 8, 6)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three a page, so that few courses make several."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    monkeypatch.setattr(listed, "DRAWN", 3)
    practice.providers(4)


@pytest.fixture
def desk() -> Browser:
    return accounts.signed_in("coordinator")


def course(weeks_ago: int, *, fell: bool = True, recovered: bool = True) -> Course:
    """One that a coordinator may follow; how it went decides on which lists it stands."""
    found = followed.course(weeks_ago=weeks_ago)
    issued_at = found.match.shortlist.issued_at
    for number, value in enumerate(FELL if fell else STEADY, start=1):
        rate_one(found, number, value, issued_at + timedelta(days=8 * number))
    sessions = found.client.rated_sessions.order_by("number")[: len(RECOVERED)]
    for session, total in zip(sessions, RECOVERED if recovered else (), strict=False):
        followed.symptom(session, total)
    rated.yes(found.client, "share_course_desk")
    return found


def proposed(found: Course) -> Course:
    at, by = timezone.now(), accounts.account()
    actions.propose_step(found, Step.INTENSIVE, Why.BY_HAND, by=by, at=at, words=WORDS)
    return found


def shown(page: str) -> list[str]:
    return re.findall(r"Course ([A-Z0-9]{3}), with", page)


def walked(desk: Browser, address: str, way: str = "next") -> Iterator[list[str]]:
    """What each page shows, from this one on, by its link to the one beside it."""
    asked = address
    while True:
        page = desk.get(asked).content.decode()
        yield shown(page)
        link = re.search(rf'rel="{way}" href="([^"]+)"', page)
        if link is None:
            return
        asked = address.split("?")[0] + link[1].replace("&amp;", "&")


def aliases(*courses: Course) -> list[str]:
    return [alias_of(each.pk) for each in courses]


def test_stuck_courses_stand_in_pages_the_longest_open_first(desk: Browser) -> None:
    made = [course(weeks) for weeks in (12, 11, 10, 9, 8)]
    course(20, fell=False)
    expected = aliases(*made)

    assert list(walked(desk, COURSES)) == [expected[:3], expected[3:]]
    look_again(timezone.now())
    assert list(walked(desk, COURSES)) == [expected[:3], expected[3:]]
    assert list(walked(desk, f"{COURSES}?after={made[2].pk}", "prev")) == [expected[3:], expected[:3]]
    assert "5 courses have got stuck" in words_of(desk.get(TODAY))

    rated.no(made[1].client, "share_course_desk")
    people.erase_client(followed.of(made[3].client), by="test", at=timezone.now())
    assert list(walked(desk, COURSES)) == [aliases(made[0], made[2], made[4])]
    assert "3 courses have got stuck" in words_of(desk.get(TODAY))


def test_all_that_may_be_followed_stand_under_steps_what_is_found_first(desk: Browser) -> None:
    rest = [course(weeks, fell=False, recovered=False) for weeks in (30, 29, 28)]
    waiting = proposed(course(27, fell=False, recovered=False))
    asking = [course(weeks, fell=False) for weeks in (12, 11, 10)]
    both = proposed(course(13, fell=False))
    hidden = course(40, fell=False)
    rated.no(hidden.client, "share_course_desk")
    expected = aliases(*asking, both, waiting, *rest)
    pages = [expected[:3], expected[3:6], expected[6:]]

    assert list(walked(desk, STEPS)) == pages
    look_again(timezone.now())
    assert list(walked(desk, STEPS)) == pages
    # From the last page back: over the end of what was not found into what was.
    assert list(walked(desk, f"{STEPS}?after={rest[0].pk}", "prev")) == pages[::-1]
    assert next(walked(desk, f"{STEPS}?after={asking[0].pk}")) == expected[1:4]
    assert list(walked(desk, f"{STEPS}?after=gone")) == pages
    assert "3 courses ask for another step" in words_of(desk.get(TODAY))


def test_course_that_mended_since_it_was_listed_is_left_out(
    desk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, other = course(9), course(8)
    look_again(timezone.now())
    for number, value in enumerate((75, 79, 80, 80), start=len(FELL) + 1):
        rate_one(found, number, value, found.match.shortlist.issued_at + timedelta(days=8 * number))
    # As if nobody had said that there is news: the list is old, the page is not.
    monkeypatch.setattr(looking, "due", lambda at, most: [])
    assert shown(desk.get(COURSES).content.decode()) == aliases(other)


@pytest.mark.parametrize("address", [COURSES, STEPS, TODAY])
def test_a_page_costs_the_same_for_a_page_and_for_many(
    desk: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    decrypt = sealing.decrypt
    monkeypatch.setattr(
        sealing, "decrypt", lambda *given, **named: opened.append(1) or decrypt(*given, **named)
    )

    def cost() -> tuple[int, int]:
        look_again(timezone.now())
        desk.get(address)
        opened.clear()
        with CaptureQueriesContext(connection) as asked:
            desk.get(address)
        return len(asked), len(opened)

    for weeks in (20, 19, 18, 17):
        course(weeks)
    few = cost()
    for weeks in (12, 11, 10, 9):
        course(weeks)
    assert cost() == few
    # The list, and of three courses the sessions, the scores and what was forecast; today the list alone.
    assert few[1] == 1 if address == TODAY else 1 < few[1] < 60


def test_only_what_a_page_shows_is_noted(desk: Browser) -> None:
    made = [course(weeks) for weeks in (12, 11, 10, 9)]
    look_again(timezone.now())
    seen = AuditEvent.objects.filter(verb="read_at_desk", subject__in=[each.client_id for each in made])

    desk.get(TODAY)
    assert not seen.exists()
    desk.get(COURSES)
    assert set(seen.values_list("subject", flat=True)) == {each.client_id for each in made[:3]}
    desk.get(f"{COURSES}?after={made[2].pk}")
    assert seen.count() == 4


@pytest.mark.parametrize("who", ["provider", "researcher", ""])
@pytest.mark.parametrize("address", [COURSES, STEPS])
def test_nobody_but_a_coordinator_opens_a_page_of_them(who: str, address: str) -> None:
    found = course(9)
    look_again(timezone.now())
    browser = accounts.signed_in(who) if who else Browser()

    for asked in (address, f"{address}?after={found.pk}"):
        answer = browser.get(asked)
        assert answer.status_code in (302, 404)
        assert alias_of(found.pk) not in answer.content.decode()
