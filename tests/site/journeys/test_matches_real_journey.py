"""Real clients of the sample practice in a real browser, each shortlist checked by the slow oracle.

What they wrote comes from the sample's file while the test runs, and stands nowhere else.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from library.references import slow_limits
from rapport.cli.main import main
from rapport.language.crisis import screen
from support import questionnaire_driver
from support.visitors import visiting, with_and_without_scripts

SAMPLE = Path(__file__).parents[3] / "../shared/data/practice_sample"
# Lines of the file, for a spread: nobody, one or two eligible, three or four, dozens; words of a crisis too.
# Every other one goes through a browser that runs no script.
CLIENTS = (1, 2, 8, 0, 14, 3, 65, 22, 48, 4, 12, 44, 15, 86, 11, 91, 107, 57, 141, 166)
SLATE = 3

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def roster_rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """The sample's providers, imported by the command."""
    roster = SAMPLE / "roster.csv"
    if not roster.exists():
        pytest.skip("../shared/data/practice_sample is absent: real clients cannot be tried here")
    assert main(["import", "roster", str(roster), "--format", "json"]) == 0
    rows = slow_limits.read_roster_rows(roster)
    assert json.loads(capsys.readouterr().out)["written"]["added"] == len(rows)
    return rows


def three_for(page: Page, home: str, answers: dict[str, Any]) -> list[str]:
    """Answer every page, ask for the three; the roster ids that are shown."""
    questionnaire_driver.from_home_to_check(page, f"{home}/", answers)
    page.get_by_role("button", name="Show me three people").click()
    expect(page).to_have_url(f"{home}/matches/")
    return page.locator("[data-part=match]").evaluate_all("all => all.map(one => one.dataset.provider)")


def fault(page: Page, shown: list[str], eligible: set[str]) -> str:
    """What is wrong with a shortlist; nothing when it is three eligible people or a true shortfall."""
    if not set(shown) <= eligible:
        return "shows someone who cannot take this client"
    if len(shown) != len(set(shown)) or len(shown) != min(SLATE, len(eligible)):
        return f"shows {len(shown)} of {len(eligible)}"
    says_fewer = page.locator("#short-title").is_visible()
    if says_fewer != (len(eligible) < SLATE):
        return "says fewer than three when there are three, or keeps quiet when there are not"
    pictures = page.locator("[data-part=match] svg.interval").count()
    return "" if pictures == 3 * len(shown) else f"draws {pictures} pictures for {len(shown)}"


# Every client comes once, to one of the databases.
@with_and_without_scripts
def test_real_clients_get_three_who_can_take_them_or_a_true_shortfall(
    browser: Browser, live_server: Any, roster_rows: list[dict[str, str]], javascript: bool
) -> None:
    clients = slow_limits.read_clients(SAMPLE / "clients.jsonl")
    faults, found = {}, {}

    with visiting(browser, live_server.url, javascript=javascript) as page:
        for line in CLIENTS[javascript::2]:
            answers = clients[line]
            page.context.clear_cookies()
            shown = three_for(page, live_server.url, answers)
            verdict = slow_limits.Verdict(
                roster_rows,
                questionnaire_driver.as_entered(answers),
                on=datetime.now(ZoneInfo(answers["timezone"])).date(),
                crisis=screen(answers["text"]).flag,
            )
            found[line] = len(verdict.eligible)
            faults[line] = fault(page, shown, set(verdict.eligible))

    assert {line: wrong for line, wrong in faults.items() if wrong} == {}
    assert 0 in found.values(), "nobody without any eligible provider was tried"
    assert sum(count >= SLATE for count in found.values()) >= SLATE, "too few with three eligible were tried"
