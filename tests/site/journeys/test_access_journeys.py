"""Signing in, in a real browser: from an invitation to the desk without JavaScript; and with passkeys."""

import re

import pytest
from django.utils import timezone

from rapport.site.people import account_actions, account_queries, actions
from support import accounts
from support.visitors import visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SMALL = {"width": 320, "height": 640}
ADDRESS = "ada@practice.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def press(page, name):
    page.get_by_role("button", name=name).click()


def give_password(page, home, *, name=ADDRESS, password=accounts.PASSWORD):
    page.goto(f"{home}/sign-in/")
    page.get_by_label("E-mail address or sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    press(page, "Continue")


def fits(page):
    return page.locator("html").evaluate("html => html.scrollWidth <= innerWidth")


@pytest.mark.parametrize("javascript", [False, True])
def test_from_an_invitation_to_the_desk_on_a_small_phone(browser, live_server, axe, javascript):
    home = live_server.url
    link = account_actions.invite(address=ADDRESS, kind="coordinator", by="operator", at=timezone.now())

    with visiting(browser, home, javascript=javascript, colours="dark" if javascript else "light") as page:
        page.set_viewport_size(SMALL)
        looked_at = []

        def look():
            if javascript:  # axe is a script itself.
                axe(page)
            assert fits(page), page.url
            looked_at.append(page.url.removeprefix(home))

        page.goto(f"{home}/join/{account_queries.token_of(link)}/")
        look()
        for label in ("New password", "The same once more"):
            page.get_by_label(label).fill(accounts.PASSWORD)
        press(page, "Save and sign in")
        give_password(page, home)
        look()
        secret = page.locator('[data-part="secret"]').inner_text().replace(" ", "")
        page.get_by_label("Enter the six figures").fill(accounts.code_of(secret))
        press(page, "Continue")
        look()
        spare = page.locator('[data-part="recovery"] li').first.inner_text()
        for path in ("/account/", "/account/passkeys/", "/account/password/", "/desk/", "/desk/people/"):
            page.goto(home + path)
            look()
        page.goto(f"{home}/account/")
        press(page, "Sign out")
        give_password(page, home)
        look()
        page.get_by_label("Enter the code").fill(spare)
        press(page, "Sign in")
        page.wait_for_url(f"{home}/desk/")

    assert len(looked_at) == 9


def test_passkey_is_added_and_opens_the_account_by_itself(browser, live_server, axe):
    home = live_server.url
    accounts.account("researcher", address=ADDRESS)

    with visiting(browser, home) as page:
        _with_device(page)
        give_password(page, home)
        page.get_by_label("Enter the code").fill(accounts.code())
        press(page, "Sign in")
        page.goto(f"{home}/account/passkeys/")
        page.get_by_label("What shall we call it?").fill("my laptop")
        press(page, "Add a passkey")
        page.get_by_text("my laptop").first.wait_for()
        axe(page)
        page.goto(f"{home}/account/")
        press(page, "Sign out")

        press(page, "Use a passkey")

        page.wait_for_url(f"{home}/desk/")


def test_client_comes_back_with_a_passkey_and_no_name(browser, live_server, axe):
    home = live_server.url
    _person, code = actions.open_client(at=timezone.now())

    with visiting(browser, home) as page:
        _with_device(page)
        page.goto(f"{home}/return/")
        page.get_by_label("Your receipt code").fill(code)
        press(page, "Continue")
        page.goto(f"{home}/mine/account/")
        axe(page)
        press(page, "Add a passkey")
        page.get_by_text("Passkey 1").first.wait_for()
        page.goto(f"{home}/mine/")
        press(page, "Sign out")
        page.goto(f"{home}/sign-in/")

        press(page, "Use a passkey")

        page.wait_for_url(re.compile("/(matches|questionnaire|return)/"))
        page.goto(f"{home}/mine/")
        assert code in page.content()


def _with_device(page):
    """This browser's machine has a fingerprint reader, and its owner's finger is on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
