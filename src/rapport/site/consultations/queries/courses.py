"""Courses of therapy: whose they are, and whether somebody else was met while one is handed over."""

from datetime import datetime

from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR
from rapport.site.consultations.models import Booking, Course
from rapport.site.consultations.queries.reflections import took_place
from rapport.site.directory.models import Provider


def course_with(course_id: str) -> Course | None:
    """A course by its id: ask the policy before showing anything of it. One query."""
    return Course.objects.select_related("client__key", "provider", "match").filter(pk=course_id).first()


def open_courses_of(provider: Provider) -> list[Course]:
    """A provider's open courses, the oldest first. One query."""
    found = Course.objects.filter(provider=provider, ended_at__isnull=True)
    return list(found.select_related("client__key", "provider").order_by("opened_at", "id"))


def met_another(course: Course, *, at: datetime) -> bool:
    """Whether a first conversation with somebody else took place since it is handed over. One query."""
    if course.handing_over_since is None:
        return False
    since = (course.handing_over_since - EPOCH) // HALF_HOUR
    later = Booking.objects.filter(client_id=course.client_id, half_hour__gte=since)
    return took_place(later.exclude(provider_id=course.provider_id), at).exists()
