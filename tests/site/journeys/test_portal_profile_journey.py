"""A provider's portal and the verification desk in a real browser; onboarding without a script."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client as Server
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from faults.import_files import npi_number
from rapport.site.directory.actions import vignettes
from rapport.site.directory.models import Provider, VerificationCase
from support import accounts
from support.portal import portal_of
from support.practice import AT
from support.visitors import visiting

pytestmark = pytest.mark.django_db(transaction=True)
# Looked at in light and in dark by turns: the tokens of both are tested for contrast elsewhere.
PAGES = (
    "/portal/",
    "/portal/hours/",
    "/portal/hours/week/",
    "/portal/places/",
    "/portal/profile/",
    "/portal/profile/style/",
    "/portal/replies/",
    "/portal/replies/1/",
    "/portal/replies/rate/",
    "/portal/verification/",
    "/portal/verification/licences/",
)


def signed_in(page: Page, home: str, server: Server) -> None:
    """The browser takes over a visit."""
    cookie = server.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": home}])


def is_narrow_enough(page: Page) -> bool:
    return bool(page.locator("html").evaluate("html => html.scrollWidth <= innerWidth"))


# How pages look does not depend on the database: once is enough.
@pytest.mark.sqlite
def test_every_page_is_whole_for_everybody(
    browser: Browser, live_server: object, axe: Callable[[Page], None]
) -> None:
    home = str(live_server)
    server, me = portal_of()
    server.post("/portal/verification/begin/")
    writer = Provider.objects.exclude(pk=me.pk).first()
    for reply in vignettes.draw_replies(writer, by="w", at=AT):
        vignettes.write_reply(reply, text="I hear you. " * 20, send=True, by="w", at=AT)
    with visiting(browser, home) as page:
        signed_in(page, home, server)
        page.set_viewport_size({"width": 320, "height": 700})
        for place, address in enumerate(PAGES):
            page.emulate_media(color_scheme="dark" if place % 2 else "light")
            answer = page.goto(home + address)
            assert answer is not None
            assert answer.ok, address
            axe(page)
            assert is_narrow_enough(page), address
        page.context.clear_cookies()
        signed_in(page, home, accounts.signed_in("coordinator"))
        for address in ("/desk/verification/", f"/desk/verification/{VerificationCase.objects.get().pk}/"):
            page.goto(home + address)
            axe(page)
            assert is_narrow_enough(page), address


def test_newcomer_is_verified_without_a_script(browser: Browser, live_server: object) -> None:
    home, server = str(live_server), accounts.signed_in("provider")
    next_year = (timezone.now() + timedelta(days=300)).date().isoformat()
    with visiting(browser, home, javascript=False) as page:
        signed_in(page, home, server)
        page.goto(home + "/portal/")
        page.get_by_label("Your name").fill("Ada Example")
        page.get_by_label("A therapist").check(force=True)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Finish your profile").click()
        page.goto(home + "/portal/profile/work/")
        page.get_by_label("Panic attacks").check(force=True)
        page.get_by_role("button", name="Save").click()
        page.goto(home + "/portal/profile/people/")
        for words in ("An adult", "One person alone", "By video", "English"):
            page.get_by_label(words).first.check(force=True)
        page.get_by_role("button", name="Save").click()
        page.goto(home + "/portal/hours/week/")
        page.get_by_label("The hours are in").select_option("America/New_York")
        page.get_by_label("Monday, from").first.fill("09:00")
        page.get_by_label("Monday, to").first.fill("12:00")
        page.get_by_role("button", name="Save the week").click()
        page.goto(home + "/portal/verification/who/")
        page.get_by_label("National Provider Identifier").fill(npi_number(1))
        page.get_by_label("Profession").select_option("103TC0700X")
        page.get_by_role("button", name="Save and go on").click()
        page.get_by_label("Licence 1: state").select_option("NY")
        page.get_by_label("Licence 1: number").fill("123456")
        page.get_by_label("Licence 1: valid until").fill(next_year)
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Hand in").click()
        expect(page.locator("main")).to_contain_text("Handed in on")
        decide(page, home)
    assert Provider.objects.get(name="Ada Example").is_listed


def decide(page: Page, home: str) -> None:
    """A coordinator takes the browser over, and accepts."""
    page.context.clear_cookies()
    signed_in(page, home, accounts.signed_in("coordinator"))
    page.goto(home + "/desk/verification/")
    page.get_by_role("link", name="Ada Example").click()
    page.get_by_label("Accept").check(force=True)
    page.get_by_label("Why, in words").fill("Looked up at the state board today.")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("Nobody.")
