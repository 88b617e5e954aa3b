"""A provider looks at a course that may have shifted, with JavaScript and without, until a no."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from support import rated
from support.caseload import FELL, course_of, matches_with, signed_in
from support.looking import bring, look
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

        rated.no(course.client, "share_course")
        page.goto(f"{live_server.url}/portal/caseload/")
        expect(page.locator("[data-part=shared]").get_by_text("Robin")).to_have_count(0)
        # A refusal is a page that does not exist; the browser calls that a fault of the network.
        assert signed_in_get(page, f"{live_server.url}/portal/caseload/{course.pk}/") == 404


def signed_in_get(page: Page, address: str) -> int:
    """What this visit is answered there."""
    return page.context.request.get(address).status
