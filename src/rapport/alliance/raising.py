"""Words for a client to say that something may have shifted, drafted from what dropped.

The sentences are ours (CC0) and stand in `raising.toml`: an opening by how it shows, what it is about, and a
wish. They are a first version for the client to change, and no study has tested them.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any, Final, Literal

from rapport.alliance.comfort import TOO_GENTLE
from rapport.alliance.suggestions import STRAINS, Source
from rapport.errors import BadInput, Problem
from rapport.shipped import shipped
from rapport.vocabulary import PARTS

About = Literal["goals", "tasks", "bond", "gentle", "hard", ""]
# What it may be about: a part of the alliance, the balance of support and challenge, or nobody knows.
ABOUT: Final = (*PARTS, "gentle", "hard", "")
# On the item from −3 (too gentle) to 3 (too hard), what is as far off on the hard side.
TOO_HARD: Final = -TOO_GENTLE


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(shipped("rapport.alliance", "raising.toml").decode())


@cache
def raising_sources() -> tuple[Source, ...]:
    """What the page about ruptures stands on.

    >>> [each.code for each in raising_sources()]
    ['often', 'repair', 'strain']
    """
    return tuple(Source(**each) for each in _table()["sources"])


def draft(about: str, shown: str = "") -> tuple[str, ...]:
    """An opening, what it is about, and a wish: three sentences in English, to be translated one by one.

    Args:
        about: one of `ABOUT`; shown: withdrawal, confrontation, or "" where nobody knows.

    Raises:
        BadInput: anything else.

    >>> draft("goals")[1]
    'I am no longer sure that we are heading for the same thing.'
    """
    if about not in ABOUT:
        _refuse("about", ABOUT, about)
    if shown not in ("", *STRAINS):
        _refuse("shown", STRAINS, shown)
    opening = next(each["text"] for each in _table()["openings"] if each["shown"] == shown)
    matter = next(each for each in _table()["abouts"] if each["about"] == about)
    return opening, matter["text"], matter["wish"]


def what_dropped(fell: Iterable[str], balance: float | None = None) -> About:
    """Which one to begin with: the part that fell most; without any, too gentle or too hard; else nothing.

    Args:
        fell: parts of the alliance, the deepest fall first; balance: −3 (too gentle) to 3 (too hard).

    Missing data: no part and no answer about the balance is "".

    >>> what_dropped(["tasks", "bond"]), what_dropped([], -2), what_dropped([])
    ('tasks', 'gentle', '')
    """
    first = next(iter(fell), "")
    if first in PARTS:
        return first  # type: ignore[return-value]
    if balance is None or TOO_GENTLE < balance < TOO_HARD:
        return ""
    return "gentle" if balance <= TOO_GENTLE else "hard"


def _refuse(column: str, known: tuple[str, ...], arrived: str) -> None:
    raise BadInput(
        Problem(expected="one of " + ", ".join(filter(None, known)), arrived=arrived, column=column)
    )
