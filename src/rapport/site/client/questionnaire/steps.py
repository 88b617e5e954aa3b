"""Where each page leads: its address, the page before it, the page after it."""

from functools import cache

from django.urls import reverse

from rapport.site.intake import path
from rapport.site.intake.draft import Draft
from rapport.site.intake.questions import QUESTIONS, Question

FIRST = QUESTIONS[0]
# A page opened from the check page leads back there. Says where from, never what was answered.
FROM_CHECK = "check"


def start_url() -> str:
    return reverse("questionnaire:start")


def check_url() -> str:
    return reverse("questionnaire:check")


def url_of(question: Question | None, *, is_from_check: bool = False) -> str:
    """The address of a question; of the check page where there is none."""
    if question is None:
        return check_url()
    address = _address(question.slug)
    return f"{address}?from={FROM_CHECK}" if is_from_check else address


@cache
def _address(slug: str) -> str:
    return reverse("questionnaire:page", args=[slug])


def back_url(question: Question, draft: Draft, *, is_from_check: bool) -> str:
    if is_from_check:
        return check_url()
    earlier = path.before(question.slug, draft)
    return start_url() if earlier is None else url_of(earlier)


def next_url(question: Question, draft: Draft, *, is_from_check: bool) -> str:
    """After a change back to the check page, but first to what the change made necessary."""
    if is_from_check:
        return url_of(path.first_gap(draft), is_from_check=True)
    return url_of(path.after(question.slug, draft))


def nearest_url(draft: Draft) -> str:
    """For an address that does not fit: the first question that must be answered, else the check page."""
    return url_of(path.first_gap(draft))


def resume_url(draft: Draft) -> str:
    """Where someone who comes back goes on."""
    return url_of(path.first_open(draft))
