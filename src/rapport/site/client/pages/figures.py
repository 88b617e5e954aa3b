"""What the page "does it work here?" says of the figures; no query, no clock and no rounding up in here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.site.foundation.figures import rounded

# Two-sided 95% of a normal, in standard errors.
Z95: Final = 1.959964
PROMISED: Final = 80.0
MOST_POINTS: Final = 30.0
# Longer waits are drawn at the end of the scale, and told as they are.
MOST_DAYS: Final = 10.0
# Differences of arms are drawn on this many points either way.
MOST_DIFFERENCE: Final = 20.0
# An 80% interval that holds between these is as good as its word.
TOLERANCE: Final = 5.0

ARMS: Final = {
    "model": gettext_lazy("Chosen by the forecast"),
    "rules_only": gettext_lazy("Chosen by simple rules"),
    "random_eligible": gettext_lazy("Chosen at random"),
}
VERDICTS: Final = {
    "gain shown": gettext_lazy("better: a gain is shown"),
    "loss shown": gettext_lazy("worse: a loss is shown"),
    "no difference shown": gettext_lazy("no difference is shown"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure with its 95% interval and the scale it is drawn on; `aim`: where it should be."""

    name: str
    value: float
    low: float
    high: float
    lowest: float
    highest: float
    aim: float | None
    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The page: the answer first, counts and comparison in words, figures as pictures and as a table."""

    as_of: date
    answer: str
    counts: str
    figures: tuple[Figure, ...]
    model: str
    trial: tuple[str, ...]
    is_compared: bool


def figures_page(night: date, told: Mapping[str, Any]) -> Figures:
    """What is told, in words that claim no more."""
    trial = told["trial"]
    compared = [_comparison(each) for each in _compared(trial)]
    shown = [*_calibration(told["told"]), *_answers(told.get("answers")), *compared]
    return Figures(
        as_of=night,
        answer=_answer(_compared(trial)),
        counts=_counts(told),
        figures=tuple(shown),
        model=_model(told["model"]),
        trial=() if trial is None else tuple(_trial(trial)),
        is_compared=bool(_compared(trial)),
    )


def _compared(trial: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return [] if trial is None else [each for each in trial["comparisons"] if each["verdict"]]


def _answer(compared: list[Mapping[str, Any]]) -> str:
    """Yes, no or not known: only a comparison by chance can say yes or no."""
    for each in compared:
        if each["arm"] == "model" and each["control"] == "random_eligible":
            return {
                "gain shown": _(
                    "Yes: people chosen by the forecast were rated higher than people at random."
                ),
                "loss shown": _("No: people chosen by the forecast were rated lower than people at random."),
                "no difference shown": _(
                    "No difference is shown between choosing by the forecast and choosing at random."
                ),
            }[each["verdict"]]
    return _("We do not know yet.")


def _counts(told: Mapping[str, Any]) -> str:
    if told["sessions"] is None:
        return _(
            "Fewer than eleven people have let us learn from their sessions. So few could be recognised, and "
            "would prove nothing: nothing is shown."
        )
    return _(
        "%(sessions)s rated sessions of %(clients)s people with %(providers)s therapists and coaches."
    ) % {
        name: number_format(told[name], force_grouping=True) for name in ("sessions", "clients", "providers")
    }


def _calibration(told: Mapping[str, float] | None) -> list[Figure]:
    if told is None:
        return []
    coverage = _figure(
        _("How often our bands held"),
        told["coverage80"], told["coverage80_error"], (0.0, 100.0), PROMISED,
        _("%(value)s of 100 first ratings fell into the band; it should be 80. 95%% interval %(low)s to "
          "%(high)s."),
        "",
    )  # fmt: skip
    error = _figure(
        _("How far off we were"),
        told["mae"], told["mae_error"], (0.0, MOST_POINTS), None,
        _("%(value)s points of 100 on average. 95%% interval %(low)s to %(high)s."),
        _("The forecast before two people meet says little; the bands say so."),
    )  # fmt: skip
    return [_with_meaning(coverage), error]


def _answers(told: Mapping[str, Any] | None) -> list[Figure]:
    """How often a first talk was offered, and how soon; nothing while too few let us learn from it."""
    if told is None:
        return []
    told_of = {"n": told["requests"], "m": told["clients"]}
    offered = _(
        "%(value)s of 100 requests. 95%% interval %(low)s to %(high)s. %(n)s requests of %(m)s people."
    )
    days = _("%(value)s days on average. 95%% interval %(low)s to %(high)s. Where a talk was offered.")
    return [
        _spread(_("How often a first talk was offered"), told["offered"], 100.0, offered, told_of),
        _spread(_("How long an offer took"), told["days"], MOST_DAYS, days, told_of),
    ]


def _spread(name: str, figure: Sequence[float], most: float, words: str, told: Mapping[str, int]) -> Figure:
    value, low, high = (min(max(each, 0.0), most) for each in figure)
    said = words % {**told, **_rounded(*figure)}
    return Figure(name, value, low, high, 0.0, most, None, said, "")


def _figure(
    name: str,
    value: float,
    error: float,
    scale: tuple[float, float],
    aim: float | None,
    words: str,
    meaning: str,
) -> Figure:
    reach = Z95 * error
    low, high = max(value - reach, scale[0]), min(value + reach, scale[1])
    return Figure(name, value, low, high, *scale, aim, words % _rounded(value, low, high), meaning)


def _rounded(value: float, low: float, high: float) -> dict[str, str]:
    given = {"value": value, "low": low, "high": high}
    return {name: rounded(each, 1) for name, each in given.items()}


def _with_meaning(coverage: Figure) -> Figure:
    if coverage.high < PROMISED - TOLERANCE:
        meaning = _("The bands are too narrow: we claim more than we know.")
    elif coverage.low > PROMISED + TOLERANCE:
        meaning = _("The bands are wider than they need be.")
    elif coverage.low <= PROMISED <= coverage.high:
        meaning = _("As often as we promise, as far as these numbers can tell.")
    else:
        meaning = _("A little off what we promise.")
    return replace(coverage, meaning=meaning)


def _comparison(each: Mapping[str, Any]) -> Figure:
    arm, control = (str(ARMS[each[name]]) for name in ("arm", "control"))
    rounded = _rounded(each["effect"], each["low"], each["high"])
    words = _("%(value)s points of 100. 95%% interval %(low)s to %(high)s. %(n)s and %(m)s people.") % {
        **rounded, "n": each["n"][each["arm"]], "m": each["n"][each["control"]]
    }  # fmt: skip
    return Figure(
        name=_("%(arm)s, beside %(control)s") % {"arm": arm, "control": control.lower()},
        value=each["effect"],
        low=each["low"],
        high=each["high"],
        lowest=-MOST_DIFFERENCE,
        highest=MOST_DIFFERENCE,
        aim=0.0,
        words=words,
        meaning=_("In short: %(verdict)s.") % {"verdict": VERDICTS[each["verdict"]]},
    )


def _model(model: Mapping[str, Any] | None) -> str:
    if model is None:
        return _(
            "The forecast stands on published research alone: too little was measured here to learn from."
        )
    told = {
        "mae": rounded(model["mae"], 1),
        "coverage": rounded(model["coverage80"]),
        "day": model["made_on"],
    }
    if model["is_published"]:
        words = _(
            "The forecast learns from sessions here. It was judged on %(day)s by the newest sessions, which "
            "it had not seen:"
        )
    else:
        words = _(
            "The newest attempt to learn from sessions here, on %(day)s, is not good enough to be used:"
        )
    figures = _("off by %(mae)s points on average, with %(coverage)s of 100 ratings inside its bands.")
    return f"{words % told} {figures % told}"


def _trial(trial: Mapping[str, Any]) -> list[str]:
    """Counts, and what could be shown at all."""
    lines = []
    if trial["is_running"]:
        lines.append(_("A comparison of three ways to choose is going on."))
    else:
        lines.append(_("A comparison of three ways to choose has ended."))
    if trial["randomised"] is not None:
        lines.append(
            ngettext("%(n)s person took part, of %(planned)s planned.",
                     "%(n)s people took part, of %(planned)s planned.", trial["randomised"])
            % {"n": trial["randomised"], "planned": trial["planned"]}
        )  # fmt: skip
    lines.append(
        _("Beforehand, it had %(power)s chances in 100 to show a difference of %(d)s standard deviations.")
        % {"power": rounded(100 * trial["power"]), "d": rounded(trial["assumed_d"], 2)}
    )
    if not trial["comparisons"]:
        lines.append(
            _("Its result is told when it has ended, not before: looking again and again finds chance.")
            if trial["is_running"]
            else _("Too few people rated their sessions for a result that could be told.")
        )
    return lines
