"""When a course is to be looked at: once after the first sessions, and when it is off track."""

from datetime import datetime

from rapport.alliance.referral import OFF_TRACK_ENOUGH
from rapport.site.checkins.session_models import EARLY
from rapport.site.consultations.models import Course
from rapport.site.referrals.choices import Occasion
from rapport.site.referrals.models import Review


def occasion_of(course: Course, *, sessions: int, off_track: int, at: datetime) -> Occasion | None:
    """Why the client is asked now; None where nothing is due, was answered, or is put off. One query.

    Args:
        sessions: how many were held.
        off_track: latest scores in a row in red.
    """
    due = [Occasion.OFF_TRACK] if off_track >= OFF_TRACK_ENOUGH else []
    due += [Occasion.EARLY] if sessions in EARLY else []
    if not due:
        return None
    rows = Review.objects.filter(course=course, occasion__in=due)
    waits = {
        row.occasion for row in rows if row.answered_at or (row.put_off_until and row.put_off_until > at)
    }
    return next((each for each in due if each not in waits), None)


def repair_said(course: Course, *, since: int) -> bool:
    """Whether the client said in a review from this session on that they would talk about it. One query."""
    rows = Review.objects.filter(course=course, answered_at__isnull=False, session__gte=since)
    said = []
    for row in rows:
        row.client = course.client
        said.append(row.unseal("said")["decision"])
    return "talk" in said


def said_before(course: Course, occasion: Occasion) -> dict[str, str] | None:
    """What the client answered on this occasion, None before they did. One query."""
    row = Review.objects.filter(course=course, occasion=occasion, answered_at__isnull=False).first()
    if row is None:
        return None
    row.client = course.client
    found: dict[str, str] = row.unseal("said")
    return found
