"""A note to the provider when something newly may have shifted: no content, once a week a course at most.

Whoever looks at a course calls it. Consent is asked once more under the client's own lock, and what waits to
be sent is taken back where the client says no.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from rapport.site.checkins.models import CourseWatch, Raised
from rapport.site.checkins.queries.course import Followed
from rapport.site.checkins.queries.following import SHARE_COURSE, may_provider_follow
from rapport.site.consultations.actions.reflections import locked
from rapport.site.consultations.models import Course
from rapport.site.foundation import audit, consent, outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.people.models import Client

WORKER: Final = "system"
AT_MOST_EVERY: Final = timedelta(days=7)
# A note that could not be sent for so long says nothing new any more.
NOT_AFTER: Final = timedelta(days=5)


def take_back_unsent(at: datetime) -> int:
    """Cancel what waits about clients who do not say yes any more; returns how many mails."""
    since = at - NOT_AFTER
    # Looked up for each of these few; a list of everybody who shares would be read whole.
    is_shared = Exists(consent.holders(SHARE_COURSE).filter(client_id=OuterRef("client_id")))
    shifts = CourseWatch.objects.filter(~is_shared, told_at__gte=since)
    raised = Raised.objects.filter(~is_shared, is_told=True, raised_at__gte=since)
    ids = [each.course_id for each in shifts] + [each.course_id for each in raised]
    return sum(outbox.cancel(_beginning(course_id)) for course_id in set(ids))


def tell_provider(course: Course, what: str, *, at: datetime) -> None:
    """Put a note that says nothing to a course's provider into the outbox, once for each `what`."""
    if course.provider.account_id is not None:
        outbox.put(
            template=Template.CASELOAD_NOTE,
            to=outbox.to_account(course.provider.account_id),
            key=f"{_beginning(course.pk)}{what}",
            due_at=at,
            not_after=at + NOT_AFTER,
            client_id=course.client_id,
        )


def tell(course: Course, followed: Followed, *, at: datetime) -> bool:
    """Tell a course's provider of a shift that is news, by what was seen; returns whether they were told.

    In a transaction of its own, under the client's lock: several workers tell once.
    """
    try:
        with transaction.atomic():
            client = locked(course.client)
            watch = CourseWatch.objects.select_for_update().filter(course=course).first()
            if watch is not None and watch.looked_at >= at:
                return False  # Another worker's.
            if not may_provider_follow(client.pk, course.provider):
                return False
            watch = watch or CourseWatch(course=course, client=client)
            watch.looked_at = at
            session = followed.unrepaired
            is_quiet = watch.told_at is not None and watch.told_at > at - AT_MOST_EVERY
            is_news = session is not None and session.number > watch.told_session and not is_quiet
            if session is not None and is_news:
                watch.told_at, watch.told_session = at, session.number
                tell_provider(course, str(session.number), at=at)
                audit.record(actor=WORKER, verb="told_of_shift", subject=course.client_id, at=at)
            watch.save()
            return is_news
    except Client.DoesNotExist:
        return False  # Erased since.


def _beginning(course_id: str) -> str:
    return f"shift:{course_id}:"
