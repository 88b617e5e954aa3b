"""Looking at a course together: what the client says of it, or that they will say it later."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rapport.errors import BadInput, Problem
from rapport.site.consultations.actions.ending import locked_course
from rapport.site.consultations.models import Course
from rapport.site.foundation import audit, outbox
from rapport.site.people.models import Client
from rapport.site.referrals.actions.asking import reminders_of
from rapport.site.referrals.actions.referring import NotOpen, ask
from rapport.site.referrals.choices import LONGEST_WORDS, Decision, Occasion
from rapport.site.referrals.models import Review

# About the next session: long enough not to nag, soon enough to matter.
PUT_OFF: Final = timedelta(days=7)


def answer(
    *,
    by: Client,
    at: datetime,
    course: Course,
    occasion: Occasion,
    session: int,
    decision: Decision,
    words: str,
) -> Review:
    """Keep what the client makes of it, sealed; said again, it takes the place of what was said.

    Whoever would like to meet someone else has asked for it with that.

    Raises:
        BadInput: too many words.
        NotOpen: the course has ended. NotTheirs: it is another client's.
    """
    if len(words) > LONGEST_WORDS:
        raise BadInput(Problem(expected=f"at most {LONGEST_WORDS} letters", arrived="more", column="words"))
    with transaction.atomic():
        review = _of(course, by, occasion, session)
        review.answered_at, review.put_off_until = at, None
        review.seal("said", {"decision": decision.value, "words": words})
        review.save()
        outbox.cancel(reminders_of(course, occasion))
        if decision is Decision.REFER:
            ask(by=by, at=at, course=course)
        audit.record(actor=by.pk, verb="reviewed", subject=by.pk, at=at)
    return review


def put_off(*, by: Client, at: datetime, course: Course, occasion: Occasion, session: int) -> Review:
    """Ask again in a week; what was answered stays answered.

    Raises:
        NotOpen: the course has ended. NotTheirs: it is another client's.
    """
    with transaction.atomic():
        review = _of(course, by, occasion, session)
        if review.answered_at is None:
            review.put_off_until, review.reminded_at = at + PUT_OFF, None
            review.save()
            outbox.cancel(reminders_of(course, occasion))
            audit.record(actor=by.pk, verb="review_put_off", subject=by.pk, at=at)
    return review


def _of(course: Course, by: Client, occasion: Occasion, session: int) -> Review:
    found = locked_course(course, by)
    if found.ended_at is not None:
        raise NotOpen
    review = Review.objects.filter(course=found, occasion=occasion).first()
    if review is None:
        review = Review(course=found, occasion=occasion, session=session)
    review.client = found.client
    return review
