"""Courses of therapy: whose they are, and whether somebody else was met while one is handed over."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery

from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR
from rapport.site.consultations.models import Booking, Course
from rapport.site.consultations.queries.bookings import identity_of, shared_bookings
from rapport.site.consultations.queries.reflections import took_place
from rapport.site.directory.models import Provider
from rapport.site.directory.names import name_words
from rapport.site.foundation.paging import Mark, Page, page_of


def course_with(course_id: str) -> Course | None:
    """A course by its id: ask the policy before showing anything of it. One query."""
    return Course.objects.select_related("client__key", "provider", "match").filter(pk=course_id).first()


def open_courses_of(provider: Provider) -> list[Course]:
    """A provider's open courses, the oldest first. One query."""
    found = Course.objects.filter(provider=provider, ended_at__isnull=True)
    return list(found.select_related("client__key", "provider").order_by("opened_at", "id"))


def ended_courses_of(provider: Provider, *, since: datetime) -> list[Course]:
    """A provider's courses that have ended since, the newest first. One query."""
    found = Course.objects.filter(provider=provider, ended_at__gte=since)
    return list(found.select_related("client__key", "provider").order_by("-ended_at", "id"))


def called_by(courses: Iterable[Course]) -> dict[str, str]:
    """How one provider's clients are called, by their id, as far as they show it. One query."""
    listed = list(courses)
    if not listed:
        return {}
    rows = shared_bookings().filter(
        provider_id=listed[0].provider_id, client_id__in=[each.client_id for each in listed]
    )
    named = ((row.client_id, identity_of(row)) for row in rows.order_by("half_hour", "pk"))
    return {client_id: told["called"] for client_id, told in named if told}


def providers_with_courses(mark: Mark, *, called: str = "") -> Page[Provider]:
    """A page of those with open courses, by name, each with `open_courses`; with words that begin so.

    Two queries at most: whom it is about is found from the courses that are open.
    """
    ours = Course.objects.filter(ended_at__isnull=True)
    found = Provider.objects.filter(pk__in=ours.values("provider"))
    for word in name_words(called):
        found = found.filter(searchable__contains=f" {word}")
    # Counted for those who are shown; a count of each group would be of everybody.
    theirs = ours.filter(provider=OuterRef("pk")).order_by().values("provider")
    count = Subquery(theirs.annotate(n=Count("pk")).values("n"))
    return page_of(found.annotate(open_courses=count), mark, key="name")


def met_another(course: Course, *, at: datetime) -> bool:
    """Whether a first conversation with somebody else took place since it is handed over. One query."""
    if course.handing_over_since is None:
        return False
    since = (course.handing_over_since - EPOCH) // HALF_HOUR
    later = Booking.objects.filter(client_id=course.client_id, half_hour__gte=since)
    return took_place(later.exclude(provider_id=course.provider_id), at).exists()
