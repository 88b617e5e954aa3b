"""A provider's calendar in a browser: the week, one appointment, the feed; for every eye and on a phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browsing
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from rapport.site.consultations.models import Booking
from rapport.site.directory.actions.verification import link_account
from support import accounts, practice
from support.booked import ALWAYS, booked, offered, person, starts
from support.looking import bring, look
from support.visitors import visiting

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def booking() -> Booking:
    """A conversation in some days, with a provider who has an account."""
    practice.providers(4, slots=ALWAYS)
    now = timezone.now()
    asked = offered(person(at=now), at=now)
    link_account(asked.provider, accounts.account("provider"), by="coordinator", at=now)
    asked.provider.refresh_from_db()
    return booked(asked, starts(asked, at=now)[30], at=now)


def come_in(page: Page, home: str, booking: Booking) -> None:
    """The visit of the booking's provider."""
    browser = Browsing()
    accounts.sign_in(browser, booking.provider.account)
    bring(page, home, browser)


def test_a_provider_looks_at_the_week_and_cancels(
    browser: Browser, live_server: Any, booking: Booking, axe: Any
) -> None:
    with visiting(browser, live_server.url) as page:
        come_in(page, live_server.url, booking)

        page.goto(f"{live_server.url}/portal/calendar/")
        look(page, axe, "week")
        page.get_by_role("link", name="The week after").click()
        page.goto(f"{live_server.url}/portal/calendar/")
        page.locator("main").get_by_role("link", name="Robin").first.click()
        expect(page.get_by_text("robin@example.org")).to_be_visible()
        look(page, axe, "appointment")
        page.get_by_role("link", name="Cancel it").click()
        look(page, axe, "portal-cancel")
        page.get_by_role("button", name="Yes, cancel it").click()
        expect(page.get_by_text("They can choose another of your free times.")).to_be_visible()
        look(page, axe, "portal-cancelled")

        page.goto(f"{live_server.url}/portal/calendar/feed/")
        page.get_by_role("button", name="Make an address").click()
        expect(page.get_by_role("button", name="End the feed")).to_be_visible()
        look(page, axe, "feed")


def test_what_became_of_it_is_said_on_a_phone_without_scripts(
    browser: Browser, live_server: Any, booking: Booking
) -> None:
    ago = booking.half_hour - int((booking.starts_at - timezone.now()) / timedelta(minutes=30)) - 4
    Booking.objects.filter(pk=booking.pk).update(half_hour=ago)
    with visiting(browser, live_server.url, javascript=False) as page:
        come_in(page, live_server.url, booking)
        page.set_viewport_size({"width": 390, "height": 900})

        page.goto(f"{live_server.url}/portal/calendar/{booking.pk}/")
        page.get_by_role("button", name="We talked").click()

        expect(page.get_by_text("Took place")).to_be_visible()
