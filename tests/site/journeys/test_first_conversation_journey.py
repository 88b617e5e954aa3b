"""The whole way on two phones without scripts: from home to someone chosen, from an invitation to a talk."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking, Course
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from rapport.site.people import account_actions, account_queries
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account
from support import accounts, questionnaire_driver
from support.booked import ALWAYS
from support.invented_practice import NEWCOMER, show_three
from support.practice import providers
from support.visitors import visiting

pytestmark = [pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
ADDRESS = "kim@practice.example"


@pytest.fixture
def client(browser: Browser, live_server: Any) -> Iterator[Page]:
    """The client's phone."""
    with visiting(browser, live_server.url, javascript=False) as page:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        yield page


@pytest.fixture
def provider(browser: Browser, live_server: Any) -> Iterator[Page]:
    """The provider's phone."""
    with visiting(browser, live_server.url, javascript=False) as page:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        yield page


def join(page: Page, home: str, who: Provider) -> None:
    """From the invitation to the portal: a password, a second factor, the recovery codes."""
    at = timezone.now()
    link = account_actions.invite(address=ADDRESS, kind=AccountKind.PROVIDER, by="operator", at=at)
    page.goto(f"{home}/join/{account_queries.token_of(link)}/")
    for field in page.locator("main input[type=password]").all():
        field.fill(accounts.PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    page.get_by_label("E-mail address or sign-in name").fill(ADDRESS)
    page.get_by_label("Password").fill(accounts.PASSWORD)
    page.get_by_role("button", name="Continue").click()
    secret = page.locator("[data-part=secret]").inner_text().replace(" ", "")
    page.locator("main input[name=code]").fill(accounts.code_of(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-part=recovery] li")).to_have_count(10)
    link_account(who, Account.objects.get(), by="coordinator", at=at)


def ask_first(page: Page, home: str) -> Provider:
    """The questionnaire, the three, and a request to the first of them; who that is."""
    questionnaire_driver.from_home_to_check(page, f"{home}/", NEWCOMER)
    chosen = Provider.objects.get(provider_id=show_three(page, home)[0])
    page.get_by_role("link", name="Ask for a first talk").first.click()
    page.get_by_label(f"Show this to {chosen.name}").check(force=True)
    page.get_by_role("button", name="Send the request").click()
    return chosen


def book(page: Page, home: str) -> Booking:
    """A time from the provider's week, and how the client is called."""
    page.goto(f"{home}/requests/")
    expect(page.get_by_text("I look forward to hearing what brings you.")).to_be_visible()
    page.get_by_role("link", name="Choose a time").click()
    page.locator("main button.time").first.click()
    page.get_by_label("What should they call you?").fill("Robin")
    page.get_by_label("How can they reach you?").fill("555 0100")
    page.get_by_text("Yes, show it to this person").click()
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_text("This is booked.")).to_be_visible()
    return Booking.objects.get()


def a_week_later(booking: Booking) -> None:
    """The talk lies behind both: its half hour is moved into the past, which stands for waiting."""
    past = timezone.now() - timedelta(days=1)
    half_hour = int(past.timestamp() // 1800)
    Booking.objects.filter(pk=booking.pk).update(
        half_hour=half_hour, made_at=past - timedelta(days=1), changed_at=past - timedelta(days=1)
    )


def test_two_people_find_each_other(client: Page, provider: Page, live_server: Any) -> None:
    home = live_server.url
    providers(6, slots=ALWAYS)
    chosen = ask_first(client, home)

    join(provider, home, chosen)
    provider.goto(f"{home}/portal/requests/")
    provider.get_by_role("link", name="Look and answer").click()
    expect(provider.locator("main")).not_to_contain_text("Robin")
    provider.get_by_role("link", name="Offer a first conversation").click()
    provider.get_by_label("A line to them").fill("I look forward to hearing what brings you.")
    provider.get_by_role("button", name="Send the offer").click()

    booking = book(client, home)
    provider.goto(f"{home}/portal/calendar/{booking.pk}/")
    expect(provider.locator("main")).to_contain_text("Robin")
    expect(provider.locator("main")).to_contain_text("555 0100")

    a_week_later(booking)
    provider.goto(f"{home}/portal/calendar/{booking.pk}/")
    provider.get_by_role("button", name="We talked").click()
    assert Booking.objects.get().state == BookingState.TOOK_PLACE

    client.goto(f"{home}/choosing/reflect/{booking.pk}/")
    for question in ("same way", "made sense to me", "hard to say"):
        group = client.get_by_role("group", name=re.compile(question))
        group.get_by_role("radio", name="Wholly true", exact=True).check(force=True)
    client.get_by_role("button", name="See where you stand").click()
    client.goto(f"{home}/choosing/compare/")
    client.get_by_role("link", name=f"Begin with {chosen.name}").click()
    client.get_by_role("button", name=f"Yes, begin with {chosen.name}").click()
    expect(client.get_by_role("heading", level=1)).to_have_text(f"You have begun with {chosen.name}")
    assert Course.objects.get().provider == chosen
