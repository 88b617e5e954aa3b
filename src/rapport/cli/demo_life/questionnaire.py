"""What an invented client sends on each page of the questionnaire."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from rapport.site.intake.actions import Sent, go_on_after_help, save_page

MOST_WANTED: Final = 2
STYLE_PAGES: Final = (
    ("lead", "directive"),
    ("feeling", "emotional"),
    ("time", "past"),
    ("challenge", "challenge"),
)


def answer_questionnaire(answers: dict[str, Any], *, at: datetime) -> Any:
    """One invented client who sends every page of the questionnaire."""
    client = None
    for slug, value in _pages(answers):
        sent = Sent(slug=slug, state="skipped" if value in (None, [], {}) else "said", value=value, seen=0)
        saved = save_page(sent, by=client, language="en", at=at)
        client = saved.client
        if saved.draft.help_due:
            go_on_after_help(by=client, at=at)
    return client


def _pages(answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Answers in the published format, turned back into what each page of the questionnaire sends."""
    goals, style = answers.get("goals", []), answers.get("style", {})
    yield "about", answers.get("text") or None
    yield "safe", "no" if answers.get("safe_now") is False else "yes"
    yield "concerns", [each["code"] for each in answers["concerns"]]
    yield "pace", "long"
    yield "goals", [each["code"] for each in goals]
    yield "matter", {"concerns": _importance(answers["concerns"]), "goals": _importance(goals)}
    yield "tasks", {each["code"]: _view(each["wanted"]) for each in answers.get("tasks", [])}
    yield from ((slug, style.get(axis)) for slug, axis in STYLE_PAGES)
    yield "style", str(answers.get("style_importance", 1))
    yield from _practical_pages(answers)


def _view(wanted: int) -> int:
    """What the page offers: wanted, no view, or rather not."""
    return (wanted > 0) * MOST_WANTED - (wanted < 0) * MOST_WANTED


def _importance(weighted: list[dict[str, Any]]) -> dict[str, int]:
    return {each["code"]: each["importance"] for each in weighted}


def _practical_pages(answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "who", {key: answers[key] for key in ("age_group", "service")}
    yield "kind", answers.get("kind", "either")
    yield "formats", answers["formats"]
    yield "state", answers["state"]
    yield "distance", {"zip": answers.get("zip", ""), "miles": answers.get("max_miles", 25)}
    yield "languages", answers["languages"]
    yield "pay", {key: answers.get(key) for key in ("payer", "self_pay_ok", "max_fee")}
    yield "hours", {"slots": answers.get("slots", []), "timezone": answers.get("timezone", "")}
    prefer = {key: value for key, value in (answers.get("prefer") or {}).items() if value}
    yield "preferences", {"must": [], **prefer} if prefer else {}
