"""The pages for everyone in a real browser: for every eye and width, by keyboard, without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

# How pages look does not depend on the database: once is enough.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

PAGES = [
    "/",
    "/crisis/",
    "/privacy/",
    "/guides/",
    "/guides/what-rapport-is/",
    "/guides/bumps-and-repair/es/",
    "/does-it-work/",
    "/planner/",
]
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
# 1280 px at 400% zoom.
NARROWEST = 320
SMALLEST_TARGET = 44
# Everything that can be reached by Tab, and is shown.
REACHABLE = (
    "a[href], button:not([hidden]), summary, input:not([type=hidden]), select, textarea, [tabindex='0']"
)


class Quiet:
    """Notes each console error and each request to another address."""

    def __init__(self, page: Page, home: str) -> None:
        self.noises: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.noises.append(str(error)))
        page.on("request", lambda request: request.url.startswith(home) or self.noises.append(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.noises.append(message.text)


@pytest.fixture
def no_script(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_have_no_fault_that_axe_finds_and_a_quiet_console(
    page: Page, live_server: object, axe: Callable[[Page], None], width: int, scheme: str
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    quiet = Quiet(page, home)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    for address in PAGES:
        page.goto(home + address)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        axe(page)

    assert quiet.noises == []


def test_pages_at_320_px_never_scroll_sideways(page: Page, live_server: object) -> None:
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    widths = {}

    for address in PAGES:
        page.goto(live_server.url + address)  # type: ignore[attr-defined]
        widths[address] = page.locator("html").evaluate("html => html.scrollWidth")

    assert {address: width for address, width in widths.items() if width > NARROWEST} == {}


def test_text_at_twice_the_size_never_scrolls_sideways(page: Page, live_server: object) -> None:
    page.set_viewport_size({"width": 640, "height": 800})
    widths = {}

    for address in PAGES:
        page.goto(live_server.url + address)  # type: ignore[attr-defined]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        widths[address] = page.locator("html").evaluate("html => html.scrollWidth")

    assert {address: width for address, width in widths.items() if width > 640} == {}


@pytest.mark.parametrize("address", ["/", "/crisis/", "/guides/what-rapport-is/"])
def test_tab_reaches_everything_in_reading_order(page: Page, live_server: object, address: str) -> None:
    page.goto(live_server.url + address)  # type: ignore[attr-defined]
    wanted = page.evaluate(
        "what => [...document.querySelectorAll(what)]"
        ".filter(one => one.checkVisibility()).map(one => one.outerHTML)",
        REACHABLE,
    )

    reached = []
    for _press in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML"))

    assert reached == wanted


def test_skip_link_is_first_and_leads_to_the_main_part(page: Page, live_server: object) -> None:
    page.goto(live_server.url + "/")  # type: ignore[attr-defined]

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_drawn(page: Page, live_server: object) -> None:
    page.goto(live_server.url + "/")  # type: ignore[attr-defined]

    for _press in range(4):
        page.keyboard.press("Tab")
    drawn = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")

    assert drawn == "3px"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_can_be_pressed_outside_sentences_is_44_px_high(
    page: Page, live_server: object, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    small = {}

    for address in PAGES:
        page.goto(live_server.url + address)  # type: ignore[attr-defined]
        heights = page.locator(
            ".top a, .foot nav a, .actions a, .actions button, summary, .back a"
        ).evaluate_all(
            "all => all.filter(one => one.checkVisibility())"
            ".map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
        )
        small |= {f"{address} {text}": height for text, height in heights if height < SMALLEST_TARGET - 0.5}

    assert small == {}


def test_exit_with_script_leaves_no_way_back(page: Page, live_server: object, settings: object) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    settings.EXIT_URL = f"{home}/guides/"  # type: ignore[attr-defined]
    page.goto(f"{home}/privacy/")
    page.goto(f"{home}/crisis/")

    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("**/guides/")
    page.go_back()

    assert page.url == f"{home}/privacy/"


def test_escape_three_times_leaves_and_twice_does_not(
    page: Page, live_server: object, settings: object
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    settings.EXIT_URL = f"{home}/guides/"  # type: ignore[attr-defined]
    page.goto(f"{home}/crisis/")

    for _press in range(2):
        page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.url == f"{home}/crisis/"
    for _press in range(3):
        page.keyboard.press("Escape")

    page.wait_for_url("**/guides/")


def test_exit_without_script_works_as_a_link(
    no_script: BrowserContext, live_server: object, settings: object
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    settings.EXIT_URL = f"{home}/guides/"  # type: ignore[attr-defined]
    page = no_script.new_page()
    page.goto(f"{home}/crisis/")

    page.get_by_role("link", name="Leave this page").click()

    expect(page).to_have_url(f"{home}/guides/")


def test_without_script_home_leads_to_help_a_guide_and_the_questions(
    no_script: BrowserContext, live_server: object
) -> None:
    page = no_script.new_page()
    page.goto(live_server.url + "/")  # type: ignore[attr-defined]

    page.get_by_role("link", name="Need help now?").click()
    expect(page.get_by_role("link", name="Call 988", exact=True)).to_be_visible()
    page.get_by_role("link", name="Guides").click()
    page.get_by_role("link", name="for honest, kind challenge").click()
    expect(page.get_by_role("heading", name="Two questions to ask")).to_be_visible()
    expect(page.get_by_role("button", name="Print this guide")).to_be_hidden()
    page.get_by_role("link", name="Rapport").first.click()
    page.get_by_role("link", name="Start the questions").click()
    expect(page).to_have_url(live_server.url + "/questionnaire/")  # type: ignore[attr-defined]


def test_high_contrast_keeps_every_picture_visible(page: Page, live_server: object) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url + "/does-it-work/")  # type: ignore[attr-defined]
    page.locator("details.key summary").click()
    colours = page.locator(".interval").evaluate(
        "one => ['.part-mark', '.typical', '.scale-line'].map(part => {"
        " const style = getComputedStyle(one.querySelector(part));"
        " return part === '.part-mark' ? style.fill : style.stroke })"
    )

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") not in colours


def test_high_contrast_keeps_the_words_of_filled_buttons(page: Page, live_server: object) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url + "/")  # type: ignore[attr-defined]

    # The browser paints a plate in the colour of the page behind the words.
    plate = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page_ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    words = page.locator(".button").first.evaluate("one => getComputedStyle(one).color")

    assert words not in (plate, page_ground)


def test_with_less_motion_nothing_moves(page: Page, live_server: object) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(live_server.url + "/")  # type: ignore[attr-defined]

    moving = page.evaluate(
        "[...document.querySelectorAll('*')]"
        ".filter(one => getComputedStyle(one).transitionDuration !== '0s').length"
    )

    assert moving == 0
