"""The instruments that Rapport ships, each in a TOML file of this folder.

Which instruments may stand here, and why many famous ones may not: docs/researcher/measures.md.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from rapport.errors import BadInput, Problem, quoted
from rapport.measures.instrument import Instrument
from rapport.measures.reading import read_instrument
from rapport.measures.translation import in_other_words


@cache
def names() -> tuple[str, ...]:
    """The names of all instruments, in alphabetical order.

    >>> names()
    ('gad-7', 'phq-9', 'rapport-balance', 'rapport-check', 'rapport-check-short', 'rapport-style')
    """
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


@cache
def languages(name: str) -> tuple[str, ...]:
    """The languages in which the instrument can be shown, English first.

    >>> languages("rapport-check")
    ('en', 'es')
    """
    folders = (entry for entry in resources.files(__name__).iterdir() if entry.is_dir())
    return ("en", *sorted(each.name for each in folders if each.joinpath(f"{name}.toml").is_file()))


@cache
def instrument(name: str, language: str = "en") -> Instrument:
    """The instrument of that name, its words in that language; `BadInput` if there is none.

    >>> instrument("phq-9").title
    'Patient Health Questionnaire, 9 items'
    """
    if name not in names():
        raise BadInput(
            Problem(
                expected=f"an instrument ({', '.join(names())})", arrived=quoted(name), column="instrument"
            )
        )
    english = read_instrument(_table(f"{name}.toml"), file=f"{name}.toml")
    if language == "en":
        return english
    if language not in languages(name):
        known = ", ".join(languages(name))
        raise BadInput(Problem(expected=f"a language ({known})", arrived=quoted(language), column="language"))
    return in_other_words(english, _table(f"{language}/{name}.toml"), file=f"{language}/{name}.toml")


def _table(path: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__name__).joinpath(path).read_text(encoding="utf-8"))
