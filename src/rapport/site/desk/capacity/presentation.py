"""A night's prices in words and on one scale; no query and no clock in here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.consultations.queries.cells import BETWEEN
from rapport.site.desk.capacity.groups import Part, alarms_of, parts_of
from rapport.site.foundation.figures import rounded
from rapport.site.intake.choices import CONCERNS, INSURERS, LANGUAGES, label_of
from rapport.site.intake.places import STATES
from rapport.site.matches.choices import Cut
from rapport.site.matches.models import PriceCell, PriceGroup, PriceNight

# The picture of a price is so wide, whatever the highest price is; one that is no price has no bar.
WIDTH: Final = 240.0
# So many of all cells are told first.
FIRST: Final = 3
HUNDRED: Final = 100
SELF_PAY: Final = "self_pay"


@dataclass(frozen=True, slots=True)
class Row:
    """One cell: its name, who waits, what a place costs as a bar, and what one more provider would do."""

    name: str
    waits: str
    price: str
    bar: str
    short: str
    places: int
    more: str
    cell: PriceCell


@dataclass(frozen=True, slots=True)
class Section:
    """All cells of one cut, the dearest first."""

    key: str
    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Page:
    """The newest night."""

    night: PriceNight
    lede: str
    floor: str
    exposure: list[tuple[str, str, str]]
    first: list[Row]
    sections: list[Section]
    alarms: list[str]
    parts: list[Part]


def page_of(night: PriceNight, cells: list[PriceCell], groups: list[PriceGroup]) -> Page:
    """Everything that the page says."""
    highest = max((cell.price for cell in cells), default=0.0)
    rows = {cut: sorted((each for each in cells if each.cut == cut), key=_dearest_first) for cut in Cut}
    sections = [
        Section(cut.value, str(cut.label), [_row(each, highest) for each in rows[cut]])
        for cut in Cut
        if rows[cut]
    ]
    scarce = sorted(
        (each for each in cells if each.more > 0 or each.price > 0 or not each.places), key=_dearest_first
    )
    narrow = [each for each in scarce if each.cut == Cut.TOGETHER] or scarce
    return Page(
        night=night,
        lede=_lede(night),
        floor=_floor(night),
        exposure=_exposure(night),
        first=[_row(each, highest) for each in narrow[:FIRST]],
        sections=sections,
        alarms=alarms_of(groups),
        parts=parts_of(groups),
    )


def _dearest_first(cell: PriceCell) -> tuple[bool, float, float, str]:
    return (cell.places > 0, -cell.price, -cell.more, cell.value)


def _row(cell: PriceCell, highest: float) -> Row:
    return Row(
        name=name_of(Cut(cell.cut), cell.value),
        waits=_waits(cell),
        price=rounded(cell.price, 1) if cell.places else _("no place"),
        bar=f"{_part_of(cell, highest) * WIDTH:.1f}",
        short=_("few") if cell.short is None else str(cell.short),
        places=cell.places,
        more=_more(cell),
        cell=cell,
    )


def _part_of(cell: PriceCell, highest: float) -> float:
    """How much of the picture a bar fills; where there is no place, nothing is scarcer."""
    if not cell.places:
        return 1.0
    return cell.price / highest if highest else 0.0


def name_of(cut: Cut, value: str) -> str:
    """A cell's name in words."""
    if cut is Cut.TOGETHER:
        names = [name_of(each, part) for each, part in zip(_FOUR, value.split(BETWEEN), strict=True)]
        return " · ".join(names)
    return capfirst(_NAMES[cut](value))


def _payer(value: str) -> str:
    return _("Self-pay") if value == SELF_PAY else label_of(INSURERS, value).replace("_", " ")


_FOUR: Final = (Cut.STATE, Cut.PAYER, Cut.LANGUAGE, Cut.CONCERN)
_STATES: Final = dict(STATES)
_NAMES: Final[Mapping[Cut, Callable[[str], str]]] = {
    Cut.STATE: lambda value: _STATES.get(value, value),
    Cut.PAYER: _payer,
    Cut.LANGUAGE: lambda value: str(label_of(LANGUAGES, value)),
    Cut.CONCERN: lambda value: str(label_of(CONCERNS, value)),
}


def _waits(cell: PriceCell) -> str:
    looking = ngettext("%(count)s person looks", "%(count)s people look", cell.waiting) % {
        "count": cell.waiting
    }
    if not cell.places:
        return _("%(looking)s; nobody here has a place.") % {"looking": looking}
    places = ngettext("%(count)s place", "%(count)s places", cell.places) % {"count": cell.places}
    providers = ngettext("%(count)s provider", "%(count)s providers", cell.providers) % {
        "count": cell.providers
    }
    return _("%(looking)s; %(places)s with %(providers)s.") % {
        "looking": looking, "places": places, "providers": providers,
    }  # fmt: skip


def _more(cell: PriceCell) -> str:
    """What one more provider like these would do; a range over those like them, never a bare number."""
    if not cell.alike:
        return _("Nobody to compare with: anyone who can take them would be the first.")
    if not cell.more_high and cell.short == 0:
        return _("Everybody who can be helped here already is: one more provider would serve nobody more.")
    if not cell.more_high:
        return _("Some get fewer than three, but one more like the usual provider here would help nobody.")
    return _(
        "One more provider like these would serve %(more)s more people at least"
        " (8 of 10 of the %(count)s like them: %(low)s to %(high)s)."
    ) % {
        "more": rounded(cell.more, 1), "count": cell.alike,
        "low": rounded(cell.more_low, 1), "high": rounded(cell.more_high, 1),
    }  # fmt: skip


def _lede(night: PriceNight) -> str:
    return _(
        "%(clients)s people look for somebody. Within the places there are, %(whole)s can be offered three,"
        " %(full)s get fewer because places are full, and %(few)s because too few can take them at all."
    ) % {"clients": night.clients, "whole": night.whole, "full": night.full, "few": night.few}


def _floor(night: PriceNight) -> str:
    return _(
        "Prices cost nobody more than agreed: nobody is offered under %(floor)s%% of their best fit;"
        " the least that anyone is left with is %(least)s%%, on average it is %(mean)s%%."
        " The whole is within %(gap)s%% of the best possible."
    ) % {
        "floor": rounded(HUNDRED * night.floor, 0), "least": rounded(HUNDRED * night.least, 1),
        "mean": rounded(HUNDRED * night.mean, 1), "gap": rounded(HUNDRED * night.gap, 3),
    }  # fmt: skip


def _exposure(night: PriceNight) -> list[tuple[str, str, str]]:
    """Name, with prices, without."""
    return [
        (_("Providers who stand in any list"), str(night.listed), str(night.listed_free)),
        (
            _("Part of all lists held by the tenth who stand in most"),
            rounded(HUNDRED * night.top_tenth, 0) + "%",
            rounded(HUNDRED * night.top_tenth_free, 0) + "%",
        ),
    ]
