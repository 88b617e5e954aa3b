"""Take the README's picture from the demo practice: `python -m support.take_screenshot URL CODE FILE`.

URL is where `./run` serves, CODE one of the receipt codes it prints.
"""

import sys

from playwright.sync_api import sync_playwright

from support import browser

WIDTH, HEIGHT = 1280, 1400


def main(url: str, code: str, file: str) -> None:
    """Open the matches of one demo client and keep the top of the page."""
    path = browser.chromium()
    assert path, "no Chromium on this machine"
    with sync_playwright() as player:
        chromium = player.chromium.launch(**browser.launch_options(path))
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{url}/return/")
        page.fill("main input[name=code]", code)
        page.click("main button[type=submit]")
        page.goto(f"{url}/matches/")
        page.screenshot(path=file)
        chromium.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
