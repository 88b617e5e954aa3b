"""Which half hours can be booked: the provider's free ones, less what either of the two has already."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR, half_hour_of
from rapport.site.consultations.choices import FREE_AGAIN, BookingState
from rapport.site.consultations.models import Booking, Request
from rapport.site.directory.queries.hours import free_starts_of, is_free_then

# Nobody is booked over night without noticing; and who books three weeks ahead has not found anyone yet.
LEAD_TIME = timedelta(hours=12)
HORIZON = timedelta(days=21)


def offered_starts(request: Request, *, at: datetime) -> list[datetime]:
    """When the two could talk, in universal time, ascending. A constant number of queries."""
    earliest, latest = at + LEAD_TIME, at + HORIZON
    free = free_starts_of(request.provider, from_=earliest, until=latest)
    taken = set(_taken(request, earliest, latest, at).values_list("half_hour", flat=True)) if free else ()
    return [each for each in free if half_hour_of(each) not in taken]


def is_offered(request: Request, starts_at: datetime, *, at: datetime) -> bool:
    """Whether the provider is there at that time: bookings are not looked at. At most two queries."""
    within = at + LEAD_TIME <= starts_at <= at + HORIZON - HALF_HOUR
    return within and is_free_then(request.provider, starts_at)


def _taken(request: Request, earliest: datetime, latest: datetime, at: datetime) -> "QuerySet[Booking]":
    """What stands in the way for either of the two; a hold whose time is over does not."""
    first, last = (int((each - EPOCH) // HALF_HOUR) for each in (earliest, latest))
    either = Q(provider_id=request.provider_id) | Q(client_id=request.client_id)
    theirs = Booking.objects.filter(either, half_hour__gte=first, half_hour__lte=last)
    return theirs.exclude(state__in=FREE_AGAIN).exclude(state=BookingState.HELD, hold_until__lte=at)
