"""The main job from home to three, and all that can be done with the three, with JavaScript and without."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.site.matches.models import Shortlist
from rapport.site.people.models import Client
from support import questionnaire_driver
from support.invented_practice import NEWCOMER, came_before, come_back, open_practice, show_three, shown
from support.visitors import visiting

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(live_server: Any) -> str:
    """The address of a site with an invented practice."""
    open_practice()
    return str(live_server.url)


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def visitor(request: pytest.FixtureRequest, browser: Browser, home: str) -> Iterator[Page]:
    """A page of a browser that was never here; fails with any third-party request or complaint about CSP."""
    with visiting(browser, home, javascript=request.param) as page:
        yield page


def test_newcomer_without_an_account_gets_from_home_to_three(visitor: Page, home: str) -> None:
    questionnaire_driver.from_home_to_check(visitor, f"{home}/", NEWCOMER)
    three = show_three(visitor, home)

    assert len(set(three)) == 3
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Three people who can see you")
    expect(visitor.locator("[data-part=match] svg.interval")).to_have_count(9)
    for card in visitor.locator("[data-part=match]").all():
        assert card.locator(".reasons li").count() >= 1
        expect(card.locator(".cautions")).to_contain_text("Keep in mind.")
    visitor.get_by_role("link", name="More, and what to ask").first.click()
    expect(
        visitor.get_by_role("region", name="What to ask in a first talk").locator("li").nth(2)
    ).to_be_visible()
    assert Client.objects.count() == 1


def test_second_three_come_only_after_saying_what_was_missing(visitor: Page, home: str) -> None:
    come_back(visitor, home, came_before())
    first = show_three(visitor, home)

    visitor.get_by_role("link", name="None of these").click()
    visitor.get_by_role("button", name="Choose three others").click()
    expect(visitor.get_by_role("link", name="Choose at least one")).to_be_visible()
    assert Shortlist.objects.count() == 1

    visitor.get_by_label("Another way of working").check(force=True)
    visitor.get_by_role("button", name="Choose three others").click()
    expect(visitor).to_have_url(f"{home}/matches/")
    second = shown(visitor)
    assert len(second) == 3
    assert set(first).isdisjoint(second)


def test_receipt_code_brings_the_same_three_to_another_browser(
    visitor: Page, home: str, browser: Browser
) -> None:
    come_back(visitor, home, came_before())
    three = show_three(visitor, home)
    code = visitor.locator(".receipt .code").inner_text()

    with visiting(browser, home) as elsewhere:
        elsewhere.goto(f"{home}/matches/")
        expect(elsewhere).to_have_url(f"{home}/return/")
        elsewhere.get_by_label("Your receipt code").fill(code.upper().replace("-", "  "))
        elsewhere.get_by_role("button", name="Continue").click()
        elsewhere.goto(f"{home}/matches/")
        assert shown(elsewhere) == three


def test_changed_answer_leads_to_three_chosen_anew(visitor: Page, home: str) -> None:
    come_back(visitor, home, came_before({"prefer": {"gender": "woman", "must": ["gender:woman"]}}))
    show_three(visitor, home)

    visitor.get_by_role("link", name="Look at your answers, or change one").click()
    visitor.get_by_role("link", name="Change Who you would find easier to talk to").click()
    visitor.get_by_label("A man", exact=True).check(force=True)
    visitor.get_by_role("button", name="Continue").click()
    visitor.goto(f"{home}/matches/")
    expect(visitor.get_by_text("You changed an answer after these people were chosen.")).to_be_visible()
    visitor.get_by_role("button", name="Choose again with my new answers").click()

    expect(visitor).to_have_url(f"{home}/matches/")
    expect(visitor.get_by_text("You changed an answer")).to_have_count(0)
    for reasons in visitor.locator("[data-part=match] .reasons").all():
        expect(reasons).to_contain_text("a man")


def test_recommended_name_is_looked_up_and_its_fit_seen(visitor: Page, home: str) -> None:
    come_back(visitor, home, came_before())
    show_three(visitor, home)
    name = visitor.locator("[data-part=match] h2").first.inner_text()

    visitor.get_by_role("link", name="Someone recommended a name?").click()
    visitor.get_by_label("Their name").fill(name.lower())
    visitor.get_by_role("button", name="Look up").click()
    visitor.get_by_role("link", name=f"See how you might fit – {name}").first.click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text(name)
    for part in ("Goals", "Tasks", "Bond"):
        expect(visitor.get_by_text(f"What made it: {part}")).to_be_visible()
    expect(visitor.locator(".part-block svg.interval")).to_have_count(3)


@pytest.mark.parametrize(
    ("changes", "javascript"),
    [({"safe_now": False}, True), ({"text": "I want to kill myself and I have a plan."}, False)],
    ids=["says-not-safe", "own-words"],
)
def test_crisis_shows_help_first_and_then_three(
    browser: Browser, home: str, changes: dict[str, Any], javascript: bool
) -> None:
    helped = []

    def visit(page: Page) -> None:
        if page.get_by_role("button", name="Go on with the questions").is_visible():
            expect(page.get_by_role("link", name="Call 988")).to_be_visible()
            helped.append(questionnaire_driver.slug_of(page))

    with visiting(browser, home, javascript=javascript) as page:
        page.goto(f"{home}/questionnaire/about/")
        questionnaire_driver.to_check(page, NEWCOMER | changes, visit=visit)
        three = show_three(page, home)
        words = page.inner_text("main")

    # Shown once, before the next question, and again in a line above the three.
    assert helped == ["concerns" if "safe_now" in changes else "safe"]
    assert len(three) == 3
    assert words.index("Help is there now.") < words.index("Three people who can see you")
    assert "Coach, not a licensed therapist" not in words


def test_everything_is_downloaded_and_then_erased(visitor: Page, home: str) -> None:
    client = came_before()
    code = client.receipt_code()
    come_back(visitor, home, client)
    three = show_three(visitor, home)

    visitor.get_by_role("link", name="What we hold about you: download or erase it").click()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Download everything").click()
    held = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert NEWCOMER["text"] in json.dumps(held)
    assert json.dumps(held).count('"position"') == len(three)

    visitor.get_by_role("link", name="Erase everything").click()
    visitor.get_by_role("button", name="Yes, erase everything").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Everything is erased")
    assert not Client.objects.exists()
    assert not Shortlist.objects.exists()
    visitor.goto(f"{home}/return/")
    visitor.get_by_label("Your receipt code").fill(code)
    visitor.get_by_role("button", name="Continue").click()
    expect(visitor).to_have_url(f"{home}/return/")


def test_quick_exit_from_the_three_ends_the_visit(visitor: Page, home: str, settings: Any) -> None:
    settings.EXIT_URL = f"{home}/guides/"
    come_back(visitor, home, came_before())
    show_three(visitor, home)

    visitor.get_by_role("link", name="Leave this page").click()
    expect(visitor).to_have_url(f"{home}/guides/")
    assert visitor.context.cookies() == []
    visitor.goto(f"{home}/matches/")
    expect(visitor).to_have_url(f"{home}/return/")
