"""What the pages about matches say; no query and no clock in here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.site.client.people import presentation as people
from rapport.site.client.people import words
from rapport.site.foundation.figures import rounded
from rapport.site.matches.limit_words import LIMITS
from rapport.site.matches.models import SLATE, Shortlist
from rapport.site.matches.queries import Card, NamedFit
from rapport.site.matches.told import in_words
from rapport.vocabulary import PARTS, WEEKDAYS

MOST_HOURS: Final = 3
# Points from typical that are worth calling above or below it: under this, "about typical".
ABOUT_TYPICAL: Final = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a forecast: its interval and what it stands on, in words."""

    name: str
    interval: Mapping[str, float]
    words: str
    adding: list[Mapping[str, Any]]
    typical: float

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What made it: each feature and the points that it adds. Told on a page of one person only."""
        return [(str(FEATURES[each["feature"]]), _points(each["points"])) for each in self.adding]


@dataclass(frozen=True, slots=True)
class Person:
    """One provider on a client's page."""

    id: str
    provider_id: str
    name: str
    meta: str
    parts: list[Part]
    reasons: list[str]
    cautions: list[str]
    asking: list[dict[str, Any]]
    differs: str
    facts: list[tuple[str, str]]
    url: str
    profile: str
    # How far asking has come, and where it goes on (`talks`).
    talk: str = ""
    talk_url: str = ""

    @property
    def typical(self) -> float:
        """The mean over the parts: what a sentence calls typical."""
        return sum(part.typical for part in self.parts) / len(self.parts)

    @property
    def ask(self) -> list[str]:
        """What to ask in a first talk. Told on a page of one person only."""
        return [in_words(each) for each in self.asking]

    # For the table behind the pictures.
    goals = property(lambda self: self.parts[0].interval)
    tasks = property(lambda self: self.parts[1].interval)
    bond = property(lambda self: self.parts[2].interval)


@dataclass(frozen=True, slots=True)
class Three:
    """The page of the three."""

    title: str
    people: list[Person]
    eligible: int
    limits: list[tuple[str, int, int]]
    widen: list[tuple[str, str]]
    is_short: bool
    crisis: bool
    typical: float
    set_number: int
    is_compared: bool
    trainees: int


@dataclass(frozen=True, slots=True)
class One:
    """The page of one person, a match or a recommended name."""

    person: Person
    back: str
    is_named: bool
    limits: list[str]


# part → what to say below typical, about typical, above, and when nothing is known
STANDING: Final = {
    "goals": (
        gettext_lazy("May not aim for quite the same things"),
        gettext_lazy("About as likely as most to aim for the same things"),
        gettext_lazy("Likely to aim for the same things"),
        gettext_lazy("We know too little to say"),
    ),
    "tasks": (
        gettext_lazy("May work in other ways than you asked for"),
        gettext_lazy("About as near to your way of working as most"),
        gettext_lazy("Works in ways you asked for"),
        gettext_lazy("We know too little to say"),
    ),
    "bond": (
        gettext_lazy("Not quite the manner you asked for"),
        gettext_lazy("Hard to know before you meet"),
        gettext_lazy("The manner you asked for; you will know once you meet"),
        gettext_lazy("Hard to know before you meet"),
    ),
}
# limit → (what to change, the page of the questionnaire that asks it)
WIDEN: Final = {
    "max_miles": (gettext_lazy("Look up to %(to)s miles away"), "distance"),
    "max_fee": (gettext_lazy("Pay up to $%(to)s a session"), "pay"),
    "formats": (gettext_lazy("Meet by video, phone or in person"), "formats"),
    "slots": (gettext_lazy("Be open to any hour"), "hours"),
    "self_pay_ok": (gettext_lazy("Be ready to pay yourself"), "pay"),
    "kind": (gettext_lazy("Be open to a therapist or a coach"), "kind"),
    "must": (gettext_lazy("Make one of your musts a wish"), "preferences"),
}
FEATURES: Final = {
    "concerns": gettext_lazy("Works with what brings you"),
    "goals": gettext_lazy("Ways of working that suit your goals"),
    "tasks": gettext_lazy("What you would do in sessions"),
    "directive": gettext_lazy("Who leads"),
    "past": gettext_lazy("Past or present"),
    "emotional": gettext_lazy("How deep into feelings"),
    "challenge": gettext_lazy("Support and challenge"),
    "wishes": gettext_lazy("Your wishes about the person"),
    "warmth": gettext_lazy("Warmth, as measured by clients"),
} | dict.fromkeys(("measured_goals", "measured_tasks", "measured_bond"), gettext_lazy("Measured by clients"))
DAYS: Final = {
    "mon": gettext_lazy("Mon"), "tue": gettext_lazy("Tue"), "wed": gettext_lazy("Wed"),
    "thu": gettext_lazy("Thu"), "fri": gettext_lazy("Fri"), "sat": gettext_lazy("Sat"),
    "sun": gettext_lazy("Sun"),
}  # fmt: skip


def three(shortlist: Shortlist, cards: Iterable[Card]) -> Three:
    """The page of a shortlist."""
    record = shortlist.unseal("record")
    people_ = [person(card, url=reverse("match", args=[card.id])) for card in cards]
    shortfall = record["shortfall"]
    return Three(
        title=_title(len(people_)),
        people=people_,
        eligible=shortlist.eligible,
        limits=_limits(record["limits"]),
        widen=[_widening(each) for each in shortfall["widen"]] if shortfall else [],
        is_short=len(people_) < SLATE,
        crisis=record["crisis"],
        typical=record["typical"],
        set_number=shortlist.number,
        is_compared=shortlist.enrolment_id is not None,
        trainees=record.get("trainees", 0),
    )


def _title(count: int) -> str:
    if count == 0:
        return _("Nobody fits all of your limits yet")
    if count == SLATE:
        return _("Three people who can see you")
    return ngettext("One person who can see you", "%(count)s people who can see you", count) % {
        "count": count
    }


def _limits(costs: Iterable[Mapping[str, Any]]) -> list[tuple[str, int, int]]:
    return [
        (str(LIMITS[each["limit"]]), each["excluded"], each["excluded_alone"])
        for each in costs
        if each["excluded"]
    ]


def _widening(widening: Mapping[str, Any]) -> tuple[str, str]:
    template, page = WIDEN[widening["limit"]]
    to = widening["to"]
    # Yes is no figure, though Python counts it as one.
    is_figure = isinstance(to, int | float) and not isinstance(to, bool)
    what = template % {"to": rounded(to)} if is_figure else str(template)
    more = ngettext("%(count)s more person", "%(count)s more people", widening["would_add"])
    text = f"{what}: {more % {'count': widening['would_add']}}"
    return text, f"/questionnaire/{page}/"


def one(card: Card, *, back: str) -> One:
    """The page of one match."""
    return One(person(card, url=""), back, is_named=False, limits=[])


def named(fit: NamedFit, *, back: str) -> One:
    """The page of a recommended name."""
    limits = [str(LIMITS[name]) for name in fit.limits_broken]
    return One(person(fit.card, url=""), back, is_named=True, limits=limits)


def person(card: Card, *, url: str) -> Person:
    """One provider in words."""
    told = card.told
    return Person(
        id=card.id,
        provider_id=card.row.provider_id,
        name=card.row.name,
        meta=_meta(card),
        parts=[_part(part, told) for part in PARTS],
        reasons=[in_words(each) for each in told["reasons"]],
        cautions=[in_words(each) for each in told["cautions"]],
        asking=told["ask"],
        differs=in_words(told["differs"]) if told["differs"] else "",
        facts=_facts(card),
        url=url,
        profile=reverse("provider", args=[card.provider.pk]),
    )


def _meta(card: Card) -> str:
    """What they are, and the licence that counts for this client."""
    if card.state not in card.row.licences or card.row.licence_expires is None:
        return people.meta(card.row)
    return _("%(what)s, licensed in %(state)s to %(month)s") % {
        "what": words.profession(card.row.kind, card.row.taxonomy),
        "state": words.said(card.state, words.STATES),
        "month": date_format(card.row.licence_expires, "YEAR_MONTH_FORMAT"),
    }


def _part(part: str, told: Mapping[str, Any]) -> Part:
    adding = [each for each in told["contributions"] if each["part"] == part]
    points = sum(each["points"] for each in adding)
    standing = _standing(part, points, known=bool(adding))
    return Part(part, told["forecast"][part], standing, adding, told["typical"][part])


def _standing(part: str, points: float, *, known: bool) -> str:
    """What a part's forecast comes to, in words that claim no more than it does."""
    below, typical, above, unknown = STANDING[part]
    if not known:
        return str(unknown)
    if points >= ABOUT_TYPICAL:
        return str(above)
    return str(below if points <= -ABOUT_TYPICAL else typical)


def _points(points: float) -> str:
    told = rounded(points, 1)
    return f"+{told}" if points > 0 else told


def _facts(card: Card) -> list[tuple[str, str]]:
    facts = [(_("Free"), _free(card)), (_("Cost"), _cost(card)), (_("Where"), _where(card))]
    return [(name, text) for name, text in facts if text]


def _free(card: Card) -> str:
    hours = ", ".join(_hour(each) for each in card.logistics.hours[:MOST_HOURS])
    confirmed = card.row.openings_confirmed_on
    if confirmed is None:
        return hours
    told = _("opening confirmed %(day)s") % {"day": date_format(confirmed, "MONTH_DAY_FORMAT")}
    return f"{hours} · {told}" if hours else told.capitalize()


def _hour(hour: int) -> str:
    return f"{DAYS[WEEKDAYS[hour // 24]]} {time_format(time(hour % 24), 'P')}"


def _cost(card: Card) -> str:
    if card.logistics.insurer:
        return _("%(insurer)s accepted") % {"insurer": words.said(card.logistics.insurer, words.INSURERS)}
    return people.fee(card.row) if card.logistics.takes_self_pay else ""


def _where(card: Card) -> str:
    ways = words.listed(card.logistics.formats, words.FORMATS)
    if "in_person" in card.logistics.formats and card.logistics.miles is not None:
        miles = rounded(card.logistics.miles, 1)
        return _("%(ways)s (%(miles)s miles)") % {"ways": ways, "miles": miles}
    return ways
