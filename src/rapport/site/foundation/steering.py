"""How the service is steered: a few figures, set at the desk, versioned; settings are the first version.

Figures are data: what one means stands with whoever reads it. Nothing is cached: a change holds for the next
draw, request and visit, in every process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.errors import BadInput, Problem
from rapport.site.foundation import audit
from rapport.site.foundation.models import PolicyVersion
from rapport.site.foundation.prepared import Prepared
from rapport.site.foundation.steering_models import LONGEST_REASON


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that can be set: what it is called, within which bounds, and in which unit."""

    code: str
    label: Promise
    meaning: Promise
    lowest: float
    highest: float
    is_whole: bool = False

    @property
    def most(self) -> float:
        """The upper bound here: nobody is kept for longer than the privacy page says."""
        return settings.RETENTION_DAYS if self.code == "retention_days" else self.highest


# The bounds are ours: wide enough to try things, and never so wide that a client is drawn far worse people
# than need be, that nobody could answer in time, or that what clients said is kept beyond two years.
DRAW: Final = (
    Figure(
        "temperature",
        _("Temperature"),
        _(
            "How much is left to chance among the nearly best, in rating points. 0 takes the best always, "
            "and then no log can teach."
        ),
        0,
        5,
    ),
    Figure(
        "tolerance",
        _("Tolerance"),
        _("How many rating points below the best somebody may be drawn."),
        0,
        10,
    ),
    Figure(
        "difference",
        _("Weight of difference"),
        _("How many points it costs to be wholly like those drawn already: so the three differ."),
        0,
        5,
    ),
    Figure("pool", _("Pool"), _("From how many at the most three are drawn."), 3, 12, is_whole=True),
    Figure(
        "floor",
        _("Exploration floor"),
        _("The least chance of standing among the three that anyone in the pool has; 0 is none."),
        0,
        0.25,
    ),
)
WEIGHTS: Final = (
    Figure(
        "weight_goals",
        _("Weight of goals"),
        _(
            "How much agreement on goals counts beside the other two parts. Where a client weighs the parts, "
            "both weights are multiplied."
        ),
        0.1,
        3,
    ),
    Figure(
        "weight_tasks",
        _("Weight of tasks"),
        _("How much agreement on what to do together counts beside the other two."),
        0.1,
        3,
    ),
    Figure(
        "weight_bond",
        _("Weight of the bond"),
        _("How much trust and warmth count beside the other two."),
        0.1,
        3,
    ),
)
OTHERS: Final = (
    Figure(
        "answer_days",
        _("Days to answer"),
        _("Within how many working days a provider answers a request, before the next one is asked."),
        1,
        10,
        is_whole=True,
    ),
    Figure(
        "retention_days",
        _("Retention"),
        _("After how many days without a visit everything of a client is erased."),
        1,
        730,
        is_whole=True,
    ),
)
FIGURES: Final = {figure.code: figure for figure in (*DRAW, *WEIGHTS, *OTHERS)}
# What held before anything was set: the figures of the library (decisions 5 and 15).
FIRST: Final = {
    "temperature": 1.0,
    "tolerance": 4.0,
    "difference": 1.5,
    "pool": 12,
    "floor": 0.0,
    "weight_goals": 1.0,
    "weight_tasks": 1.0,
    "weight_bond": 1.0,
    "answer_days": 2,
}
Figures = Mapping[str, float]
_NEWEST = Prepared(lambda: PolicyVersion.objects.order_by("-number").values_list("number", "figures"))


class MovedOn(Exception):
    """Somebody has set another version since this one was looked at."""


def current() -> tuple[int, Figures]:
    """The version that holds now, and its figures; 0 and the settings before anything was set. One query."""
    row = _NEWEST.first()
    first = FIRST | {"retention_days": settings.RETENTION_DAYS}
    return (0, first) if row is None else (row[0], first | row[1])


def answer_days() -> int:
    """Within how many working days a provider answers a request that is sent now. One query."""
    return int(current()[1]["answer_days"])


def retention_days() -> int:
    """After how many days without a visit a client is erased who is here now. One query."""
    return int(current()[1]["retention_days"])


def checked(figures: Mapping[str, float]) -> dict[str, float]:
    """All figures, each within its bounds.

    Raises:
        BadInput: one is missing, unknown, no number, or outside.
    """
    if set(figures) != set(FIGURES):
        expected = ", ".join(FIGURES)
        raise BadInput(Problem(expected=expected, arrived=", ".join(sorted(figures)) or "nothing"))
    for code, value in figures.items():
        figure = FIGURES[code]
        is_right = figure.lowest <= value <= figure.most and (not figure.is_whole or value == int(value))
        if not is_right:
            kind = "a whole number" if figure.is_whole else "a number"
            expected = f"{kind} from {figure.lowest:g} to {figure.most:g}"
            raise BadInput(Problem(expected=expected, arrived=f"{value:g}", column=code))
    return {code: int(value) if FIGURES[code].is_whole else float(value) for code, value in figures.items()}


def set_version(
    figures: Mapping[str, float], *, because: str, seen: int, by: str, at: datetime, undoes: int | None = None
) -> PolicyVersion:
    """Set all figures at once; they hold from now on, and the version before can be brought back.

    seen: the version that whoever sets it looked at.

    Raises:
        BadInput: a figure outside its bounds, or no reason. MovedOn: nothing was changed.
    """
    told = checked(figures)
    if not 0 < len(because.strip()) <= LONGEST_REASON:
        expected = f"1 to {LONGEST_REASON} letters"
        raise BadInput(Problem(expected=expected, arrived=f"{len(because)}", column="because"))
    if current()[0] != seen:
        raise MovedOn
    made = PolicyVersion(
        number=seen + 1, figures=told, by=by, at=at, because=because.strip(), undoes_id=undoes
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise MovedOn from None  # A number is taken once: somebody was quicker.
        detail = {"number": made.number, "figures": told} | ({"undoes": undoes} if undoes else {})
        audit.record(actor=by, verb="policy_set", subject="system", at=at, detail=detail)
    return made


def versions() -> list[PolicyVersion]:
    """Every version, the newest first. One query."""
    return list(PolicyVersion.objects.order_by("-number"))


def version(number: int) -> PolicyVersion | None:
    """One version. One query."""
    return PolicyVersion.objects.filter(pk=number).first()
