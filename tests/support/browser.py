"""The system's Chromium for Playwright, and the accessibility check of a page.

Playwright would download a browser of its own; nothing here does.
"""

import os
import shutil
from typing import Any
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIXTURES = frozenset({"page", "context", "browser", "new_context", "launch_browser"})
# None of these changes a page; without them the browser tries to reach its maker.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
)
# Off by default in axe, and asked for by WCAG 2.2 AA (2.5.8).
AXE_OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
# Told as short lines: to bring axe's whole report out of the page took longer than to make it.
FIND_FAULTS = """async options => (await axe.run(options)).violations.map(({id, help, nodes}) =>
  `${id}: ${help} at ${nodes.map(node => node.target.flat().join(" ")).join("; ")}`)"""

_twins: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def launch_options(path: str) -> dict[str, Any]:
    """How Playwright starts that browser; root cannot have Chromium's own sandbox."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path, "args": [*QUIET, *as_root]}


def violations(page: Page) -> list[str]:
    """Every accessibility fault that axe finds on a page: rule, what it asks for, and where.

    A click returns once the next page begins to load; axe would look at half a document.
    """
    page.wait_for_load_state()
    if not page.evaluate("matchMedia('(scripting: none)').matches"):
        return _faults(page)
    found = _faults(_twin(page))
    # A page behind another is not drawn.
    page.bring_to_front()
    return found


def _faults(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(FIND_FAULTS, AXE_OPTIONS)
    return found


def _twin(page: Page) -> Page:
    """The same document where scripts may run, but for its own: axe is a script itself."""
    document = page.content()

    def answer(route: Route) -> None:
        match route.request.resource_type:
            case "document":
                route.fulfill(body=document, content_type="text/html; charset=utf-8")
            case "script":
                route.abort()
            case _:
                route.continue_()

    browser = page.context.browser
    assert browser
    # Kept as long as the browser: another for every page took longer than the look itself.
    twin = _twins.get(browser) or _twins.setdefault(browser, browser.new_page())
    twin.unroute_all()
    twin.route("**/*", answer)
    if page.viewport_size:
        twin.set_viewport_size(page.viewport_size)
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    twin.emulate_media(color_scheme="dark" if is_dark else "light")
    twin.goto(page.url)
    return twin
