"""Silence and refill, in a browser: a client asks, one says no, one is silent, one offers; on both sides.

With scripts and without, each page looked at for faults of access in light and dark.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from rapport.site.consultations.actions.silence import expire_silent
from rapport.site.consultations.models import Request
from rapport.site.matches.models import Match
from rapport.site.people.models import Account
from support import accounts, asked
from support.looking import bring, look
from support.visitors import visiting

pytestmark = [pytest.mark.django_db(transaction=True)]


def look_in_both(page: Page, axe: Any, name: str) -> None:
    """As `look`, in the dark too."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    axe(page)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    look(page, axe, name)


def sign_in(page: Page, home: str, person: Account) -> None:
    """Give the browser the visit of this account."""
    visitor = Visitor()
    accounts.sign_in(visitor, person)
    bring(page, home, visitor)


def ask(page: Page, home: str, match: Match, *, on: bool = False) -> None:
    page.goto(f"{home}/matches/{match.pk}/ask/")
    page.get_by_label(f"Show this to {match.provider.name}").check(force=True)
    if on:
        page.get_by_label("ask the next person for me").check(force=True)
    page.get_by_role("button", name="Send the request").click()
    expect(page).to_have_url(f"{home}/requests/")


class Sides:
    """The two browsers, what they look at, and whom it is about."""

    def __init__(self, home: str, page: Page, theirs: Page, axe: Any | None) -> None:
        self.home, self.page, self.theirs, self.axe = home, page, theirs, axe
        self.client = asked.person(at=timezone.now())
        self.matches = [asked.match_at(self.client, position) for position in (1, 2, 3)]
        self.people = [asked.with_account(match.provider) for match in self.matches]

    def seen(self, page: Page, name: str) -> None:
        if self.axe is not None:
            look_in_both(page, self.axe, name)


def ask_all(sides: Sides) -> None:
    page = sides.page
    page.goto(f"{sides.home}/return/")
    page.get_by_label("Your receipt code").fill(sides.client.receipt_code())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Three people who can see you")
    sides.seen(page, "three")
    page.get_by_role("link", name="Ask for a first talk").first.click()
    sides.seen(page, "ask")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("link", name="Tick the first one")).to_be_visible()
    sides.seen(page, "ask-wrong")
    for match in sides.matches:
        ask(page, sides.home, match, on=match == sides.matches[0])
    sides.seen(page, "requests")


def first_offers(sides: Sides) -> None:
    theirs = sides.theirs
    sign_in(theirs, sides.home, sides.people[0])
    theirs.goto(f"{sides.home}/portal/")
    sides.seen(theirs, "portal-today")
    theirs.get_by_role("link", name="Look and answer").click()
    sides.seen(theirs, "portal-requests")
    theirs.get_by_role("link", name="Look and answer").click()
    expect(theirs.locator("main")).to_contain_text("Anxiety or worry")
    expect(theirs.locator("main")).not_to_contain_text(sides.client.pk)
    sides.seen(theirs, "portal-request")
    theirs.get_by_role("link", name="Offer a first conversation").click()
    sides.seen(theirs, "portal-offer")
    theirs.get_by_label("A line to them").fill("I look forward to hearing what brings you.")
    theirs.get_by_role("button", name="Send the offer").click()
    expect(theirs.get_by_text("You offered a conversation.")).to_be_visible()


def second_declines(sides: Sides) -> None:
    theirs, request = sides.theirs, Request.objects.get(position=2)
    sign_in(theirs, sides.home, sides.people[1])
    theirs.goto(f"{sides.home}/portal/requests/{request.pk}/decline/")
    sides.seen(theirs, "portal-decline")
    theirs.get_by_label("No place open now").check(force=True)
    theirs.get_by_role("button", name="Send").click()
    expect(theirs.get_by_text("You are shown to nobody now")).to_be_visible()
    sides.seen(theirs, "portal-not-live")


def client_sees_three_again(sides: Sides) -> None:
    page, names = sides.page, [match.provider.name for match in sides.matches]
    page.goto(f"{sides.home}/requests/")
    expect(page.get_by_text(f"{names[1]} has no place open now.")).to_be_visible()
    expect(page.get_by_text(f"{names[2]} did not answer in time.")).to_be_visible()
    expect(page.get_by_text("offers you a first conversation")).to_be_visible()
    sides.seen(page, "requests-refilled")
    page.goto(f"{sides.home}/matches/")
    expect(page.locator("[data-part=match]")).to_have_count(3)
    sides.seen(page, "three-refilled")
    page.goto(f"{sides.home}/requests/")
    page.get_by_role("link", name="Take it back").first.click()
    sides.seen(page, "withdraw")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_client_asks_three_and_always_has_three(
    browser: Browser, live_server: Any, axe: Any, scripts: bool
) -> None:
    home = live_server.url
    with (
        visiting(browser, home, javascript=scripts) as page,
        visiting(browser, home, javascript=scripts) as theirs,
    ):
        sides = Sides(home, page, theirs, axe if scripts else None)
        ask_all(sides)
        first_offers(sides)
        second_declines(sides)
        expire_silent(Request.objects.get(position=3).due_at + timedelta(minutes=1))
        client_sees_three_again(sides)
