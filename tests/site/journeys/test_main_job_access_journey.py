"""The main job for everyone: by keyboard alone, on a narrow phone, for every eye and in the dark."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from support import browser as chromium
from support import questionnaire_driver
from support.invented_practice import NEWCOMER, came_before, come_back, open_practice, show_three
from support.questionnaire_driver import slug_of
from support.visitors import visiting

pytestmark = [pytest.mark.django_db(transaction=True)]

WIDTHS = (390, 1280)
NARROWEST = 320  # 1280 px at 400% zoom
MOST_TABS = 130  # more than any page has stops
# Question → the controls to use, in the order in which Tab reaches them, each with the value to choose.
# The second entry of a card group is reached by arrow keys, as a person would.
BY_KEYBOARD: dict[str, list[tuple[str, str]]] = {
    "about": [("[name=said]", "I lie awake since I changed jobs.")],
    "safe": [("[name=said]", "yes")],
    "concerns": [("[value=stress_burnout]", ""), ("[value=work_career]", "")],
    "pace": [("[name=said]", "long")],
    "goals": [("[value=cope]", "")],
    "matter": [("[name=concerns-stress_burnout]", "3")],
    "tasks": [("[name=skills]", "2"), ("[name=homework]", "-2")],
    "lead": [("[name=said]", "1")],
    "feeling": [("[name=said]", "-1")],
    "time": [("[name=said]", "unsure")],
    "challenge": [("[name=said]", "2")],
    "style": [("[name=said]", "2")],
    "who": [("[name=age_group]", "adult"), ("[name=service]", "individual")],
    "kind": [("[name=said]", "either")],
    "formats": [("[value=video]", "")],
    "state": [("[name=said]", "New York")],
    "languages": [("[value=en]", "")],
    "pay": [("[name=payer]", "I pay myself"), ("[name=max_fee]", "250")],
    "hours": [],
    "preferences": [("[name=gender]", "woman")],
}


@pytest.fixture
def home(live_server: Any) -> str:
    """The address of a site with an invented practice."""
    open_practice()
    return str(live_server.url)


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on it."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector} on “{slug_of(page)}”")


def use(page: Page, selector: str, value: str) -> None:
    """Reach a control and choose or type with the keys that people use for it."""
    reach(page, selector)
    match page.evaluate("document.activeElement.type"):
        case "checkbox":
            page.keyboard.press("Space")
        case "radio":
            page.keyboard.press("Space")
            for _press in range(20):
                if page.evaluate("document.activeElement.value") == value:
                    break
                page.keyboard.press("ArrowDown")
            assert page.evaluate("[document.activeElement.value, document.activeElement.checked]") == [
                value,
                True,
            ]
        case _:
            page.keyboard.type(value)


def press(page: Page, name: str) -> None:
    """Reach a button or link of that name and press Enter."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never reaches “{name}” on “{slug_of(page)}”")


# How pages look and what a key does there do not depend on the database: once is enough.
@pytest.mark.sqlite
def test_main_job_can_be_done_by_keyboard_alone(browser: Browser, home: str) -> None:
    with visiting(browser, home) as page:
        page.goto(f"{home}/")
        press(page, "Start the questions")
        expect(page).to_have_url(f"{home}/questionnaire/")
        press(page, "Start")
        for slug, controls in BY_KEYBOARD.items():
            expect(page).to_have_url(f"{home}/questionnaire/{slug}/")
            for control in controls:
                use(page, *control)
            press(page, "Continue")
        expect(page).to_have_url(f"{home}/questionnaire/check/")
        press(page, "Show me three people")
        expect(page).to_have_url(f"{home}/matches/")
        expect(page.locator("[data-part=match]")).to_have_count(3)
        page.keyboard.press("Tab")
        press(page, "More, and what to ask")
        expect(page.get_by_role("heading", name="What to ask in a first talk")).to_be_visible()


class Inspection:
    """Looks at each page of a walk at every width: faults that axe finds, and scrolling sideways."""

    def __init__(self, *, widths: tuple[int, ...] = WIDTHS) -> None:
        self.widths = widths
        self.faults: list[str] = []
        self.pages = 0

    def __call__(self, page: Page) -> None:
        self.pages += 1
        page.locator("details:not([open])").evaluate_all("all => all.forEach(one => { one.open = true })")
        for width in self.widths:
            page.set_viewport_size({"width": width, "height": 900})
            self.faults += [f"{slug_of(page)} at {width}: {fault}" for fault in chromium.violations(page)]
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        wide = page.locator("html").evaluate("html => html.scrollWidth")
        if wide > NARROWEST:
            self.faults.append(f"{slug_of(page)} is {wide} px wide at {NARROWEST}")


def _see_the_rest(page: Page, home: str, inspect: Inspection) -> None:
    """Each further page of the main job."""
    for name in ("More, and what to ask", "All about how", "See how you might fit"):
        page.get_by_role("link", name=name).first.click()
        inspect(page)
    page.goto(f"{home}/recommended/?q=an")
    inspect(page)
    page.goto(f"{home}/matches/again/")
    inspect(page)
    page.get_by_role("button", name="Choose three others").click()
    inspect(page)
    page.goto(f"{home}/mine/")
    inspect(page)
    page.get_by_role("link", name="Erase everything").click()
    inspect(page)
    page.get_by_role("button", name="Yes, erase everything").click()
    inspect(page)
    page.goto(f"{home}/return/")
    inspect(page)


@pytest.mark.sqlite
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_each_page_of_the_three_has_no_fault_that_axe_finds_and_never_scrolls_sideways(
    browser: Browser, home: str, colours: str
) -> None:
    inspect = Inspection()

    with visiting(browser, home, colours=colours) as page:
        come_back(page, home, came_before({"safe_now": False}))
        inspect(page)
        show_three(page, home)
        inspect(page)
        _see_the_rest(page, home, inspect)

    assert inspect.pages == 12
    assert inspect.faults == []


@pytest.mark.sqlite
def test_each_question_in_the_dark_has_no_fault_that_axe_finds(browser: Browser, home: str) -> None:
    # In the light, and wider, the questionnaire's own journeys look at them.
    inspect = Inspection(widths=WIDTHS[:1])

    with visiting(browser, home, colours="dark") as page:
        in_person = {"formats": ["video", "in_person"], "safe_now": False}
        questionnaire_driver.from_home_to_check(page, f"{home}/", NEWCOMER | in_person, visit=inspect)

    assert inspect.pages > 20
    assert inspect.faults == []


def test_people_who_fall_short_are_told_on_a_page_without_faults(browser: Browser, home: str) -> None:
    inspect = Inspection()

    with visiting(browser, home) as page:
        come_back(page, home, came_before({"languages": ["ase"], "max_fee": 20}))
        shown = show_three(page, home)
        inspect(page)
        expect(page.get_by_role("heading", name="What would help")).to_be_visible()

    assert shown == []
    assert inspect.faults == []
