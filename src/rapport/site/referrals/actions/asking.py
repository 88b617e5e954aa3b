"""A reminder of the early look at a course: one mail a course, after the third to the fifth session."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from rapport.site.checkins.models import RatedSession
from rapport.site.checkins.session_models import EARLY
from rapport.site.consultations.models import Course
from rapport.site.foundation import outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.people.models import Client
from rapport.site.referrals.choices import Occasion
from rapport.site.referrals.models import Review

# Whoever looks by themselves right after a session needs no mail; after so long the next session is near.
NOT_BEFORE, NOT_AFTER = timedelta(days=1), timedelta(days=5)
BATCH: Final = 100


def remind_of_reviews(at: datetime) -> int:
    """Put a reminder into the outbox for every course whose early look is due; returns how many.

    Nobody is reminded twice, nor while they put it off, nor after they stopped reminders of check-ins. The
    worker calls this; a course is looked at again under its client's lock, so several workers remind once.
    """
    return sum(_reminded(course, at=at) for course in _due(at).select_related("client")[:BATCH])


def _due(at: datetime) -> QuerySet[Course, Course]:
    own = RatedSession.objects.filter(client_id=OuterRef("client_id"), provider_id=OuterRef("provider_id"))
    beyond = own.filter(number__gte=EARLY.stop)
    newly = own.filter(number__in=EARLY, recorded_at__lte=at - NOT_BEFORE, recorded_at__gt=at - NOT_AFTER)
    done = Review.objects.filter(course=OuterRef("pk"), occasion=Occasion.EARLY).filter(
        Q(answered_at__isnull=False) | Q(reminded_at__isnull=False) | Q(put_off_until__gt=at)
    )
    wanted = Course.objects.filter(ended_at__isnull=True, rhythm__stopped_at__isnull=True)
    return wanted.filter(Exists(newly), ~Exists(beyond), ~Exists(done)).order_by("opened_at", "id")


def _reminded(course: Course, *, at: datetime) -> bool:
    with transaction.atomic():
        client = Client.objects.select_for_update().filter(pk=course.client_id).first()
        if client is None or not _due(at).filter(pk=course.pk).exists():
            return False  # Erased, or another worker's.
        review = Review.objects.filter(course=course, occasion=Occasion.EARLY).first()
        review = review or Review(course=course, client=client, occasion=Occasion.EARLY)
        rated = RatedSession.objects.filter(client=client, provider_id=course.provider_id)
        review.session, review.reminded_at = rated.aggregate(last=Max("number"))["last"], at
        review.save()
        outbox.put(
            template=Template.REVIEW_DUE,
            to=outbox.to_client(course.client_id),
            key=f"{reminders_of(course, Occasion.EARLY)}{int(at.timestamp())}",
            due_at=at,
            not_after=at + NOT_AFTER,
        )
    return True


def reminders_of(course: Course, occasion: str) -> str:
    """How the keys of these mails begin, by which they are taken back once the client has answered."""
    return f"review:{course.pk}:{occasion}:"
