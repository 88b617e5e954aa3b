"""A planner in a browser: downloaded without scripts, and mailed with the mail server down and back."""

import io
import socket
from collections.abc import Callable, Iterator

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.cli.drills.sink import Sink
from rapport.site.config import mail as mail_settings
from support import mailbox

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "someone@drill.example"
NARROWEST = 320


@pytest.fixture
def nobody_listens(settings) -> Iterator[None]:
    """A mail server that is down: its port is taken, and nobody answers there."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        mailbox.set_up(settings, f"smtp://127.0.0.1:{held.getsockname()[1]}")
        yield


def filled(page: Page) -> list[str]:
    labels = ("A name for the first page", "A first goal", "Your e-mail address, if we should send it")
    return [page.get_by_label(label).input_value() for label in labels]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.usefixtures("nobody_listens")
def test_planner_by_mail_with_the_server_down_and_back(
    page: Page, live_server, axe: Callable[[Page], None], settings, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/guides/")
    page.get_by_role("link", name="A planner for your year").click()
    axe(page)
    page.get_by_text("Make it your own, if you like").click()
    page.get_by_label("A name for the first page").fill("Ana")
    page.get_by_label("A first goal").fill("Sleep through the night")
    page.get_by_label("Your e-mail address, if we should send it").fill(ADDRESS)

    page.get_by_role("button", name="Send it to me").click()

    expect(page.get_by_role("alert")).to_contain_text(
        "We could not send it just now. Nothing you typed is lost"
    )
    assert filled(page) == ["Ana", "Sleep through the night", ADDRESS]
    axe(page)
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    assert page.locator("html").evaluate("html => html.scrollWidth") <= NARROWEST

    with page.expect_download() as download:
        page.get_by_role("button", name="Download the planner").click()
    assert download.value.suggested_filename == "planner.pdf"
    assert "Ana" in pypdf.PdfReader(download.value.path()).pages[0].extract_text()

    with Sink() as sink:
        settings.MAIL_SERVER = mail_settings.server(sink.url)
        page.get_by_role("button", name="Send it to me").click()
        expect(page.get_by_role("heading", name="Your planner is on its way")).to_be_visible()
        axe(page)
        ((recipient, raw),) = sink.mails
    (file,) = mailbox.parsed(raw).iter_attachments()
    assert recipient == ADDRESS
    assert (
        "Sleep through the night" in pypdf.PdfReader(io.BytesIO(file.get_content())).pages[2].extract_text()
    )


def test_planner_is_downloaded_without_script(browser: Browser, live_server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/planner/")
    page.get_by_label("In which language?").select_option("es")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download the planner").click()

    first = pypdf.PdfReader(download.value.path()).pages[0].extract_text()
    context.close()
    assert "Un año de trabajo en común" in first
