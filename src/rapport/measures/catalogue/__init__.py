"""The instruments that Rapport ships, each in a TOML file of this folder.

Which instruments may stand here, and why many famous ones may not: docs/researcher/measures.md.
"""

import tomllib
from functools import cache
from importlib import resources

from rapport.errors import BadInput, Problem, quoted
from rapport.measures.instrument import Instrument
from rapport.measures.reading import read_instrument


@cache
def names() -> tuple[str, ...]:
    """The names of all instruments, in alphabetical order.

    >>> names()
    ('gad-7', 'phq-9', 'rapport-style')
    """
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


@cache
def instrument(name: str) -> Instrument:
    """The instrument of that name; `BadInput` if there is none.

    >>> instrument("phq-9").title
    'Patient Health Questionnaire, 9 items'
    """
    if name not in names():
        raise BadInput(
            Problem(
                expected=f"an instrument ({', '.join(names())})", arrived=quoted(name), column="instrument"
            )
        )
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return read_instrument(tomllib.loads(text), file=f"{name}.toml")
