"""A client books, moves across a change of clocks and cancels: in a browser, with and without scripts."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking, Request
from support import practice
from support.booked import ALWAYS, offered, person
from support.looking import look
from support.visitors import visiting

pytestmark = [pytest.mark.django_db(transaction=True)]


# Four days before clocks go forward in New York and in Los Angeles.
BEFORE = datetime(2027, 3, 10, 15, 0, tzinfo=UTC)


@pytest.fixture
def asked() -> Iterator[Request]:
    """A request with an offer, three hours of clocks between the two."""
    with time_machine.travel(BEFORE):
        practice.providers(4, slots=ALWAYS, timezone="America/Los_Angeles")
        yield offered(person(at=BEFORE), at=BEFORE)


def book(page: Page, seen: Callable[[str], None]) -> None:
    """One of the times, checked, with a name and a number."""
    seen("times")
    page.locator("main button.time").nth(2).click()
    expect(page.get_by_role("heading", name="Check the time")).to_be_visible()
    page.get_by_role("button", name="Book this time").click()
    seen("check-wrong")
    page.get_by_label("What should they call you?").fill("Robin")
    page.get_by_label("How can they reach you?").fill("555 0100")
    page.get_by_text("Yes, show it to this person").click()
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_text("This is booked.")).to_be_visible()
    seen("booked")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_client_books_moves_and_cancels(
    browser: Browser, live_server: Any, asked: Request, axe: Any, scripts: bool
) -> None:
    with visiting(browser, live_server.url, javascript=scripts) as page:
        page.goto(f"{live_server.url}/return/")
        page.get_by_label("Your receipt code").fill(asked.client.receipt_code())
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Three people who can see you")
        seen = (lambda name: look(page, axe, name)) if scripts else (lambda name: None)

        page.goto(f"{live_server.url}/bookings/times/{asked.pk}/")
        book(page, seen)
        before = Booking.objects.get()

        page.get_by_role("link", name="Choose another time").click()
        page.get_by_role("link", name="Later days").click()
        page.locator("main button.time").nth(9).click()
        expect(page.locator("main")).to_contain_text("The clocks go forward by 60 minutes")
        seen("move")
        page.get_by_role("button", name="Move it").click()
        expect(page.get_by_text("This is booked.")).to_be_visible()
        assert Booking.objects.get().half_hour > before.half_hour

        page.get_by_role("link", name="Cancel it").click()
        seen("cancel")
        page.get_by_role("button", name="Yes, cancel it").click()
        expect(page.get_by_text("You cancelled this appointment.")).to_be_visible()
        seen("cancelled")
        page.goto(f"{live_server.url}/bookings/")
        seen("all")
        assert Booking.objects.get().state == BookingState.CANCELLED
