"""From a first talk to someone chosen, in a browser that runs no script; and paper, widths and colours."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client as Visitor
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rapport.site.consultations.actions.reflections import Saying
from rapport.site.consultations.models import Course, Farewell
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Match
from support import accounts, practice
from support.looking import bring, return_by_code
from support.met import WARM, met, reflected, three

pytestmark = pytest.mark.django_db(transaction=True)
NARROWEST = 320


@pytest.fixture
def matches() -> list[Match]:
    """The three of one client, who has met two of them."""
    practice.providers(6)
    return three(practice.client(goals=[{"code": "cope", "importance": 2}]))


@pytest.fixture
def no_script(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


def press(page: Page, question: str | re.Pattern[str], answer: str) -> None:
    page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check(force=True)


def test_client_reflects_stops_searching_chooses_and_parts_kindly(
    no_script: BrowserContext, live_server: object, matches: list[Match]
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    first, second = met(matches[0]), met(matches[1])
    name, other = first.provider.name, second.provider.name
    reflected(second, {"goals1": 2, "tasks1": 2, "bond1": 3})
    page = no_script.new_page()
    return_by_code(page, home, matches[0].client.receipt_code())

    page.goto(f"{home}/choosing/")
    page.get_by_role("link", name=f"Two minutes {name}").click()
    page.get_by_role("button", name="See where you stand").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer one question at least")
    for question in ("same way", "made sense to me", "hard to say"):
        press(page, re.compile(question), "Wholly true")
    press(page, "How much did they push you?", "Just right")
    page.get_by_text("They took it up, and told me something, kindly").click()
    page.get_by_label("What do you want to remember?").fill("She asked what I do when he is silent.")
    page.get_by_role("button", name="See where you stand").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Give it a go with {name}")
    page.get_by_role("link", name="Compare those you met").first.click()
    expect(page.get_by_text("She asked what I do when he is silent.")).to_be_visible()
    page.get_by_role("link", name=f"Begin with {name}").click()
    expect(page.locator("main")).to_contain_text(f"Your request to {other} is closed")
    page.get_by_role("button", name=f"Yes, begin with {name}").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"You have begun with {name}")
    page.get_by_role("link", name=f"A note to {other}").click()
    expect(page.get_by_label("Your note to them")).to_have_value(re.compile(f"^Dear {other},"))
    page.get_by_label("A line that might help").fill("Say how you work a little earlier.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text(f"Your note to {other} was sent.")
    assert (Course.objects.count(), Farewell.objects.count()) == (1, 1)
    for provider, told in ((first.provider, "They chose you"), (second.provider, f"Dear {other},")):
        bring(page, home, visitor_of(provider))
        page.goto(f"{home}/portal/reflections/")
        expect(page.locator("main")).to_contain_text(told)


def visitor_of(provider: Provider) -> Visitor:
    """A browser in which this provider is signed in."""
    person, visitor = accounts.account("provider"), Visitor()
    link_account(provider, person, by="test", at=timezone.now())
    accounts.sign_in(visitor, person)
    return visitor


@pytest.fixture
def addresses(matches: list[Match]) -> list[str]:
    """Every page of choosing, with something on it."""
    first, second = met(matches[0], days_ago=4), met(matches[1])
    trap = Saying(
        WARM | {"goals1": 1},
        support_challenge=-2,
        asked="avoided",
        reasons=frozenset({"felt_at_ease", "like_me"}),
        urgency="soon",
        distress=6,
        words="We laughed a lot.\n\nI do not know what we would work on.",
    )
    reflected(first, saying=trap)
    reflected(second, saying=Saying({"goals1": 4, "tasks1": 4, "bond1": 4}, asked="jumped_at_it_kindly"))
    return [
        "/choosing/",
        "/choosing/compare/",
        f"/choosing/prepare/{matches[2].pk}/",
        f"/choosing/reflect/{first.pk}/",
        f"/choosing/choose/{first.request_id}/",
    ]


# How pages look does not depend on the database: once is enough.
@pytest.mark.sqlite
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_of_choosing_have_no_fault_that_axe_finds(
    page: Page,
    live_server: object,
    axe: Callable[[Page], None],
    matches: list[Match],
    addresses: list[str],
    width: int,
    scheme: str,
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    page.set_viewport_size({"width": width, "height": 900})
    return_by_code(page, home, matches[0].client.receipt_code())

    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for address in addresses:
        page.goto(home + address)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        axe(page)


def test_pages_of_choosing_never_scroll_sideways_at_320_px(
    page: Page, live_server: object, matches: list[Match], addresses: list[str]
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    return_by_code(page, home, matches[0].client.receipt_code())
    widths = {}

    for address in addresses:
        page.goto(home + address)
        widths[address] = page.locator("html").evaluate("html => html.scrollWidth")

    assert {address: width for address, width in widths.items() if width > NARROWEST} == {}


def test_sheet_to_take_along_prints_lines_to_write_on(
    page: Page, live_server: object, matches: list[Match], addresses: list[str]
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    return_by_code(page, home, matches[0].client.receipt_code())
    page.goto(home + addresses[2])
    lines = page.locator(".rule")
    assert not lines.first.is_visible()

    page.emulate_media(media="print")

    assert lines.first.is_visible()
    assert not page.get_by_role("navigation", name="Safety").is_visible()
    assert len(page.pdf()) > 1_000
