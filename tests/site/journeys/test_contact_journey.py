"""From an address to the last note, in a browser: every page seen on a phone, each without a fault."""

import random
import re

import pytest
from django.conf import settings as site
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from rapport.cli.drills.sink import Sink
from rapport.site.foundation import outbox
from rapport.site.foundation.mail.delivery import Courier
from rapport.site.foundation.outbox_models import Template
from rapport.site.people import actions, sessions
from rapport.site.people.session_store import CLIENT, SessionStore
from support import mailbox

ADDRESS = "someone@drill.example"


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        mailbox.set_up(settings, sink.url)
        yield sink


@pytest.fixture
def someone(live_server, page):
    """A client in a visit, on a small phone."""
    client, _ = actions.open_client(at=timezone.now())
    visit = SessionStore()
    visit.update({CLIENT: client.pk, sessions.SEEN: timezone.now().isoformat()})
    visit.create()
    cookie = {"name": site.SESSION_COOKIE_NAME, "value": visit.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.set_viewport_size({"width": 320, "height": 700})
    return client


def links_of_mails(sink, live_server):
    """Where the links of the newest mail lead, on the server of this test."""
    Courier(now=timezone.now, rng=random.Random(1)).deliver(is_over=lambda: False)
    text = mailbox.text_of(mailbox.parsed(sink.mails[-1][1]))
    return [live_server.url + path for path in re.findall(r"https://practice\.example(/\S+)", text)]


@pytest.mark.django_db(transaction=True)
def test_address_is_given_confirmed_used_and_stopped(live_server, page, axe, sink, someone):
    page.goto(f"{live_server.url}/mine/")
    page.get_by_role("link", name="See or change it").last.click()
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)

    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_label("Only I do").check(force=True)
    page.get_by_label("Write to me from").select_option("0")
    page.get_by_label("until").select_option("24")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 320
    axe(page)

    (confirm,) = links_of_mails(sink, live_server)
    page.goto(confirm)
    axe(page)
    page.get_by_role("button", name="Yes, send them here").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    with transaction.atomic():
        to = outbox.to_client(someone.pk)
        outbox.put(template=Template.REQUEST_ANSWERED, to=to, key="news", due_at=timezone.now())
    come_in, stop = links_of_mails(sink, live_server)
    assert come_in == f"{live_server.url}/return/"
    page.goto(stop)
    axe(page)
    page.get_by_role("button", name="Stop them").click()
    expect(page.get_by_role("heading", name="No more notes")).to_be_visible()
    page.goto(f"{live_server.url}/mine/contact/")
    assert page.get_by_label("Your e-mail address").input_value() == ""
