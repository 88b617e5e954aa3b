"""Fills in the questionnaire in a real browser, page by page, from any Answers in the published format.

Knows pages by their address and fields by their names, so that it needs no words of any client's: what is
typed comes from the answers handed in.
"""

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page

from rapport.site.intake.choices import MILES, RATHER_NOT, WANT

Answers = Mapping[str, Any]
Visit = Callable[[Page], None]
MOST_PAGES = 40  # more than there are questions: a driver that goes round in circles stops
STYLE_PAGES = {"lead": "directive", "feeling": "emotional", "time": "past", "challenge": "challenge"}


def as_entered(answers: Answers) -> dict[str, Any]:
    """The answers as the pages can take them: the next smaller distance offered, a task wanted or not."""
    said = {name: value for name, value in answers.items() if value not in (None, [], {})}
    if "max_miles" in said:
        said["max_miles"] = max((n for n in MILES if n <= said["max_miles"]), default=MILES[0])
    if "tasks" in said:
        said["tasks"] = [
            {"code": each["code"], "wanted": WANT if each["wanted"] > 0 else RATHER_NOT}
            for each in said["tasks"]
            if each["wanted"]
        ]
    return said


def slug_of(page: Page) -> str:
    """The last part of a page's address: on a question page the question's name."""
    return page.url.partition("?")[0].rstrip("/").rpartition("/")[2]


def from_home_to_check(page: Page, home: str, answers: Answers, *, visit: Visit = lambda page: None) -> None:
    """The whole way: home, start page, questions, check page. `visit` sees each page as filled in."""
    page.goto(home)
    visit(page)
    page.get_by_role("link", name="Start the questions").click()
    visit(page)
    page.get_by_role("link", name="Start", exact=True).click()
    to_check(page, answers, visit=visit)


def to_check(page: Page, answers: Answers, *, visit: Visit = lambda page: None) -> None:
    """From an open question page to the check page."""
    said = as_entered(answers)
    for _page in range(MOST_PAGES):
        help_first = page.get_by_role("button", name="Go on with the questions")
        if help_first.is_visible():
            visit(page)
            help_first.click()
            page.wait_for_load_state()
        slug = slug_of(page)
        if slug == "check":
            visit(page)
            return
        fill_page(page, slug, said)
        visit(page)
        send(page)
        assert slug_of(page) != slug, f"the page “{slug}” was not taken"
    raise AssertionError("the questionnaire did not come to an end")


def send(page: Page) -> None:
    """Press Continue, and wait for what follows: a click returns once the next page begins to load."""
    page.get_by_role("button", name="Continue").click()
    page.wait_for_load_state()


def fill_page(page: Page, slug: str, said: Answers) -> None:
    """Answer one question; what is not said is left as it stands."""
    match slug:
        case "about":
            page.locator("[name=said]").fill(said.get("text", ""))
        case "matter":
            for part in ("concerns", "goals"):
                for each in said.get(part, []):
                    choose(page, f"{part}-{each['code']}", each["importance"])
        case "tasks":
            for each in said.get("tasks", []):
                choose(page, each["code"], each["wanted"])
        case "who":
            choose(page, "age_group", said["age_group"])
            choose(page, "service", said["service"])
        case "state":
            page.locator("select[name=said]").select_option(said["state"])
        case "distance":
            _distance(page, said)
        case "pay":
            _pay(page, said)
        case "hours":
            _hours(page, said)
        case "preferences":
            _preferences(page, said.get("prefer") or {})
        case _:
            for value in _ticks(slug, said):
                choose(page, "said", value)


def choose(page: Page, name: str, value: object) -> None:
    """Tick a box or a card by the field's name and the value that is sent."""
    # The input itself is drawn invisible over its card; checking it by force is what a click on it does.
    _choice(page, name, value).check(force=True)


def _choice(page: Page, name: str, value: object) -> Locator:
    return page.locator(f'input[name="{name}"][value="{value}"]')


def _ticks(slug: str, said: Answers) -> list[object]:
    """The values to tick on a page that has one field of cards."""
    if slug in STYLE_PAGES:
        return [said.get("style", {}).get(STYLE_PAGES[slug], "unsure")]
    match slug:
        case "safe":
            return [{True: "yes", False: "no"}.get(said.get("safe_now"), "unsure")]
        case "pace":
            return ["long"]
        case "concerns" | "goals":
            return [each["code"] for each in said.get(slug, [])]
        case "style":
            return [said.get("style_importance", "unsure")]
        case "kind":
            return [said.get("kind", "unsure")]
        case "formats" | "languages":
            return list(said[slug])
    raise AssertionError(f"a question this driver does not know: {slug}")


def _distance(page: Page, said: Answers) -> None:
    page.locator("[name=zip]").fill(said["zip"])
    if "max_miles" in said:
        page.locator("select[name=miles]").select_option(str(said["max_miles"]))


def _pay(page: Page, said: Answers) -> None:
    if "payer" in said:
        page.locator("select[name=payer]").select_option(said["payer"])
    if said.get("self_pay_ok"):
        choose(page, "self_pay_ok", "yes")
    if "max_fee" in said:
        page.locator("[name=max_fee]").fill(str(said["max_fee"]))


def _hours(page: Page, said: Answers) -> None:
    if "timezone" in said:
        page.locator("select[name=timezone]").select_option(said["timezone"])
    folded = page.locator("details:has([name=slots])")
    if said.get("slots") and folded.get_attribute("open") is None:
        folded.locator("summary").click()
    for slot in said.get("slots", []):
        choose(page, "slots", slot)


def _preferences(page: Page, wishes: Mapping[str, Any]) -> None:
    if wishes.get("gender"):
        choose(page, "gender", wishes["gender"])
    for identity in wishes.get("identities") or []:
        choose(page, "identities", identity)
    if wishes.get("faith"):
        page.locator("select[name=faith]").select_option(wishes["faith"])
    for kind in {must.partition(":")[0] for must in wishes.get("must") or []}:
        choose(page, "must", kind)
