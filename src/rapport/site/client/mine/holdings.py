"""Everything held about a client, gathered from every chapter: this face is above them all."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from rapport.site.people.models import Client

CHAPTERS = ("people", "intake", "matches")


def everything(client: Client) -> dict[str, Any]:
    """What each chapter holds, by chapter."""
    found = {}
    for chapter in CHAPTERS:
        name = f"rapport.site.{chapter}.queries"
        if find_spec(name) and hasattr(import_module(name), "held_about"):
            found[chapter] = import_module(name).held_about(client)
    return found


def in_words(client: Client) -> list[str]:
    """The same in plain words."""
    return sorted(everything(client))
