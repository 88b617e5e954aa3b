"""The questionnaire as data: what is asked, in which order, of whom, why, and which answers it fills.

The order is humane rather than handy: first what brings a person here and whether they are safe, then what
they hope for, and only then the practical matters. `essential` questions alone make the quick way through.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rapport.site.intake.choices import Words
from rapport.site.intake.questions.hopes import HOPES
from rapport.site.intake.questions.practical import PRACTICAL
from rapport.site.intake.questions.question import LONGEST_TEXT, Item, Kind, Question
from rapport.site.intake.questions.style import AXIS_OF, STYLE, STYLE_MATTERS


@dataclass(frozen=True, slots=True)
class Part:
    """Questions under one heading."""

    title: Words
    questions: tuple[Question, ...]


PARTS = (
    Part(_("What you need"), HOPES),
    Part(_("How you like to work"), (*STYLE, STYLE_MATTERS)),
    Part(_("The practical side"), PRACTICAL),
)
QUESTIONS: tuple[Question, ...] = tuple(question for part in PARTS for question in part.questions)
BY_SLUG = {question.slug: question for question in QUESTIONS}


def part_of(question: Question) -> Part:
    return next(part for part in PARTS if question in part.questions)


__all__ = ["AXIS_OF", "BY_SLUG", "LONGEST_TEXT", "PARTS", "QUESTIONS", "Item", "Kind", "Question", "part_of"]
