"""Instruments of other owners: how they are scored, and whose permission their words need. No words shipped.

Whoever has permission hands the words in (`with_words`); scoring answers needs none.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from rapport.errors import BadInput, Problem, quoted
from rapport.measures import catalogue
from rapport.measures.instrument import Instrument
from rapport.measures.reading import read_instrument
from rapport.measures.translation import in_other_words

FOLDER: Final = "licensed"
About = Literal["oneself", "pair"]


@dataclass(frozen=True, slots=True)
class Licensed:
    """An instrument whose items have no words here, its owner, and what permission showing it needs.

    `about`: "oneself", how somebody is, or "pair", how they and their provider work together.
    """

    instrument: Instrument
    owner: str
    permission: str
    ask_at: str
    about: About


@cache
def licensed_names() -> tuple[str, ...]:
    """The names of all such instruments, in alphabetical order.

    >>> licensed_names()
    ('core-10', 'wai-sr', 'who-5')
    """
    files = resources.files(catalogue).joinpath(FOLDER).iterdir()
    return tuple(sorted(each.name.removesuffix(".toml") for each in files if each.name.endswith(".toml")))


@cache
def licensed(name: str) -> Licensed:
    """The licensed instrument of that name, without words; `BadInput` if there is none."""
    if name not in licensed_names():
        known = ", ".join(licensed_names())
        raise BadInput(Problem(expected=f"one of {known}", arrived=quoted(name), column="instrument"))
    file = f"{FOLDER}/{name}.toml"
    table = tomllib.loads(resources.files(catalogue).joinpath(file).read_text(encoding="utf-8"))
    told = {key: table.pop(key) for key in ("owner", "permission", "ask_at", "about")}
    reverse, lowest, highest = table.pop("reverse", []), table.pop("lowest"), table.pop("highest")
    table["items"] = [{"code": code, "text": "", "reverse": code in reverse} for code in table["items"]]
    table["options"] = [{"value": value, "label": ""} for value in range(lowest, highest + 1)]
    whole = read_instrument(table | {"ask": "", "permission": told["permission"]}, file=file)
    return Licensed(whole, **told)


def any_instrument(name: str) -> Instrument:
    """The instrument of that name, ours or, without words, another owner's; `BadInput` if there is none.

    >>> any_instrument("wai-sr").bounds(any_instrument("wai-sr").scale("overall"))
    (1.0, 5.0)
    """
    if name in licensed_names():
        return licensed(name).instrument
    if name not in catalogue.names():
        known = ", ".join((*catalogue.names(), *licensed_names()))
        raise BadInput(Problem(f"an instrument ({known})", quoted(name), column="instrument"))
    return catalogue.instrument(name)


def with_words(name: str, words: Mapping[str, Any], *, granted: str, file: str = "") -> Instrument:
    """A licensed instrument that can be shown, in the words that someone with permission brings.

    Args:
        name: of a licensed instrument.
        words: title, ask, options, items and scales, as a translation has them (`in_other_words`).
        granted: what the permission is and from whom, in one line; kept and shown with the items.
        file: named in errors.

    Raises:
        BadInput: no permission is named, or words are missing or too many.
    """
    found = licensed(name)
    if not granted.strip():
        expected = f"whose permission you have ({found.permission} {found.ask_at})"
        raise BadInput(Problem(expected=expected, arrived="none", column="granted", file=file))
    return replace(in_other_words(found.instrument, words, file=file), permission=granted.strip())
