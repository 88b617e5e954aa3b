"""The check page: every question that was or could be answered, part by part, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.site.client.questionnaire import steps
from rapport.site.intake.draft import Draft
from rapport.site.intake.questions import BY_SLUG, PARTS, Question
from rapport.site.intake.questions.question import may_have_a_coach
from rapport.site.intake.wording import said_in_words

# How someone went through the questions is no answer to check.
NOT_SHOWN = frozenset({"pace"})


@dataclass(frozen=True, slots=True)
class Row:
    question: str
    answers: list[str]
    url: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: list[Row]


def sections(draft: Draft) -> list[Section]:
    return [Section(str(part.title), list(_rows(part.questions, draft))) for part in PARTS]


def _rows(questions: tuple[Question, ...], draft: Draft) -> Iterator[Row]:
    for question in questions:
        if question.applies(draft) and question.slug not in NOT_SHOWN:
            url = steps.url_of(question, is_from_check=True)
            is_open = draft.value(question.slug) is None and not draft.is_unsure(question.slug)
            yield Row(str(question.short), said_in_words(question, draft), url, is_open)
        elif question.slug == "kind" and not may_have_a_coach(draft):
            yield Row(str(BY_SLUG["kind"].short), [_therapists_only()], "", is_open=False)


def _therapists_only() -> str:
    return _("Therapists only. A coach is not trained for what you told us about.")
