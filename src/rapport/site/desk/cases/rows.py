"""Clients who wait, as rows of a list: why to look, since when, who looks after them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.consultations.aliases import alias_of
from rapport.site.consultations.queries.waiting import Waiting


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One client who waits; `why` is empty where nothing presses."""

    case: str
    alias: str
    since: datetime
    days: str
    why: list[str]
    who: str
    is_mine: bool
    presses: bool


def case_rows(found: Iterable[Waiting], viewer: str, *, at: datetime) -> list[CaseRow]:
    """In their order, whoever is not safe first."""
    return [_row(each, viewer, at=at) for each in found]


def why(one: Waiting, *, at: datetime) -> list[str]:
    """Why somebody who waits needs a person today, the most pressing first."""
    reasons = (
        (one.is_unsafe, _("Said that they are not safe, and lets you see it")),
        (one.is_due(at), _("An answer is due within a day")),
        (one.is_short, _("Fewer than three could be found")),
        (one.is_long(at), _("Has waited for more than a week")),
    )
    return [words for holds, words in reasons if holds]


def days_waiting(since: datetime, *, at: datetime) -> str:
    """How long somebody has waited, in whole days."""
    days = (at - since).days
    if not days:
        return _("since today")
    return ngettext("for %(n)s day", "for %(n)s days", days) % {"n": days}


def _row(one: Waiting, viewer: str, *, at: datetime) -> CaseRow:
    is_mine = one.assigned_to == viewer
    who = _("you") if is_mine else _("a colleague") if one.assigned_to else _("nobody yet")
    reasons = why(one, at=at)
    presses = one.is_unsafe or one.is_due(at)
    days = days_waiting(one.since, at=at)
    return CaseRow(one.case, alias_of(one.case), one.since, days, reasons, who, is_mine, presses)
