"""What a course of symptoms says in words and pictures, beside what is expected after such a start."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from rapport.alliance.expected import Expected
from rapport.errors import BadInput
from rapport.measures import catalogue
from rapport.site.checkins.queries.symptoms_course import Measured, Symptoms
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
    title, highest = _title_and_top(symptoms)
    expected = None if symptoms.expected is None else _expected(symptoms, symptoms.expected)
    points = [(each.step, each.score) for each in symptoms.scores]
    last = symptoms.scores[-1]
    told = _("%(title)s: %(first)s at the start, %(last)s at the last of %(n)s.") % {
        "title": title, "first": whole(points[0][1]), "last": whole(last.score), "n": len(points),
    }  # fmt: skip
    better = _("Higher is better.") if symptoms.more_is_better else _("Lower is better.")
    return SymptomPage(
        title=title,
        picture=Drawn("overall", f"{told} {better}", points, usual=expected, highest=highest, trail=True),
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
        whole(each.score),
        "" if expected is None else whole(expected.mean[each.step - 1]),
        "" if edge is None else whole(edge[each.step - 1]),
        remarks.get(each.light or "", ""),
    )


def _title_and_top(symptoms: Symptoms) -> tuple[str, float]:
    """The questionnaire's name and the top of its scale; of one without its text here, what was scored."""
    top = max(each.score for each in symptoms.scores)
    try:
        found = catalogue.instrument(symptoms.instrument)
    except BadInput:
        return symptoms.instrument, max(top, 1.0)
    most = max(option.value for option in found.options)
    return found.title, float(max(top, most * len(found.scales[0].items)))
