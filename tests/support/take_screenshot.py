"""Take the README's pictures from the demo practice, signed in as its own people.

`./run demo --sign-ins | PYTHONPATH=tests .venv/bin/python -m support.take_screenshot URL FOLDER`, URL where
`./run` serves.
"""

import re
import sys
from typing import Final

from playwright.sync_api import Page, sync_playwright

from support import browser

WIDTH: Final = 1280
# By name: who, the page, and how much of its top. The first two clients of the demo are these.
COURSE, NEWCOMER, PROVIDER = range(3)
PICTURES: Final = {
    "matches": (NEWCOMER, "/matches/", 1000),
    "course": (COURSE, "/course/", 1130),
    "caseload": (PROVIDER, "/portal/caseload/", 880),
}
CODE: Final = re.compile(r"^  ([a-z]+(?:-[a-z]+){4})$", re.MULTILINE)
ACCOUNT: Final = re.compile(r"(provider@\S+)\s+password (\S+)\s+code (\d+)")


def main(url: str, folder: str, told: str) -> None:
    """Every picture, each in a browser of its own."""
    path = browser.chromium()
    assert path, "no Chromium on this machine"
    with sync_playwright() as player:
        chromium = player.chromium.launch(**browser.launch_options(path))
        for name, (who, address, height) in PICTURES.items():
            page = chromium.new_page(viewport={"width": WIDTH, "height": height})
            _come_in(page, url, who, told)
            page.goto(f"{url}{address}")
            page.screenshot(path=f"{folder}/{name}.png")
            page.close()
        chromium.close()


def _come_in(page: Page, url: str, who: int, told: str) -> None:
    if who != PROVIDER:
        page.goto(f"{url}/return/")
        page.fill("main input[name=code]", CODE.findall(told)[who])
        page.click("main button[type=submit]")
        return
    account = ACCOUNT.search(told)
    assert account, "expected how to sign in as the provider, found nothing"
    name, password, code = account.groups()
    page.goto(f"{url}/sign-in/")
    page.fill("input[name=name]", name)
    page.fill("input[type=password]", password)
    page.press("input[type=password]", "Enter")
    page.fill("input[name=code]", code)
    page.press("input[name=code]", "Enter")
    page.wait_for_load_state()


if __name__ == "__main__":
    main(*sys.argv[1:], told=sys.stdin.read())
