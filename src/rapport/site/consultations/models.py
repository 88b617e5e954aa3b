"""Tables of this chapter, by what they are about: requests, bookings, choosing."""

from rapport.site.consultations.booking_models import Booking
from rapport.site.consultations.choosing_models import (
    Course,
    Farewell,
    OwnQuestions,
    ProviderNote,
    Reflection,
)
from rapport.site.consultations.feed_models import CalendarFeed
from rapport.site.consultations.request_models import Request
from rapport.site.consultations.transition_models import Transition

__all__ = (
    "Booking", "CalendarFeed", "Course", "Farewell", "OwnQuestions", "ProviderNote", "Reflection", "Request",
    "Transition",
)  # fmt: skip
