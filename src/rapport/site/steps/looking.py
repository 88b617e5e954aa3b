"""The worker's look at courses with something new: it opens each once, for its provider and for the desk.

A course is due when something was said or agreed, when it opens or ends, and a week after it was looked at,
since what is usual is learnt anew each night.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from rapport.site.checkins.actions.alerting import AT_MOST_EVERY, take_back_unsent, tell
from rapport.site.checkins.actions.reminding import begin
from rapport.site.checkins.models import CourseWatch
from rapport.site.checkins.queries import caseload
from rapport.site.checkins.queries.course import Followed
from rapport.site.checkins.queries.following import SHARE_COURSE, SHARE_COURSE_DESK
from rapport.site.consultations.models import Course
from rapport.site.foundation import consent, looking
from rapport.site.foundation.looking import Looked
from rapport.site.foundation.models import Look
from rapport.site.steps.listed import found_among

BATCH: Final = 100
# Of a turn, in which mails wait: what is left is for the next ones, the latest news first.
MOST_BATCHES: Final = 3
WEEK: Final = timedelta(days=7)
# Courses that nobody had put down, opened before there was a queue say, are sought so often.
SWEPT_EVERY: Final = timedelta(days=1)


def look_again(at: datetime) -> int:
    """Look at every course that is due: remind, tell its provider, list it for the desk; how many were told.

    Several workers may look at one course: they tell once, and list what was found last.
    """
    take_back_unsent(at)
    _sweep(at)
    told = 0
    for _ in range(MOST_BATCHES):
        due = dict(looking.due(at, BATCH))
        told += _looked(due, at)
        if len(due) < BATCH:
            break
    return told


def _sweep(at: datetime) -> None:
    if looking.is_swept(at - SWEPT_EVERY):
        return
    found = Course.objects.filter(ended_at__isnull=True).filter(
        ~Exists(Look.objects.filter(pk=OuterRef("client_id")))
    )
    clients = list(found.values_list("client_id", flat=True))
    for begins in range(0, len(clients), BATCH):
        looking.put_down(clients[begins : begins + BATCH], at=at)
    looking.mark_swept(at)


def _looked(due: dict[str, datetime], at: datetime) -> int:
    if not due:
        return 0
    open_ones = Course.objects.filter(client_id__in=list(due), ended_at__isnull=True)
    courses = list(open_ones.select_related("provider", "client__key", "rhythm"))
    begin(each for each in courses if not hasattr(each, "rhythm"))
    seen = caseload.followed(courses, SHARE_COURSE, SHARE_COURSE_DESK, at=at)
    told = sum(
        tell(each, seen[each.pk], at=at) for each in courses if each.pk in seen and seen[each.pk].unrepaired
    )
    _keep(due, courses, seen, at)
    return told


def _keep(
    due: dict[str, datetime], courses: Sequence[Course], seen: dict[str, Followed], at: datetime
) -> None:
    shared = set(consent.holders(SHARE_COURSE_DESK).filter(client_id__in=list(due)))
    for_desk = [each for each in courses if each.client_id in shared]
    entries = {each.client_id: each.entry for each in found_among(for_desk, seen, at=at)}
    next_at = {each.client_id: at + WEEK for each in courses} | _when_told(courses, at)
    looking.keep(
        Looked(client_id, was_due_at, next_at.get(client_id), entries.get(client_id))
        for client_id, was_due_at in due.items()
    )


def _when_told(courses: Sequence[Course], at: datetime) -> dict[str, datetime]:
    """Of whom the provider was told lately: when the next note may be sent."""
    told = CourseWatch.objects.filter(course__in=courses, told_at__gt=at - AT_MOST_EVERY)
    return {each.client_id: each.told_at + AT_MOST_EVERY for each in told if each.told_at}
