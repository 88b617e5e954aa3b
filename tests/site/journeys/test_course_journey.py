"""A rupture seen, raised, and repaired, on a phone that runs no script; widths, colours and axe."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.site.checkins.models import Raised
from rapport.site.checkins.queries.raised import raised_to
from support import followed, going, practice
from support.caseload import signed_in
from support.going import _nothing_kept  # noqa: F401  a fixture
from support.looking import bring, return_by_code

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_nothing_kept")]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def course():
    practice.providers(6)
    return going.course(going.BROKEN)


def come_in(page: Page, home: str, course) -> None:
    return_by_code(page, home, course.client.receipt_code())
    page.goto(f"{home}/course/")


def test_rupture_is_seen_raised_and_repaired(browser: Browser, live_server, course) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    come_in(page, live_server.url, course)

    expect(page.locator("main")).to_contain_text("Something may have shifted: want to look at it?")
    page.get_by_role("link", name="Look at it").click()
    page.get_by_role("group", name="What is it about").get_by_text("How we work on it").click()
    page.get_by_text("I go quiet, agree, or change the subject").click()
    page.get_by_role("button", name="See a first version").click()
    words = page.get_by_label("Your words")
    expect(words).to_have_value(re.compile("I have been going along with things"))
    words.fill("I go along with the exercises, and they do not fit me.")
    page.get_by_text("Tell them through Rapport").click()
    page.get_by_role("button", name="Keep it so").click()
    expect(page.get_by_role("alert")).to_contain_text("Say yes to this, or choose to say it yourself")
    expect(words).to_have_value("I go along with the exercises, and they do not fit me.")
    page.get_by_text("Show the person I work with how I rate our sessions").click()
    page.get_by_role("button", name="Keep it so").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("How it goes")
    (told,) = raised_to(course.provider)[course.pk]
    assert (told.about, told.shown, told.words[:10]) == ("tasks", "withdrawal", "I go along")
    going.go_on(course, going.MENDED[len(going.BROKEN) :])
    page.reload()
    page.locator("[data-part=after]").get_by_role("link", name="Say how it went").click()
    page.get_by_text("Yes, we talked about it").click()
    page.get_by_text("Yes, it is better now").click()
    page.get_by_role("button", name="Keep it so").click()

    expect(page.locator("[data-part=raised]")).to_contain_text("your ratings say so too: repaired")
    expect(page.locator("[data-part=question]")).to_have_count(0)
    expect(page.locator(".mended-mark").first).to_be_visible()
    context.close()


# How pages look does not depend on the database: once is enough.
@pytest.mark.sqlite
def test_comfort_is_a_kind_question_to_the_client_and_a_note_to_the_provider(
    browser: Browser, live_server
) -> None:
    practice.providers(6)
    comfortable = going.course(going.COMFORT, bond_above=20, balance=-2)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    come_in(page, live_server.url, comfortable)

    asked = page.locator("[data-part=comfort]")
    expect(asked).to_contain_text("For five sessions it has been warm and gentle")
    asked.get_by_role("link", name="Find words for it").click()
    expect(page.get_by_label("too gentle, and little changes")).to_be_checked()
    page.get_by_role("button", name="See a first version").click()
    page.get_by_text("Tell them through Rapport").click()
    page.get_by_text("Show the person I work with how I rate our sessions").click()
    page.get_by_role("button", name="Keep it so").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How it goes")
    context.clear_cookies()
    bring(page, live_server.url, signed_in(comfortable.provider))
    page.goto(f"{live_server.url}/portal/caseload/{comfortable.pk}/")

    expect(page.locator("main")).to_contain_text("Warm, and little moves")
    expect(page.locator("main")).to_contain_text("When would you push me, and how?")
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_pages_have_no_fault_and_no_sideways_scroll(
    page: Page, live_server, course, axe: Callable[[Page], None], colours: str
) -> None:
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size(PHONE)
    come_in(page, live_server.url, course)
    followed.symptom(course.client.rated_sessions.first(), 12)
    home = live_server.url

    def checked() -> None:
        axe(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.locator("html").evaluate("html => html.scrollWidth") <= 320
        page.set_viewport_size(PHONE)

    page.goto(f"{home}/course/")
    page.locator("main details").first.locator("summary").click()
    checked()
    page.goto(f"{home}/course/shift/")
    checked()
    page.get_by_role("button", name="See a first version").click()
    checked()
    page.get_by_text("I say it myself").click()
    page.get_by_role("button", name="Keep it so").click()
    page.goto(f"{home}/course/shift/{Raised.objects.get().pk}/after/")
    checked()
