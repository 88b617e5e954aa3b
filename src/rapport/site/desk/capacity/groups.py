"""What falls to groups under prices, drawn on one scale and as tables; no query and no clock in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.site.consultations.queries.groups import FEW_SESSIONS
from rapport.site.desk.reports.group_words import alarm_in_few, alarm_in_words, group_in_words
from rapport.site.foundation.figures import rounded
from rapport.site.matches.choices import Figure
from rapport.site.matches.models import PriceGroup

# A ratio of 1 stands in the middle of the picture; what lies beyond twice as much stands at its end.
WIDTH: Final = 240.0
WIDEST: Final = 2.0
HUNDRED: Final = 100
KINDS: Final = {
    Figure.EXPOSURE: (
        gettext_lazy("How often providers are shown"),
        gettext_lazy("Lists they stand in, of 100 that chance would give them as far as they have room."),
    ),
    Figure.PART: (
        gettext_lazy("How near to their best clients are offered"),
        gettext_lazy("The mean fit in their lists, in % of the best who can take them."),
    ),
    Figure.THREE: (
        gettext_lazy("Clients who are offered three"),
        gettext_lazy("Of 100 for whom there are three at all."),
    ),
    Figure.PRICE: (
        gettext_lazy("What a place costs in their lists"),
        gettext_lazy("In points, on average. A high price is no fault: places are scarce for them."),
    ),
}  # fmt: skip
BY: Final = {
    "kind": gettext_lazy("Kind of provider"),
    "gender": gettext_lazy("Gender of the provider"),
    "identities": gettext_lazy("Identities of the provider"),
    "speaks": gettext_lazy("What they speak besides English"),
    "newcomer": gettext_lazy("How well they are known here"),
    "age_group": gettext_lazy("Age"),
    "payer": gettext_lazy("Who pays"),
    "language": gettext_lazy("Language"),
    "state": gettext_lazy("State"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A ratio and its interval as places in the picture; texts, since a page writes them as they are."""

    at: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Line:
    """One group: how many they are, figure and ratio with prices and without, drawn where they are known."""

    name: str
    people: str
    number: int
    figure: str
    free: str
    against: str
    against_free: str
    alarm: str
    priced: Mark | None
    without: Mark | None


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of group."""

    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of figure."""

    key: str
    title: str
    unit: str
    cards: list[Card]


def parts_of(groups: Sequence[PriceGroup]) -> list[Part]:
    """Every figure by every kind of group; what was not found has no card."""
    parts = []
    for kind, (title, unit) in KINDS.items():
        found = {by: [_line(each) for each in groups if (each.kind, each.by) == (kind, by)] for by in BY}
        cards = [Card(str(BY[by]), lines) for by, lines in found.items() if lines]
        if cards:
            parts.append(Part(kind.value, str(title), str(unit), cards))
    return parts


def alarms_of(groups: Sequence[PriceGroup]) -> list[str]:
    """What needs a look, the least ratio first, as sentences."""
    pressing = sorted((each for each in groups if each.alarm), key=lambda each: each.ratio or 0)
    return list(map(_alarm, pressing))


def _alarm(group: PriceGroup) -> str:
    what, by = KINDS[Figure(group.kind)][0], str(BY[group.by]).lower()
    return alarm_in_words(what, by, name_of(group), group.alarm, group.ratio)


def name_of(group: PriceGroup) -> str:
    """A group in words."""
    if group.by == "newcomer":
        told = {"newcomer": _("Fewer than %(n)s rated sessions"), "known": _("%(n)s rated sessions or more")}
        if group.group in told:
            return told[group.group] % {"n": FEW_SESSIONS}
    if (group.by, group.group) == ("speaks", "en"):
        return _("English alone")
    return capfirst(group_in_words(group.by, group.group).replace("_", " "))


def _line(group: PriceGroup) -> Line:
    return Line(
        name=name_of(group),
        people=ngettext("%(n)s person", "%(n)s people", group.people) % {"n": group.people},
        number=group.people,
        figure=_figure(group.kind, group.priced),
        free=_figure(group.kind, group.free),
        against=_range(group.ratio, group.low, group.high),
        against_free=_range(group.free_ratio, group.free_low, group.free_high),
        alarm=alarm_in_few(group.alarm),
        priced=_mark(group.ratio, group.low, group.high),
        without=_mark(group.free_ratio, group.free_low, group.free_high),
    )


def _figure(kind: str, figure: float | None) -> str:
    if figure is None:
        return _("not told") if kind == Figure.THREE else "–"
    return rounded(figure, 2) if kind == Figure.PRICE else rounded(HUNDRED * figure, 0)


def _range(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return "–"
    return f"{rounded(value, 2)} ({rounded(low, 2)} – {rounded(high, 2)})"


def _mark(value: float | None, low: float | None, high: float | None) -> Mark | None:
    if value is None or low is None or high is None:
        return None
    return Mark(*(f"{min(each, WIDEST) / WIDEST * WIDTH:.1f}" for each in (value, low, high)))
