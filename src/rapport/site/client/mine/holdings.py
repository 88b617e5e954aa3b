"""Everything held about a client, gathered from every chapter: this face is above them all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.checkins.queries import held as checkins
from rapport.site.client.mine.noted import DONE
from rapport.site.consultations.queries import held as consultations
from rapport.site.intake import queries as intake
from rapport.site.matches import held as matches
from rapport.site.people import queries as people
from rapport.site.people.models import Client
from rapport.site.referrals.queries import referrals
from rapport.site.steps import queries as steps

CHAPTERS = {
    "people": people.held_about,
    "intake": intake.held_about,
    "matches": matches.held_about,
    "consultations": consultations.held_about,
    "checkins": checkins.held_about,
    "referrals": referrals.held_about,
    "steps": steps.held_about,
}


@dataclass(frozen=True)
class Part:
    """One kind of thing that is held: what it is, and why; and whether it outlives erasing."""

    what: str
    why: str
    stays: bool = False


@dataclass(frozen=True)
class Note:
    """One note of the audit trail, as the client reads it."""

    at: datetime
    who: str
    what: str


def everything(client: Client) -> dict[str, Any]:
    """What each chapter holds, by chapter."""
    return {chapter: held_about(client) for chapter, held_about in CHAPTERS.items()}


def in_words(held: dict[str, Any]) -> list[Part]:
    """What `everything` holds, in plain words."""
    parts = [
        Part(_("Your receipt code"), _("So that you can come back without an account.")),
        Part(
            _("When you first came, and until when we keep this"),
            _("So that we can erase it by ourselves in time."),
        ),
    ]
    parts += _of_yourself(held["people"])
    parts += _at_the_desk(held)
    if held["intake"]:
        parts.append(Part(_("Your answers to our questions"), _("To find people who can really take you.")))
    if held["matches"]["shortlists"]:
        why = _("So that you can see them again, and we can check our work.")
        parts.append(Part(_("The people we showed you, and why"), why))
    if held["matches"]["comparisons"]:
        why = _(
            "So that it can be told whether our way to choose helps. Which way was drawn for you stands in "
            "your download."
        )
        parts.append(Part(_("That you take part in the comparison"), why))
    if held["consultations"]["requests"]:
        why = _("So that they could answer you. They see it only while you share it and it is open.")
        parts.append(Part(_("Your requests for a first conversation, what they showed, the answers"), why))
    if held["consultations"]["bookings"]:
        why = _("So that you and the other person know when you talk, and how they can reach you.")
        parts.append(Part(_("The times you booked, and what you want to be called"), why))
    parts += _after_talks(held["consultations"])
    if held["checkins"]["rated_sessions"]:
        why = _(
            "So that you can see how it grows and, if you said yes to that, to forecast better for others."
        )
        parts.append(Part(_("How you rated your sessions"), why))
    parts += _beside_sessions(held["checkins"])
    if held["checkins"]["repair_notes"]:
        why = _("So that you both can look back. It stands in your download, word for word.")
        parts.append(Part(_("What the person you work with noted after something may have shifted"), why))
    parts += _going_on(held["referrals"])
    parts += _of_steps(held["steps"])
    return [*parts, _notes(len(held["people"]["who_did_what"]))]


def _beside_sessions(held: dict[str, Any]) -> list[Part]:
    parts = []
    if held["symptoms"]:
        parts.append(Part(_("How you said you are doing"), _("So that you can see whether it helps.")))
    if held["goals"]:
        parts.append(Part(_("Your goals in your own words"), _("So that you can say how far you are.")))
    if held["safety_answers"]:
        why = _("So that whom you agreed to let be told can see it.")
        parts.append(Part(_("When you said that you are not safe"), why))
    if held["on_the_list_of_coordinators"]:
        why = _("So that somebody can help. Without your yes it goes.")
        parts.append(Part(_("That your course stands on the list of coordinators, and why"), why))
    return parts


def _at_the_desk(held: dict[str, Any]) -> list[Part]:
    parts = []
    if held["people"]["desk"]["looked_after"]:
        why = _("So that one person here answers for you. They see dates, and no answers without your yes.")
        parts.append(Part(_("Which coordinator looks after you, and since when"), why))
    if held["people"]["desk"]["break_glass"]:
        why = _("So that you know why. It stands in your download, word for word.")
        parts.append(Part(_("When coordinators asked to open your record in an emergency"), why))
    if held["matches"]["by_hand"]:
        why = _("So that we can check whether it was better than our way. It stands in your download.")
        parts.append(Part(_("Whom a coordinator put among your three by hand, and why"), why))
    return parts


def _of_yourself(held: dict[str, Any]) -> list[Part]:
    parts = []
    if held["account"]:
        parts.append(
            Part(
                _("Marks of your sign-in name and password, and passkeys"),
                _("So that you can come back without your code."),
            )
        )
    if held["consents"]:
        parts.append(Part(_("What you said yes or no to"), _("So that we only do what you agreed to.")))
    if held["contact"]:
        why = _("So that short notes reach you, and only when it is safe.")
        parts.append(Part(_("Your e-mail address, and the hours for it"), why))
    if held["mails"]:
        why = _("So that each goes out once. They name nobody, and we keep no copy of them.")
        parts.append(Part(_("Which short notes were sent or wait to be sent"), why))
    return parts


def _after_talks(held: dict[str, Any]) -> list[Part]:
    parts = []
    if held["reflections"]:
        why = _("So that you can compare, and see where you stand. The person you talked to never sees it.")
        parts.append(Part(_("What you said after first talks"), why))
    if held["provider_notes"]:
        why = _("So that both sides are heard. It stands in your download, word for word.")
        parts.append(Part(_("What the people you talked to noted about the talk"), why))
    if held["farewells"]:
        why = _("So that they reach whom you wrote them to.")
        parts.append(Part(_("The closing notes you wrote"), why))
    if held["courses"]:
        parts.append(Part(_("Whom you chose, and when"), _("So that their place is kept for you.")))
    return parts


def _going_on(held: dict[str, Any]) -> list[Part]:
    parts = []
    if held["reviews"]:
        why = _("So that you are asked once. The person you work with never sees it.")
        parts.append(Part(_("What you said when we asked whether it suits you"), why))
    if held["referrals"]:
        why = _("So that what you let go along reaches whom you ask, and nobody else.")
        parts.append(Part(_("That somebody else is looked for, and what goes along"), why))
    if held["continuity"]:
        why = _("So that nobody is forgotten when a provider leaves.")
        parts.append(Part(_("That we help you to the next one since yours has left"), why))
    if held["closings"]:
        why = _("So that a good-bye reaches the other. Your feedback is shown only if you said so.")
        parts.append(Part(_("What was said at the end"), why))
    return parts


def _of_steps(held: dict[str, Any]) -> list[Part]:
    parts = []
    if held["changes"]:
        why = _("So that you can say yes or no to another kind of help. It stands in your download.")
        parts.append(Part(_("What a coordinator proposed to you, why, and what you answered"), why))
    if held["groups"]:
        parts.append(Part(_("In which group you have a place"), _("So that the place is kept for you.")))
    return parts


def _notes(count: int) -> Part:
    what = ngettext(
        "A random number for you, and %(n)s note of what was done with your record",
        "A random number for you, and %(n)s notes of what was done with your record",
        count,
    )
    why = _("So that nobody can look at it without leaving a trace. The notes hold none of your answers.")
    return Part(what % {"n": count}, why, stays=True)


def emergencies(held: dict[str, Any]) -> list[dict[str, Any]]:
    """Why coordinators opened the record together, and until when, the newest first."""
    asked = held["people"]["desk"]["break_glass"]
    return [
        {"reason": each["reason"], "until": datetime.fromisoformat(each["open_until"])}
        for each in reversed(asked)
        if each["open_until"]
    ]


def notes(client: Client, held: dict[str, Any]) -> list[Note]:
    """Who did what with the record, newest first."""
    who = {
        client.pk: _("you"),
        "system": _("this service by itself"),
        "operator": _("the people who run this service"),
        "mailbox": _("whoever reads your mailbox"),
    }
    return [
        Note(
            datetime.fromisoformat(event["at"]),
            who.get(event["by"], _("someone else")),
            str(DONE.get(event["what"], event["what"].replace("_", " "))),
        )
        for event in reversed(held["people"]["who_did_what"])
    ]
