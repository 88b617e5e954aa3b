"""Browsers of people who visit the site, and what no visit may ever do."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

# What an address may carry: the page one came from, a name that is looked up, and at the desk where a page of
# a list begins, and of which kind or whose. Never an answer.
MAY_STAND_IN_ADDRESSES = {"from", "q", "after", "before", "kind", "whose"}
# Each way costs a browser some seconds: it is gone with scripts on one database, and without on the other.
with_and_without_scripts = pytest.mark.parametrize(
    "javascript",
    [
        pytest.param(True, id="javascript", marks=pytest.mark.sqlite),
        pytest.param(False, id="plain", marks=pytest.mark.postgresql),
    ],
)


class Watch:
    """Notes each request to another address and each complaint of the browser, those about CSP among them."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.faults: list[str] = []
        context.on("console", self._said)
        context.on("weberror", lambda fault: self.faults.append(str(fault.error)))
        context.on("request", lambda request: self._asked(request.url))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def _asked(self, address: str) -> None:
        if not address.startswith((self.home, "about:")):
            self.faults.append(f"asked another server: {address}")
        if not parse_qs(urlsplit(address).query).keys() <= MAY_STAND_IN_ADDRESSES:
            self.faults.append("an address carries what it should not")


@contextmanager
def visiting(
    browser: Browser, home: str, *, javascript: bool = True, colours: str = "light"
) -> Iterator[Page]:
    """A page in a browser that was never here before; leaving it fails with whatever was noted."""
    scheme = "dark" if colours == "dark" else "light"
    context = browser.new_context(java_script_enabled=javascript, color_scheme=scheme)
    watch = Watch(context, home)
    page = context.new_page()
    try:
        yield page
        # A page left open would still ask the live server while its database is emptied.
        page.goto("about:blank")
    finally:
        context.close()
    assert not watch.faults, "; ".join(watch.faults)
