"""A provider looks at a course that may have shifted, with JavaScript and without, until a no."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.site.client.checkins.following import SHARED
from rapport.site.people.models import Client
from support.caseload import FELL, course_of, matches_with, signed_in
from support.looking import bring, look, return_by_code
from support.visitors import visiting

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_is_looked_at_tried_and_gone_with_the_clients_no(
    browser: Browser, live_server: Any, axe: Any, javascript: bool
) -> None:
    # What looks for faults is JavaScript itself.
    check = axe if javascript else lambda _: None
    course = course_of(matches_with()[0], FELL)
    steady, hidden = matches_with(course.provider, count=2)
    course_of(steady, called="Kim")
    course_of(hidden, shares=(), called="Sasha")
    with visiting(browser, live_server.url, javascript=javascript) as page:
        bring(page, live_server.url, signed_in(course.provider))

        page.goto(f"{live_server.url}/portal/caseload/")
        look(page, check, "caseload")
        page.get_by_role("link", name="Robin", exact=True).click()
        expect(page.get_by_role("heading", name="Want to look at it together?")).to_be_visible()
        look(page, check, "course")
        page.get_by_role("link", name="Note what you tried").first.click()
        look(page, check, "tried")
        page.get_by_text("Hear it out, and say what makes sense in it").click()
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_role("heading", name="after session 6")).to_be_visible()
        page.goto(f"{live_server.url}/portal/caseload/supervision/")
        look(page, check, "supervision")

        say_no(browser, live_server.url, course.client, javascript=javascript)
        page.goto(f"{live_server.url}/portal/caseload/")
        expect(page.locator("[data-part=shared]").get_by_text("Robin")).to_have_count(0)
        # A refusal is a page that does not exist; the browser calls that a fault of the network.
        assert signed_in_get(page, f"{live_server.url}/portal/caseload/{course.pk}/") == 404


def say_no(browser: Browser, home: str, client: Client, *, javascript: bool) -> None:
    """The client, in a browser of their own, lets nobody see their course any more."""
    with visiting(browser, home, javascript=javascript) as page:
        return_by_code(page, home, client.receipt_code())
        page.goto(f"{home}/checkin/sharing/")
        for purpose in SHARED:
            page.locator(f"input[name={purpose}-answer][value=no]").check(force=True)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("How did it go together?")


def signed_in_get(page: Page, address: str) -> int:
    """What this visit is answered there."""
    return page.context.request.get(address).status
