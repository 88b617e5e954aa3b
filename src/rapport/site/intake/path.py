"""The way through the questions for what one client has said so far."""

from rapport.site.intake.draft import Draft
from rapport.site.intake.questions import BY_SLUG, QUESTIONS, Question


def applicable(draft: Draft) -> tuple[Question, ...]:
    """Every question that may be asked of this client, in order."""
    return tuple(question for question in QUESTIONS if question.applies(draft))


def is_walked(question: Question, draft: Draft) -> bool:
    """Whether the way from page to page leads over a question: on the quick way only what is essential."""
    if not question.applies(draft):
        return False
    return question.essential or draft.value("pace") != "short" or draft.has(question.slug)


def after(slug: str, draft: Draft) -> Question | None:
    """The question that follows; None where the check page does."""
    behind = QUESTIONS[QUESTIONS.index(BY_SLUG[slug]) + 1 :]
    return next((question for question in behind if is_walked(question, draft)), None)


def before(slug: str, draft: Draft) -> Question | None:
    """The question to which Back leads; None where the start page is."""
    ahead = QUESTIONS[: QUESTIONS.index(BY_SLUG[slug])]
    return next((question for question in reversed(ahead) if is_walked(question, draft)), None)


def before_check(draft: Draft) -> Question:
    """The last question on the way."""
    return next(question for question in reversed(QUESTIONS) if is_walked(question, draft))


def first_gap(draft: Draft) -> Question | None:
    """The first question that must be answered and is not; None when matches can be issued."""
    return next((q for q in applicable(draft) if q.required and draft.value(q.slug) is None), None)


def may_open(slug: str, draft: Draft) -> bool:
    """Whether a page may be opened: it applies, and nothing required before it is open."""
    question = BY_SLUG.get(slug)
    if question is None or not question.applies(draft):
        return False
    gap = first_gap(draft)
    return gap is None or QUESTIONS.index(question) <= QUESTIONS.index(gap)


def first_open(draft: Draft) -> Question | None:
    """Where a client who comes back goes on: the first question on the way not yet sent."""
    return next((q for q in QUESTIONS if is_walked(q, draft) and not draft.has(q.slug)), None)
