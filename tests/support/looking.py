"""What every page of a journey must stand: narrow and wide, axe, and a picture for whoever wants to look."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.test import Client as Browsing
from playwright.sync_api import Page

WIDTHS = (1280, 390, 320)


def look(page: Page, axe: Any, name: str, *, widths: Sequence[int] = WIDTHS) -> None:
    """No fault for anybody's eyes or ears, no sideways scroll; pictures in the folder PICTURES names."""
    page.wait_for_load_state()
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator("html").evaluate("html => html.scrollWidth <= innerWidth"), f"{name} at {width}"
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    axe(page)


def bring(page: Page, home: str, browser: Browsing) -> None:
    """Give the page the visit of a browser that is signed in already."""
    value = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": home}])


def return_by_code(page: Page, home: str, code: str) -> None:
    """Come back as a client does, with the code of the receipt."""
    page.goto(f"{home}/return/")
    page.locator("main input[name=code]").fill(code)
    page.locator("main button[type=submit]").click()
