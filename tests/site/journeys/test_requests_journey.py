"""Silence and refill, in a browser: a client asks, one says no, one is silent, one offers; on both sides.

With scripts and without, each page looked at for faults of access in light and dark.
"""

import os
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rapport.site.consultations.actions.silence import expire_silent
from rapport.site.consultations.models import Request
from rapport.site.matches.models import Match
from rapport.site.people.models import Account
from rapport.site.people.session_store import SessionStore
from support import accounts, asked
from support.visitors import visiting

pytestmark = [pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 390, 320)


def look(page: Page, axe: Any, name: str) -> None:
    """No fault for anybody's eyes or ears, no sideways scroll; a picture where someone wants to look."""
    for colours in ("dark", "light"):
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        axe(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} at {width}"
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def sign_in(context: BrowserContext, home: str, person: Account) -> None:
    """Give the browser the cookie of this account's visit."""
    from django.conf import settings
    from django.test import Client

    visitor = Client()
    accounts.sign_in(visitor, person)
    assert isinstance(visitor.session, SessionStore)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": visitor.session.session_key, "url": home}]
    )


def ask(page: Page, home: str, match: Match, *, on: bool = False) -> None:
    page.goto(f"{home}/matches/{match.pk}/ask/")
    page.get_by_label(f"Show this to {match.provider.name}").check(force=True)
    if on:
        page.get_by_label("ask the next person for me").check(force=True)
    page.get_by_role("button", name="Send the request").click()
    expect(page).to_have_url(f"{home}/requests/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_client_asks_three_and_always_has_three(
    browser: Browser, live_server: Any, axe: Any, scripts: bool
) -> None:
    from django.utils import timezone

    home, client = live_server.url, asked.person(at=timezone.now())
    matches = [asked.match_at(client, position) for position in (1, 2, 3)]
    people = [asked.with_account(match.provider) for match in matches]
    seen = (lambda page, name: look(page, axe, name)) if scripts else (lambda page, name: None)
    with (
        visiting(browser, home, javascript=scripts) as page,
        visiting(browser, home, javascript=scripts) as theirs,
    ):
        page.goto(f"{home}/return/")
        page.get_by_label("Your receipt code").fill(client.receipt_code())
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Three people who can see you")
        seen(page, "three")
        page.get_by_role("link", name="Ask for a first talk").first.click()
        seen(page, "ask")
        page.get_by_role("button", name="Send the request").click()
        expect(page.get_by_role("link", name="Tick the first one")).to_be_visible()
        seen(page, "ask-wrong")
        for match in matches:
            ask(page, home, match, on=match == matches[0])
        seen(page, "requests")

        first, second, _third = Request.objects.order_by("position")
        sign_in(theirs.context, home, people[0])
        theirs.goto(f"{home}/portal/")
        seen(theirs, "portal-today")
        theirs.get_by_role("link", name="Look and answer").click()
        seen(theirs, "portal-requests")
        theirs.get_by_role("link", name="Look and answer").click()
        expect(theirs.locator("main")).to_contain_text("Anxiety or worry")
        expect(theirs.locator("main")).not_to_contain_text(client.pk)
        seen(theirs, "portal-request")
        theirs.get_by_role("link", name="Offer a first conversation").click()
        seen(theirs, "portal-offer")
        theirs.get_by_label("A line to them").fill("I look forward to hearing what brings you.")
        theirs.get_by_role("button", name="Send the offer").click()
        expect(theirs.get_by_text("You offered a conversation.")).to_be_visible()

        sign_in(theirs.context, home, people[1])
        theirs.goto(f"{home}/portal/requests/{second.pk}/decline/")
        seen(theirs, "portal-decline")
        theirs.get_by_label("No place open now").check(force=True)
        theirs.get_by_role("button", name="Send").click()
        expect(theirs.get_by_text("You are shown to nobody now")).to_be_visible()
        seen(theirs, "portal-not-live")

        expire_silent(first.due_at + timedelta(minutes=1))
        page.goto(f"{home}/requests/")
        expect(page.get_by_text(f"{matches[1].provider.name} has no place open now.")).to_be_visible()
        expect(page.get_by_text(f"{matches[2].provider.name} did not answer in time.")).to_be_visible()
        expect(page.get_by_text("offers you a first conversation")).to_be_visible()
        seen(page, "requests-refilled")
        page.goto(f"{home}/matches/")
        expect(page.locator("[data-part=match]")).to_have_count(3)
        seen(page, "three-refilled")
        page.goto(f"{home}/requests/")
        page.get_by_role("link", name="Take it back").first.click()
        seen(page, "withdraw")
