"""From an order to a tagged PDF (PDF/UA-1), by typst, in memory alone."""

import json
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

from rapport.site.guides.planner.year import month_name, months_from, year

HERE: Final = Path(__file__).parent
SOURCE, FONTS, WORDS = HERE / "planner.typ", HERE / "fonts", HERE / "words"
LANGUAGES: Final = {"en": "English", "es": "Español"}
# The names that typst gives them.
PAPERS: Final = ("us-letter", "a4")
STANDARD: Final = "ua-1"
# What typst says of a letter that none of our typefaces has; the standard forbids to leave it out.
UNKNOWN_LETTER: Final = "could not be displayed"


class Unprintable(Exception):
    """Something typed holds letters that none of our typefaces has; it names none of them."""


@dataclass(frozen=True)
class Order:
    """What a planner is made from: the first of its months, and what somebody may have typed for it."""

    first: date
    language: str
    paper: str
    name: str = field(default="", repr=False)
    goals: tuple[str, ...] = field(default=(), repr=False)


def typeset(order: Order) -> bytes:
    """The planner as PDF; the same order gives the same bytes. Raises `Unprintable`."""
    # Eighty megabytes, which a process that sets no planner need not load.
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    at = datetime.combine(order.first, time(), tzinfo=UTC)
    try:
        made = typst.Compiler(SOURCE, root=HERE, font_paths=fonts).compile(
            format="pdf", sys_inputs={"data": _data(order)}, pdf_standards=[STANDARD], timestamp=at
        )
    except typst.TypstError as error:
        # Its words repeat what was typed, so nobody may see them.
        if UNKNOWN_LETTER in error.message:
            raise Unprintable from None
        raise RuntimeError("the planner could not be typeset") from None
    assert isinstance(made, bytes)
    return made


def _data(order: Order) -> str:
    """Everything that the source needs. What was typed travels as data, never as markup."""
    words = words_in(order.language)
    first, *_, last = (month_name(each, words) for each in months_from(order.first))
    data: dict[str, Any] = {
        "words": words,
        "language": order.language,
        "paper": order.paper,
        "name": order.name,
        "goals": order.goals,
        "span": str(words["from_to"]).replace("{from}", first).replace("{to}", last),
        "months": year(order.first, words),
    }
    return json.dumps(data, ensure_ascii=False)


@cache
def words_in(language: str) -> dict[str, Any]:
    """The words of the planner in one of its languages."""
    return tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
