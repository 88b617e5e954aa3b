"""The comparison's report in words; no query and no clock in here."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.foundation.figures import rounded
from rapport.site.matches.choices import Arm
from rapport.site.outcomes.queries.trial import Comparison, TrialReport

STEPS: Final = {
    "randomised": gettext_lazy("Drawn by chance"),
    "erased": gettext_lazy("Of these, erased since"),
    "matched": gettext_lazy("Offered someone"),
    "began": gettext_lazy("Rated a session"),
    "analysed": gettext_lazy("In the comparison"),
}
VERDICTS: Final = {
    "gain shown": gettext_lazy("A gain is shown."),
    "loss shown": gettext_lazy("A loss is shown."),
    "no difference shown": gettext_lazy("No difference is shown."),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One arm beside the control."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """The page."""

    number: int
    state: str
    text: str
    digest: str
    asked: str
    arms: list[str]
    steps: list[tuple[str, list[int]]]
    differences: list[Difference]
    power: str


def report_page(report: TrialReport) -> Report:
    """Everything that the page says."""
    trial, consort = report.trial, report.consort
    arms = list(trial.design["arms"])
    return Report(
        number=trial.number,
        state=_state(report),
        text=trial.text,
        digest=trial.digest,
        asked=_("%(no)s said no, %(yes)s said yes. Of these, %(left)s could not be drawn for.")
        % {"no": consort.declined, "yes": consort.agreed, "left": consort.not_randomised},
        arms=[str(Arm(arm).label) for arm in arms],
        steps=[(str(words), [getattr(consort, name)[arm] for arm in arms]) for name, words in STEPS.items()],
        differences=[_difference(each, is_final=report.is_final) for each in report.comparisons],
        power=_power(report),
    )


def _state(report: TrialReport) -> str:
    if not report.trial.is_running:
        return _("It has ended: %(why)s") % {"why": report.trial.stopped_because}
    if report.is_final:
        return _("The planned number is reached. It can be stopped.")
    return _("It is going on. What you see is no verdict: looking again and again finds chance.")


def _difference(found: Comparison, *, is_final: bool) -> Difference:
    name = _("%(arm)s, beside %(control)s") % {
        "arm": Arm(found.arm).label,
        "control": str(Arm(found.control).label).lower(),
    }
    told = found.analysis
    if told is None:
        return Difference(name, _("Too few people with different providers to tell a difference."))
    words = _("%(effect)s points of 100, 95%% interval %(low)s to %(high)s.") % {
        name: rounded(getattr(told, name), 1) for name in ("effect", "low", "high")
    }
    return Difference(name, f"{words} {VERDICTS[told.verdict]}" if is_final else words)


def _power(report: TrialReport) -> str:
    design = report.trial.design
    words = _("%(power)s chances in 100 to show a difference of %(d)s standard deviations.") % {
        "power": rounded(100 * report.power),
        "d": rounded(design["assumed_d"], 2),
    }
    if report.smallest_d is None:
        return words
    return (
        words
        + " "
        + _("So many people as are compared now could show %(d)s.") % {"d": rounded(report.smallest_d, 2)}
    )
