"""From the pages that a client sent to contract.md's Answers: exactly that format, nothing unsaid made up.

A page that no longer applies (an earlier answer was changed) is kept but does not count.
"""

from collections.abc import Iterator
from typing import Any

from rapport.site.intake import choices
from rapport.site.intake.draft import Draft
from rapport.site.intake.path import first_gap
from rapport.site.intake.places import likely_time_zone
from rapport.site.intake.questions import AXIS_OF, BY_SLUG
from rapport.site.intake.questions.question import may_have_a_coach


def answers_from(draft: Draft, *, client_id: str) -> dict[str, Any] | None:
    """The answers in contract.md's format; None while a required question is open."""
    if first_gap(draft) is not None:
        return None
    parts = (_who(draft), _place(draft), _pay(draft), _hopes(draft), _style(draft), _own_words(draft))
    answers: dict[str, Any] = {"client_id": client_id}
    for part in parts:
        answers.update((key, value) for key, value in part if value not in (None, ""))
    return answers


Parts = Iterator[tuple[str, Any]]


def _said(draft: Draft, slug: str) -> Any:
    return draft.value(slug) if BY_SLUG[slug].applies(draft) else None


def _who(draft: Draft) -> Parts:
    # Where a coach must not be offered the limit is written down, whatever was said on another day.
    yield "kind", _said(draft, "kind") if may_have_a_coach(draft) else "therapist"
    who = draft.value("who")
    yield "age_group", who["age_group"]
    yield "service", who["service"]


def _place(draft: Draft) -> Parts:
    state, travel, hours = draft.value("state"), _said(draft, "distance") or {}, draft.value("hours") or {}
    yield "state", state
    yield "zip", travel.get("zip")
    yield "max_miles", travel.get("miles")
    guess = likely_time_zone(state=state, zip_code=travel.get("zip", ""))
    yield "timezone", hours.get("timezone") or guess
    yield "slots", hours.get("slots") or None
    yield "formats", draft.value("formats")
    yield "languages", draft.value("languages")


def _pay(draft: Draft) -> Parts:
    pay = draft.value("pay") or {}
    yield "payer", pay.get("payer")
    if pay.get("payer") not in (None, choices.SELF_PAY) and pay.get("self_pay_ok"):
        yield "self_pay_ok", True
    yield "max_fee", pay.get("max_fee")


def _hopes(draft: Draft) -> Parts:
    weights = _said(draft, "matter") or {}
    for part in ("concerns", "goals"):
        weighed = weights.get(part, {})
        named = draft.value(part) or ()
        if named or part == "concerns":
            usual = choices.USUAL_IMPORTANCE
            yield part, [{"code": code, "importance": weighed.get(code, usual)} for code in named]
    wanted = draft.value("tasks")
    if wanted:
        yield "tasks", [{"code": code, "wanted": value} for code, value in wanted.items()]


def _style(draft: Draft) -> Parts:
    points = {axis: draft.value(slug) for slug, axis in AXIS_OF.items()}
    said = {axis: point for axis, point in points.items() if point is not None}
    if said:
        yield "style", said
    matters = draft.value("style")
    yield "style_importance", None if matters is None else int(matters)


def _own_words(draft: Draft) -> Parts:
    wishes = draft.value("preferences")
    yield "prefer", dict(wishes) if wishes else None
    yield "text", draft.value("about")
    safe = draft.value("safe")
    yield "safe_now", None if safe is None else safe == "yes"
