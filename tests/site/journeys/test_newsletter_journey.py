"""A newsletter from draft to unsubscribe: asked for, written, sent, ended."""

import random
import re
import urllib.request

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rapport.cli.drills.sink import Sink
from rapport.site.foundation.mail.delivery import Courier
from rapport.site.newsletter.actions.sending import send_due
from rapport.site.newsletter.models import Reader
from support import accounts, mailbox
from support.looking import bring, look
from support.visitors import visiting, with_and_without_scripts

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "someone@drill.example"
PAGE = re.compile(r"https://practice\.example(/newsletter/\S+)")


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        mailbox.set_up(settings, sink.url)
        settings.NEWSLETTER_A_MINUTE = 6000
        yield sink


def newest_mail(sink):
    Courier(now=timezone.now, rng=random.Random(1)).deliver(is_over=lambda: False)
    recipient, raw = sink.mails[-1]
    assert recipient == ADDRESS
    return mailbox.parsed(raw)


def asked_for(page, live_server, sink, axe):
    """An address is given, and its mailbox says yes."""
    page.goto(f"{live_server.url}/newsletter/")
    look(page, axe, "newsletter")
    page.get_by_label("Your e-mail address").fill("someone")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_label("Your e-mail address")).to_have_value("someone")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("status")).to_contain_text("a link is on its way")
    page.goto(live_server.url + PAGE.search(mailbox.text_of(newest_mail(sink)))[1])
    look(page, axe, "confirm")
    page.get_by_role("button", name="Yes, send it to me").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def written(page, live_server, axe):
    """A coordinator writes an edition, and sees it as it will arrive."""
    bring(page, live_server.url, accounts.signed_in())
    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("link", name="Newsletter").click()
    page.get_by_role("link", name="Write an edition: English").click()
    page.get_by_label("Subject").fill("Your therapist and you")
    page.get_by_label("A few words before the guides").fill("Hello, *all*.")
    page.get_by_label("It grows").check(force=True)
    page.get_by_role("button", name="Save it, and look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("tells what this is about")
    look(page, axe, "edition-refused")
    page.get_by_label("Subject").fill("Something to read")
    page.get_by_role("button", name="Save it, and look at it").click()
    expect(page.locator("div.mail-preview em").first).to_have_text("all")
    assert page.locator("div.mail-preview h1").evaluate("h => getComputedStyle(h).fontSize") == "26px"
    look(page, axe, "edition-preview")


def sent(page, sink, axe):
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
    look(page, axe, "edition-sent")
    return edition


def ended(page, live_server, axe, address):
    """Ended by a mail program as RFC 8058 asks: no visit, no cookie, one POST. Then a person looks."""
    press = urllib.request.Request(address, data=b"List-Unsubscribe=One-Click", method="POST")
    with urllib.request.urlopen(press) as answer:
        assert (answer.status, answer.headers["Set-Cookie"]) == (200, None)
    assert not Reader.objects.exists()
    page.goto(address)
    look(page, axe, "newsletter-end")
    page.get_by_role("button", name="End it, and erase the address").click()
    expect(page.get_by_role("heading", name="It has ended")).to_be_visible()
    look(page, axe, "newsletter-ended")


@with_and_without_scripts
def test_newsletter_from_draft_to_unsubscribe(browser, live_server, sink, axe, javascript):
    with visiting(browser, live_server.url, javascript=javascript) as page:
        asked_for(page, live_server, sink, axe)
        written(page, live_server, axe)
        edition = sent(page, sink, axe)
        link = PAGE.search(edition["List-Unsubscribe"].strip("<>"))[1]
        ended(page, live_server, axe, live_server.url + link)
