"""An invented practice that stands for a journey, as the demo makes one, and the people who come to it."""

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from rapport.matching.columns import COLUMNS
from rapport.matching.reading import read_roster
from rapport.simulation.practice import make_practice
from rapport.site.directory.actions import import_roster
from rapport.site.people.models import Client
from support import practice

PROVIDERS, SEED = 400, 7
# Whom a good many of those providers can see.
NEWCOMER: dict[str, Any] = {
    "state": "NY",
    "zip": "10027",
    "max_miles": 25,
    "age_group": "adult",
    "service": "individual",
    "languages": ["en"],
    "formats": ["video", "phone"],
    "payer": "self_pay",
    "max_fee": 250,
    "concerns": [{"code": "stress_burnout", "importance": 3}, {"code": "work_career", "importance": 2}],
    "goals": [{"code": "cope", "importance": 2}],
    "tasks": [{"code": "skills", "wanted": 2}, {"code": "homework", "wanted": -2}],
    "style": {"directive": 1, "challenge": 2},
    "style_importance": 2,
    "kind": "either",
    "prefer": {"gender": "woman"},
    "text": "I lie awake since I changed jobs.",
    "safe_now": True,
}


def open_practice(*, providers: int = PROVIDERS) -> None:
    """Fill the directory through the real action."""
    invented = make_practice(providers=providers, clients=0, seed=SEED, on=timezone.localdate())
    rows = [[row.get(name, "") for name in COLUMNS] for row in invented.roster_rows]
    import_roster(read_roster(tuple(COLUMNS), rows, file="invented"), by="system", at=timezone.now())


def came_before(changes: dict[str, Any] | None = None) -> Client:
    """Someone who answered every page on another day."""
    usual = NEWCOMER | {"timezone": "America/New_York", "prefer": {}}
    return practice.client(**(usual | (changes or {})))


def come_back(page: Page, home: str, client: Client) -> None:
    """Come in with the receipt code, to the check page."""
    page.goto(f"{home}/return/")
    page.get_by_label("Your receipt code").fill(client.receipt_code())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")


def show_three(page: Page, home: str) -> list[str]:
    """Press the button on the check page; the roster ids of the three that are shown."""
    page.get_by_role("button", name="Show me three people").click()
    expect(page).to_have_url(f"{home}/matches/")
    return shown(page)


def shown(page: Page) -> list[str]:
    """The roster ids of those shown on the page of the three."""
    return page.locator("[data-part=shortlist] [data-part=match]").evaluate_all(
        "all => all.map(one => one.dataset.provider)"
    )
