"""After a session, on a phone, in a browser that runs no script: half a minute, few taps, help first."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from rapport.site.checkins.models import RatedSession, SymptomScore
from rapport.site.checkins.queries.due import link_path
from rapport.site.consultations.models import Course
from support import followed, practice, rated
from support.looking import look, return_by_code

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
# More than the items themselves: opening the link, saving, and leaving out what follows.
MOST_TAPS = 3
# From the top to the button that saves, a phone's browser taking a fifth of the screen for itself.
MOST_SLIDES = 2
FOLLOWING = ("goals/", "sharing/", "reminders/")


@pytest.fixture
def course() -> Course:
    practice.providers(6)
    course = followed.course()
    rated.rate(course.match, [70, 72])
    return course


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def press(page: Page, question: str, answer: str) -> None:
    group = page.get_by_role("group", name=re.compile(question))
    group.get_by_role("radio", name=answer, exact=True).check(force=True)


class Hand:
    """Taps, and counts its taps."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, place: Locator, *, is_answer: bool = False) -> None:
        self.taps += 1
        # What is tapped of an answer is its label, which lies over the button.
        place.check(force=True) if is_answer else place.click()


def test_link_is_filled_in_with_three_taps_more_than_the_items(
    page: Page, live_server: object, course: Course
) -> None:
    home, hand, items = live_server.url, Hand(), 0  # type: ignore[attr-defined]
    page.goto(f"{home}{link_path(course.pk)}")
    hand.taps += 1  # The link in the mail.
    save = page.get_by_role("button", name="Save").bounding_box()
    assert save is not None
    assert save["y"] + save["height"] < 0.8 * PHONE["height"] * (1 + MOST_SLIDES)
    expect(page.locator("body")).not_to_contain_text(course.provider.name)
    for group in page.locator("fieldset:has(input[type=radio])").all():
        answers = group.get_by_role("radio")
        hand.tap(answers.nth(answers.count() // 2), is_answer=True)
        items += 1
    hand.tap(page.get_by_role("button", name="Save"))
    # What they came for is anxiety: its questions follow once in a while, and may be left out.
    expect(page.get_by_role("heading", level=1)).to_have_text("And how are you doing?")
    hand.tap(page.get_by_role("link", name="Leave these out for now"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved. Thank you.")
    assert items == 5
    assert hand.taps - items <= MOST_TAPS
    assert RatedSession.objects.filter(number=3).exists()
    assert not SymptomScore.objects.exists()


def test_client_keeps_what_was_typed_sets_goals_shares_and_finds_help_first(
    page: Page, live_server: object, course: Course
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    return_by_code(page, home, course.client.receipt_code())

    page.goto(f"{home}/checkin/goals/")
    page.get_by_label("Goal 1").fill("sleep through the night")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("One line, if you like").fill("it was warm")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer one or two questions more")
    expect(page.get_by_label("One line, if you like")).to_have_value("it was warm")

    press(page, "hard to say", "Wholly true")
    press(page, "sleep through the night", "4")
    page.get_by_text("I do not feel safe").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Someone can be with you now")
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("link", name="Leave these out for now").click()
    page.get_by_role("link", name="Decide who may see it").click()
    for name in ("share_course", "tell_safety", "share_course_desk"):
        page.locator(f"input[name={name}-answer][value=yes]").check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How did it go together?")


# How pages look does not depend on the database: once is enough.
@pytest.mark.sqlite
def test_every_page_is_accessible_and_fits(
    browser: Browser, live_server: object, course: Course, axe: Callable[[Page], None]
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    context = browser.new_context()
    page = context.new_page()
    return_by_code(page, home, course.client.receipt_code())
    for path in ("", "?form=rapport-check", *FOLLOWING, "1/help/", "1/saved/", "1/also/phq-9/"):
        page.goto(f"{home}/checkin/{path}")
        look(page, axe, f"checkin-{re.sub('[^a-z0-9]+', '-', path)}")
    page.goto("about:blank")
    context.close()
