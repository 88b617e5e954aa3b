"""What a provider can try when something may have shifted, in the order that experts recommend.

The words are ours (CC0) and stand in `suggestions.toml` with their sources: first validate and explore, in
the session itself; change-oriented work and patterns later (134 experts; doi 10.1037/int0000097).
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from rapport.errors import BadInput, Problem
from rapport.shipped import shipped
from rapport.vocabulary import PARTS

Phase = Literal["explore", "change"]
Strain = Literal["withdrawal", "confrontation"]
PHASES: Final = ("explore", "change")
STRAINS: Final = ("withdrawal", "confrontation")
# Beside the parts of the alliance: the balance of support and challenge (too gentle … too hard).
ABOUT: Final = (*PARTS, "balance")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a suggestion comes from; `verified` is false where the citation is from memory."""

    code: str
    cites: str
    doi: str
    tells: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to try; `when` and `parts` are empty where it suits every strain and every part."""

    code: str
    phase: Phase
    title: str
    text: str
    when: tuple[Strain, ...]
    parts: tuple[str, ...]
    sources: tuple[Source, ...]


@cache
def all_suggestions() -> tuple[Suggestion, ...]:
    """Every suggestion, those for the session itself first.

    >>> all_suggestions()[0].code
    'make_room'
    """
    table = tomllib.loads(shipped("rapport.alliance", "suggestions.toml").decode())
    sources = {each["code"]: Source(**each) for each in table["sources"]}
    found = [_read(each, sources) for each in table["suggestions"]]
    return tuple(sorted(found, key=lambda each: PHASES.index(each.phase)))


def suggested(*, parts: Iterable[str] = (), strain: Strain | None = None) -> tuple[Suggestion, ...]:
    """What suits this rupture, in the order to try it: by phase, and within one the general ones first.

    Args:
        parts: what fell: any of goals, tasks, bond, and balance where it was too hard or too gentle.
        strain: how it shows, if somebody said so: withdrawal or confrontation.

    Missing data: where the strain is not known, suggestions for both are given; where no part is, only those
    that suit every part.

    Raises:
        BadInput: another part or strain.

    >>> [each.code for each in suggested(parts=["goals"], strain="withdrawal") if each.phase == "change"]
    ['agree_on_goals', 'pattern', 'ask_again', 'colleague']

    Source: doi 10.1037/int0000097 for the order of the phases; the order within one is ours. Compared with:
    a table of cases in tests/library.
    """
    fell = frozenset(parts)
    _check(fell <= set(ABOUT), ABOUT, fell - set(ABOUT), "parts")
    _check(strain is None or strain in STRAINS, STRAINS, [strain], "strain")
    return tuple(
        each
        for each in all_suggestions()
        if (not each.parts or fell & set(each.parts)) and (not each.when or strain in (None, *each.when))
    )


def _read(table: dict[str, Any], sources: dict[str, Source]) -> Suggestion:
    return Suggestion(
        code=table["code"],
        phase=table["phase"],
        title=table["title"],
        text=table["text"],
        when=tuple(table.get("when", ())),
        parts=tuple(table.get("parts", ())),
        sources=tuple(sources[each] for each in table["sources"]),
    )


def _check(holds: bool, known: tuple[str, ...], arrived: Iterable[object], column: str) -> None:
    if not holds:
        expected = "any of " + ", ".join(known)
        raise BadInput(Problem(expected=expected, arrived=", ".join(map(str, arrived)), column=column))
