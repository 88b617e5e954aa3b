"""What to try after a rupture, and how often an alert is right: the library's words, for pages."""

from collections.abc import Iterable
from typing import TypeAlias, cast

from rapport.alliance.alerts import Share, share_right
from rapport.alliance.suggestions import STRAINS, Strain, Suggestion, all_suggestions, suggested

Advice: TypeAlias = tuple[Suggestion, ...]
Right: TypeAlias = Share


def advice_for(parts: Iterable[str], *, shown: str = "") -> Advice:
    """What suits what fell, in order; `shown` narrows it where it is a strain that somebody named."""
    return suggested(parts=parts, strain=cast(Strain, shown) if shown in STRAINS else None)


def right_of(kind: str | None) -> Right | None:
    """Of alerts of this kind, how many are right; None without one."""
    return share_right(kind) if kind else None


def everything_to_try() -> list[tuple[str, str]]:
    """Code and title of every suggestion, in the order to try them."""
    return [(each.code, each.title) for each in all_suggestions()]
