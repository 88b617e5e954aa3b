"""A provider leaves: one step at the desk begins everybody's continuity, and each client reads of it."""

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.people.models import Client
from support import accounts
from support.booked import ALWAYS
from support.coursed import opened, practice_of
from support.looking import bring, look, return_by_code
from support.visitors import visiting, with_and_without_scripts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def courses() -> list[Course]:
    """Four people with three providers: at least two of them with the same."""
    practice_of(3, capacity="4", slots=ALWAYS)
    return [opened(days_ago=days) for days in (2, 3, 4, 5)]


def begin_everybodys(page: Page, axe: Any, home: str, provider: Provider) -> None:
    """Found by a name, and begun in one step."""
    page.goto(f"{home}/desk/leaving/")
    page.get_by_label("Find somebody").fill(provider.name)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=f"Look at it {provider.name}").click()
    expect(page.get_by_text("They have not been asked.").first).to_be_visible()
    look(page, axe, "departing")
    page.get_by_text("They leave").click()
    page.get_by_role("button", name="Begin", exact=True).click()


def read(page: Page, axe: Any, home: str, client: Client, provider: Provider) -> None:
    """They come by their receipt's code, and are told."""
    return_by_code(page, home, client.receipt_code())
    page.goto(f"{home}/course/refer/")
    expect(page.locator("main")).to_contain_text(f"{provider.name} can no longer go on here")
    look(page, axe, "left")


@with_and_without_scripts
def test_every_client_of_somebody_who_leaves_is_helped_on(
    browser: Browser, live_server: Any, axe: Any, courses: list[Course], javascript: bool
) -> None:
    home, busiest = live_server.url, Counter(each.provider_id for each in courses).most_common(1)[0][0]
    theirs = [each for each in courses if each.provider_id == busiest]
    provider = theirs[0].provider
    with visiting(browser, home, javascript=javascript) as page:
        bring(page, home, accounts.signed_in())
        begin_everybodys(page, axe, home, provider)
        expect(page.get_by_text("They are asked, and have not said yet.")).to_have_count(len(theirs))
        expect(page.get_by_text("They have not been asked.")).to_have_count(0)
        page.goto(f"{home}/desk/")
        expect(page.locator("main")).to_contain_text(f"{provider.name} has left, and {len(theirs)} of their")

    for course in theirs:
        with visiting(browser, home, javascript=javascript) as page:
            read(page, axe, home, course.client, provider)
