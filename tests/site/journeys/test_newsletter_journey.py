"""A newsletter from draft to unsubscribe, on a phone: asked for, written, sent, ended."""

import random
import re
import urllib.request

import pytest
from django.conf import settings as site
from django.utils import timezone
from playwright.sync_api import expect

from rapport.cli.drills.cast import visit_of
from rapport.cli.drills.sink import Sink
from rapport.site.foundation.mail.delivery import Courier
from rapport.site.newsletter.actions.sending import send_due
from rapport.site.newsletter.models import Reader
from rapport.site.people.session_store import SessionStore
from support import accounts, mailbox

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "someone@drill.example"
WIDTH = 390
PAGE = re.compile(r"https://practice\.example(/newsletter/\S+)")


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        mailbox.set_up(settings, sink.url)
        settings.NEWSLETTER_A_MINUTE = 6000
        yield sink


@pytest.fixture
def screen(page, axe):
    """A phone, looked at wherever it comes to."""
    page.set_viewport_size({"width": WIDTH, "height": 900})

    def look():
        assert page.locator("html").evaluate("html => html.scrollWidth") <= WIDTH
        axe(page)

    return look


def newest_mail(sink):
    Courier(now=timezone.now, rng=random.Random(1)).deliver(is_over=lambda: False)
    recipient, raw = sink.mails[-1]
    assert recipient == ADDRESS
    return mailbox.parsed(raw)


def come_in(page, live_server):
    """A coordinator's visit in this browser."""
    visit = SessionStore()
    visit.update(visit_of(accounts.account("coordinator"), at=timezone.now()))
    visit.create()
    cookie = {"name": site.SESSION_COOKIE_NAME, "value": visit.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])


def asked_for(page, live_server, sink, screen):
    """An address is given, and its mailbox says yes."""
    page.goto(f"{live_server.url}/newsletter/")
    screen()
    page.get_by_label("Your e-mail address").fill("someone")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_label("Your e-mail address")).to_have_value("someone")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("status")).to_contain_text("a link is on its way")
    page.goto(live_server.url + PAGE.search(mailbox.text_of(newest_mail(sink)))[1])
    screen()
    page.get_by_role("button", name="Yes, send it to me").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def written(page, live_server, screen):
    """A coordinator writes an edition, and sees it as it will arrive."""
    come_in(page, live_server)
    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("link", name="Newsletter").click()
    page.get_by_role("link", name="Write an edition: English").click()
    page.get_by_label("Subject").fill("Your therapist and you")
    page.get_by_label("A few words before the guides").fill("Hello, *all*.")
    page.get_by_label("It grows").check(force=True)
    page.get_by_role("button", name="Save it, and look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("tells what this is about")
    screen()
    page.get_by_label("Subject").fill("Something to read")
    page.get_by_role("button", name="Save it, and look at it").click()
    expect(page.locator("div.mail-preview em").first).to_have_text("all")
    assert page.locator("div.mail-preview h1").evaluate("h => getComputedStyle(h).fontSize") == "26px"
    screen()


def sent(page, sink, screen):
    """It is sent to the one reader; the mail."""
    page.get_by_role("link", name="Send or schedule it").click()
    page.get_by_role("button", name="Send it to 1 reader now").click()
    expect(page.get_by_text("Scheduled")).to_be_visible()
    send_due(timezone.now())
    edition = newest_mail(sink)
    assert edition["Subject"] == "Something to read"
    send_due(timezone.now())
    page.reload()
    expect(page.get_by_text(re.compile("^Sent:"))).to_be_visible()
    screen()
    return edition


def test_newsletter_from_draft_to_unsubscribe(page, live_server, sink, screen):
    asked_for(page, live_server, sink, screen)
    written(page, live_server, screen)
    edition = sent(page, sink, screen)

    # As a mail program does: no visit, no cookie, one POST (RFC 8058).
    address = live_server.url + PAGE.search(edition["List-Unsubscribe"].strip("<>"))[1]
    press = urllib.request.Request(address, data=b"List-Unsubscribe=One-Click", method="POST")
    with urllib.request.urlopen(press) as answer:
        assert (answer.status, answer.headers["Set-Cookie"]) == (200, None)
    assert not Reader.objects.exists()
    page.goto(address)
    screen()
    page.get_by_role("button", name="End it, and erase the address").click()
    expect(page.get_by_role("heading", name="It has ended")).to_be_visible()
