"""What a course of symptoms says in words and pictures, beside what is expected after such a start."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from rapport.alliance.expected import Expected
from rapport.measures.licensed import any_instrument
from rapport.site.checkins.queries.symptoms_course import WHOLE, Measured, Symptoms
from rapport.site.foundation.figures import rounded
from rapport.site.foundation.templatetags.course_pictures import Band, Drawn
from rapport.site.foundation.templatetags.pictures import whole


@dataclass(frozen=True, slots=True)
class SymptomRow:
    """One score in the table, with what was expected and where red begins; "" where nothing is expected."""

    step: int
    score: str
    expected: str
    red: str
    remark: str


@dataclass(frozen=True)
class SymptomPage:
    """One questionnaire: its picture, what is expected in words and how often that errs, which way is better,
    the table behind."""

    title: str
    picture: Drawn
    words: str
    better: str
    doubt: str
    rows: tuple[SymptomRow, ...]


def symptom_page(symptoms: Symptoms) -> SymptomPage:
    """Everything that is to be shown of one questionnaire."""
    asked = any_instrument(symptoms.instrument)
    lowest, highest = asked.bounds(next(scale for scale in asked.scales if scale.name in WHOLE))
    expected = None if symptoms.expected is None else _expected(symptoms, symptoms.expected)
    points = [(each.step, each.score) for each in symptoms.scores]
    last = symptoms.scores[-1]
    told = _("%(title)s: %(first)s at the start, %(last)s at the last of %(n)s.") % {
        "title": asked.title, "first": _shown(points[0][1]), "last": _shown(last.score), "n": len(points),
    }  # fmt: skip
    better = _("Higher is better.") if symptoms.more_is_better else _("Lower is better.")
    return SymptomPage(
        title=asked.title,
        picture=Drawn(
            "overall", f"{told} {better}", points, usual=expected, lowest=lowest, highest=highest, trail=True
        ),
        words=_words(symptoms),
        better=better,
        doubt="" if symptoms.expected is None else _doubt(symptoms.expected),
        rows=tuple(_row(each, expected, symptoms) for each in symptoms.scores),
    )


def _expected(symptoms: Symptoms, expected: Expected) -> Band:
    """What is expected, and up to where (down to, where more is better) a score is not yet red."""
    steps = np.arange(1, symptoms.scores[-1].step + 1, dtype=np.float64)
    intake = symptoms.turned(symptoms.scores[0].score)
    mean = np.maximum(expected.mean(intake, steps), 0.0)
    red = np.maximum(expected.bound(intake, steps, expected.red), mean)
    red[0] = mean[0]
    if symptoms.more_is_better:
        mean, red = (np.array([symptoms.turned(each) for each in line]) for line in (mean, red))
        return Band(mean.tolist(), red.tolist(), mean.tolist())
    return Band(mean.tolist(), mean.tolist(), red.tolist())


def _words(symptoms: Symptoms) -> str:
    last = symptoms.scores[-1]
    if symptoms.is_about_the_pair:
        return _(
            "It stands beside the check-ins. Whether something may have shifted is told from those alone."
        )
    if symptoms.expected is None:
        return _(
            "How such a course usually goes is not shown: too few people here have said that their answers "
            "may be learnt from."
        )
    if last.light == "red":
        return _(
            "The last score is worse than that of 8 in 10 people who began like this. It is a reason to "
            "talk about what would help, and no verdict."
        )
    if last.light == "amber":
        return _("The last score is a little worse than most who began like this have by now.")
    return _("The last score is about where people are who began like this, or better.")


def _doubt(expected: Expected) -> str:
    return _(
        "Learnt from %(n)s other courses here. One score in five is worse than the grey area anyway. Of "
        "those who ended at least as well as expected, %(share)s of 100 had such a score at some time: for "
        "them it was a false alarm."
    ) % {"n": expected.n, "share": whole(100 * expected.false_alarms)}


def _row(each: Measured, expected: Band | None, symptoms: Symptoms) -> SymptomRow:
    remarks = {"red": _("worse than the grey area"), "amber": _("a little worse than most")}
    edge = None if expected is None else expected.low if symptoms.more_is_better else expected.high
    return SymptomRow(
        each.step,
        _shown(each.score),
        "" if expected is None else whole(expected.mean[each.step - 1]),
        "" if edge is None else whole(edge[each.step - 1]),
        remarks.get(each.light or "", ""),
    )


def _shown(score: float) -> str:
    """A score as it is, a mean of items to one decimal."""
    return rounded(score, 0 if score.is_integer() else 1)
