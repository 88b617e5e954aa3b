"""What the pages of staying and going on say; no query and no clock in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.site.consultations.models import Course
from rapport.site.foundation.figures import rounded
from rapport.site.matches.limit_words import LIMITS
from rapport.site.referrals.actions.referring import Outside
from rapport.site.referrals.choices import Along, AskedBy, Relation, Way
from rapport.site.referrals.models import Referral
from rapport.site.referrals.queries.proposal import Onwards

FEWEST_TENTHS, MOST_TENTHS = 1, 9  # Nothing is told as never or always.
# Below this many points of 100, beginning anew costs next to nothing.
SMALLEST_COST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said, with the stated chance and the cost; `is_proposed`: to meet someone else."""

    is_proposed: bool
    title: str
    why: str
    chance: str
    cost: str


BECAUSE: Final = {
    "unresolved": gettext_lazy(
        "Something seems to have shifted between you and %(name)s, trying to mend it has not helped, and for "
        "some sessions your ratings have not come back."
    ),
    "off_track": gettext_lazy(
        "For some sessions you have not been doing as well as people usually do by now, and trying something "
        "has not turned it yet."
    ),
    "asked": gettext_lazy("You asked. This is what can be said beforehand."),
}


def advice_of(found: Onwards, name: str) -> Advice:
    """The proposal in words; "give it time" where there is none."""
    proposal = found.proposal
    is_proposed = proposal.proposed and proposal.because != "asked"
    if is_proposed:
        title, why = _("Someone else may suit you better"), str(BECAUSE[proposal.because or "asked"])
    elif not found.sessions:
        title, why = _("It is early"), _("You have not rated a session yet, so little can be said.")
    else:
        title = _("As it looks now: give it time with %(name)s")
        why = _("What you rated so far is no reason to change. If it does not feel right, that is one.")
        if found.has_shifted:
            why = _(
                "Something may have shifted. Look at it together first: mending it often brings you closer."
            )
    return Advice(
        is_proposed,
        title % {"name": name},
        why % {"name": name},
        _chance(found),
        _cost(proposal.cost),
    )


def _chance(found: Onwards) -> str:
    if not found.has_next:
        return _("Nobody else who can take you now, and whom you were not shown before, is in our directory.")
    tenths = round(10 * found.proposal.chance_better)
    if tenths < FEWEST_TENTHS:
        return _("Less than 1 time in 10, the next best person would do better for you.")
    if tenths > MOST_TENTHS:
        return _("More than 9 times in 10, the next best person would do better for you.")
    return ngettext(
        "About %(tenths)s time in 10, the next best person would do better for you.",
        "About %(tenths)s times in 10, the next best person would do better for you.",
        tenths,
    ) % {"tenths": tenths}


def _cost(cost: float) -> str:
    if cost < SMALLEST_COST:
        return _("Beginning anew costs you a first talk and telling it again; by your ratings, little else.")
    points = _(
        "That counts in what beginning anew costs: about %(points)s points of 100 that have grown so far, "
        "and telling it again."
    )
    return points % {"points": rounded(cost, 0)}


ASKED: Final = {
    AskedBy.PROVIDER: gettext_lazy(
        "%(name)s suggests that someone else may help you better. It is your choice."
    ),
    AskedBy.COORDINATOR: gettext_lazy("%(name)s can no longer go on here. We help you to find the next one."),
}


def asked_words(referral: Referral, name: str) -> str:
    """Who asked, where it was not the client."""
    told = ASKED.get(AskedBy(referral.asked_by))
    return f"{str(told) % {'name': name}} {_tie_words(referral)}".strip() if told else ""


# What ties the one who suggests to the one whom they suggest, as they say.
TIES: Final = {
    Relation.NONE: gettext_lazy("They say that nothing but their work ties them to that person."),
    Relation.PRACTICE: gettext_lazy("They say that both work in the same practice or for the same employer."),
    Relation.PERSONAL: gettext_lazy("They say that the two are friends, relatives or partners."),
    Relation.MONEY: gettext_lazy("They say that one of the two earns by it."),
    "": gettext_lazy("They did not say what ties them to that person."),
}


def _tie_words(referral: Referral) -> str:
    is_suggested = referral.asked_by == AskedBy.PROVIDER and referral.way in (Way.COLLEAGUE, Way.OUTSIDE)
    return str(TIES[referral.relation]) if is_suggested else ""


def whom_said(referral: Referral) -> dict[str, str]:
    """To whom it was said to go, as the form shows it."""
    told = referral.unseal("outside") or {}
    name = referral.to_provider.name if referral.to_provider else told.get("name", "")
    return {"way": referral.way, "name": name, "contact": told.get("contact", "")}


def outside_of(referral: Referral) -> Outside | None:
    """A colleague elsewhere, as said."""
    told = referral.unseal("outside")
    return Outside(told["name"], told["contact"]) if told and referral.way == Way.OUTSIDE else None


def along_said(referral: Referral, course: Course) -> dict[str, str]:
    """What goes along as it was said, and first versions of the summary and the letter."""
    history = referral.unseal("history") or {}
    told = referral.unseal("outside") or {}
    return {
        "along": referral.along,
        "summary": history.get("summary", "") or _summary(course),
        "letter": told.get("letter", "") or _letter(told.get("name", "")),
    }


def _summary(course: Course) -> str:
    since = date_format(course.opened_at, "YEAR_MONTH_FORMAT")
    return _(
        "I have worked with someone since %(since)s.\n\nWhat we worked on: \nWhat helped: \nWhat I would "
        "like to be different: "
    ) % {"since": since}


def _letter(name: str) -> str:
    return _(
        "Dear %(name)s,\n\nI have been seeing someone, and would like to go on with you. Could we have a "
        "first talk? Until then I stay where I am.\n\nKind regards"
    ) % {"name": name}


def cannot_take(referral: Referral, limits: Sequence[str]) -> str:
    """Why a colleague here cannot be the one, by the limits that stand between."""
    name = referral.to_provider.name if referral.to_provider else ""
    if not limits:
        return _("%(name)s takes nobody new now. Go back and choose otherwise.") % {"name": name}
    told = ", ".join(str(LIMITS[each]) for each in limits)
    words = _("%(name)s cannot take you by these limits: %(limits)s. Go back, or change your answers.")
    return words % {"name": name, "limits": told}


def under_way(referral: Referral, course: Course) -> dict[str, Any]:
    """How a hand-over stands."""
    told = referral.unseal("outside")
    return {
        "name": course.provider.name,
        "outside": told["name"] if told else "",
        "along": str(Along(referral.along).label),
        "is_nothing": referral.along == Along.NOTHING,
    }
