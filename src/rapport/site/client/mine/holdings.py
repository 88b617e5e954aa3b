"""Everything held about a client, gathered from every chapter: this face is above them all."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.intake import queries as intake
from rapport.site.matches import queries as matches
from rapport.site.people import queries as people
from rapport.site.people.models import Client

CHAPTERS = {"people": people.held_about, "intake": intake.held_about, "matches": matches.held_about}


@dataclass(frozen=True)
class Part:
    """One kind of thing that is held: what it is, and why."""

    what: str
    why: str


def everything(client: Client) -> dict[str, Any]:
    """What each chapter holds, by chapter."""
    return {chapter: held_about(client) for chapter, held_about in CHAPTERS.items()}


def in_words(client: Client) -> list[Part]:
    """The same in plain words."""
    held = everything(client)
    parts = [
        Part(
            _("A random number for you, and your receipt code"),
            _("So that you can come back without an account."),
        ),
        Part(
            _("When you first came, and until when we keep this"),
            _("So that we can erase it by ourselves in time."),
        ),
        _notes(len(held["people"]["who_did_what"])),
    ]
    if held["people"]["consents"]:
        parts.append(Part(_("What you said yes or no to"), _("So that we only do what you agreed to.")))
    if held["intake"]:
        parts.append(Part(_("Your answers to our questions"), _("To find people who can really take you.")))
    if held["matches"]:
        why = _("So that you can see them again, and we can check our work.")
        parts.append(Part(_("The people we showed you, and why"), why))
    return parts


def _notes(count: int) -> Part:
    what = ngettext(
        "%(n)s note of what was done with your record", "%(n)s notes of what was done with your record", count
    )
    why = _("So that nobody can look at it without leaving a trace. The notes hold no answers.")
    return Part(what % {"n": count}, why)
