"""A planner in a browser: mailed with the mail server down and back, and downloaded meanwhile."""

import io
import socket
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.cli.drills.sink import Sink
from rapport.site.config import mail as mail_settings
from support import mailbox
from support.looking import look
from support.visitors import visiting, with_and_without_scripts

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "someone@drill.example"


@pytest.fixture
def nobody_listens(settings) -> Iterator[None]:
    """A mail server that is down: its port is taken, and nobody answers there."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        mailbox.set_up(settings, f"smtp://127.0.0.1:{held.getsockname()[1]}")
        yield


NAME, GOAL, TO = "A name for the first page", "A first goal", "Your e-mail address, if we should send it"
TYPED = {NAME: "Ana", GOAL: "Sleep through the night", TO: ADDRESS}


def refused(page: Page, home: str, axe: Any) -> None:
    """The mail server is down: said plainly, and nothing that was typed is lost."""
    page.goto(f"{home}/guides/")
    page.get_by_role("link", name="A planner for your year").click()
    look(page, axe, "planner")
    page.get_by_text("Make it your own, if you like").click()
    for label, words in TYPED.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Send it to me").click()
    alert = "We could not send it just now. Nothing you typed is lost"
    expect(page.get_by_role("alert")).to_contain_text(alert)
    assert {label: page.get_by_label(label).input_value() for label in TYPED} == TYPED
    look(page, axe, "planner-refused")


def downloaded(page: Page) -> None:
    """Meanwhile it can be had at once."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the planner").click()
    assert download.value.suggested_filename == "planner.pdf"
    assert "Ana" in pypdf.PdfReader(download.value.path()).pages[0].extract_text()


def mailed(page: Page, axe: Any, sink: Sink) -> None:
    """One more press, and it has left; this is what arrives."""
    page.get_by_role("button", name="Send it to me").click()
    expect(page.get_by_role("heading", name="Your planner is on its way")).to_be_visible()
    look(page, axe, "planner-sent")
    ((recipient, raw),) = sink.mails
    (file,) = mailbox.parsed(raw).iter_attachments()
    assert recipient == ADDRESS
    assert TYPED[GOAL] in pypdf.PdfReader(io.BytesIO(file.get_content())).pages[2].extract_text()


@with_and_without_scripts
@pytest.mark.usefixtures("nobody_listens")
def test_planner_by_mail_with_the_server_down_and_back(
    browser: Browser, live_server: Any, axe: Any, settings: Any, javascript: bool
) -> None:
    with visiting(browser, live_server.url, javascript=javascript) as page:
        refused(page, live_server.url, axe)
        downloaded(page)
        with Sink() as sink:
            settings.MAIL_SERVER = mail_settings.server(sink.url)
            mailed(page, axe, sink)
