"""What became of the answer about safety that was given last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rapport.site.checkins.models import SafetyAnswer
from rapport.site.consultations.models import Course

# How long the page after an answer speaks of it.
JUST_NOW: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Told:
    """Whether such an answer was given just now, and whether the provider was told of it."""

    is_said: bool
    is_told: bool


def told_of(course: Course, at: datetime) -> Told:
    """About the last answer of this course. One query."""
    rows = SafetyAnswer.objects.filter(client_id=course.client_id, provider_id=course.provider_id)
    last = rows.filter(answered_at__gt=at - JUST_NOW).order_by("-answered_at").first()
    return Told(last is not None, last is not None and last.told_at is not None)
