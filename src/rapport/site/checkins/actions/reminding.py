"""Reminders of check-ins: a row a course says when the next is due; the worker puts it into the outbox."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from rapport.site.checkins.models import MOST_UNANSWERED, RatedSession, Rhythm
from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking, Course
from rapport.site.foundation import audit, outbox
from rapport.site.foundation.outbox import Mail
from rapport.site.foundation.outbox_models import Template
from rapport.site.people.models import Client

# Sessions are weekly unless one is booked. A little later, so that it is over and still fresh.
WEEK, AFTER = timedelta(days=7), timedelta(hours=2)
# A reminder that could not be sent for so long is of no use any more.
NOT_AFTER = timedelta(days=5)
BATCH = 500


def due_after(course: Course, since: datetime) -> datetime:
    """When to remind next: after the first appointment booked since, else in a week."""
    begins = (since - EPOCH) // HALF_HOUR
    booked = Booking.objects.filter(
        client_id=course.client_id,
        provider_id=course.provider_id,
        state__in=(BookingState.BOOKED, BookingState.TOOK_PLACE),
        half_hour__gt=begins,
    )
    found = booked.order_by("half_hour").first()
    return (found.ends_at if found is not None else since + WEEK) + AFTER


def move_on(course: Course, *, after: datetime) -> None:
    """A session was filled in: the next reminder is due after the next one, and what waits is taken back."""
    newest = RatedSession.objects.filter(client_id=course.client_id, provider_id=course.provider_id)
    last = max([after, *newest.values_list("held_at", flat=True)])
    due_at = due_after(course, last)
    Rhythm.objects.update_or_create(
        course=course, defaults={"client_id": course.client_id, "next_due_at": due_at, "unanswered": 0}
    )
    outbox.cancel(_beginning(course.pk))


def stop_reminders(*, by: Client, at: datetime, actor: str = "") -> None:
    """The client wants no reminders of check-ins; other notes go on."""
    with transaction.atomic():
        begin(Course.objects.filter(client_id=by.pk, ended_at__isnull=True, rhythm__isnull=True))
        Rhythm.objects.select_for_update().filter(client_id=by.pk).update(stopped_at=at)
        for course_id in Rhythm.objects.filter(client_id=by.pk).values_list("course_id", flat=True):
            outbox.cancel(_beginning(course_id))
        audit.record(actor=actor or by.pk, verb="reminders_stopped", subject=by.pk, at=at)


def start_reminders(*, by: Client, at: datetime) -> None:
    """The client wants them again, from the next session on."""
    with transaction.atomic():
        for rhythm in Rhythm.objects.select_for_update().filter(client_id=by.pk, course__ended_at=None):
            rhythm.stopped_at, rhythm.unanswered = None, 0
            rhythm.next_due_at = due_after(rhythm.course, at)
            rhythm.save()
        audit.record(actor=by.pk, verb="reminders_started", subject=by.pk, at=at)


def remind(at: datetime) -> int:
    """Put every reminder that is due into the outbox; returns how many. The worker calls this.

    Those of courses that have ended stop.
    """
    with transaction.atomic():
        due = Rhythm.objects.select_for_update(of=("self",)).filter(
            next_due_at__lte=at, stopped_at__isnull=True, unanswered__lt=MOST_UNANSWERED
        )
        found = list(due.select_related("course").order_by("next_due_at")[:BATCH])
        rows = [row for row in found if row.course.ended_at is None]
        over = [row.pk for row in found if row.course.ended_at is not None]
        mails = [_mail(row, at) for row in rows]
        for row in rows:
            row.unanswered += 1
            row.next_due_at = due_after(row.course, max(at, row.next_due_at) - AFTER)
            row.save(update_fields=["unanswered", "next_due_at"])
        if over:
            Rhythm.objects.filter(pk__in=over).update(stopped_at=at)
        if mails:
            outbox.put_all(mails)
    return len(mails)


def begin(courses: Iterable[Course]) -> None:
    """A rhythm for each of these courses, which have none yet."""
    rhythms = [
        Rhythm(course=each, client_id=each.client_id, next_due_at=due_after(each, each.opened_at))
        for each in courses
    ]
    Rhythm.objects.bulk_create(rhythms, ignore_conflicts=True)


def _mail(row: Rhythm, at: datetime) -> Mail:
    return Mail(
        Template.CHECKIN_DUE,
        outbox.to_client(row.client_id),
        f"{_beginning(row.course_id)}{int(row.next_due_at.timestamp())}",
        at,
        at + NOT_AFTER,
        about=row.course_id,
    )


def _beginning(course_id: str) -> str:
    return f"checkin:{course_id}:"
