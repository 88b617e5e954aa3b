"""Tables of this chapter, by what they are about: requests, bookings, choosing."""

from rapport.site.consultations.booking_models import Booking
from rapport.site.consultations.choosing_models import Course, Farewell, ProviderNote, Reflection
from rapport.site.consultations.request_models import Request

__all__ = ("Booking", "Course", "Farewell", "ProviderNote", "Reflection", "Request")
