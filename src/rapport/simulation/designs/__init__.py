"""The designs that Rapport ships, each in a TOML file of this folder (docs/researcher/trials.md)."""

import tomllib
from functools import cache
from importlib import resources

from rapport.simulation.design import Design, read_design


@cache
def names() -> tuple[str, ...]:
    """The names of all designs, in alphabetical order."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


@cache
def design(name: str) -> Design:
    """The design of that name; it is one of `names`."""
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return read_design(tomllib.loads(text), file=f"{name}.toml")
