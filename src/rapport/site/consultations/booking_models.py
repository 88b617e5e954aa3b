"""Bookings: a half hour for a first conversation.

Time is a grid of half hours since 1970-01-01 00:00 UTC: two bookings overlap exactly when they share a
number, and one unique constraint a side forbids that on both databases.
"""

from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import Q

from rapport.site.consultations.choices import FREE_AGAIN, STANDING, BookingState
from rapport.site.consultations.request_models import Request
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.models import Client

HALF_HOUR = timedelta(minutes=30)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_MINUTES = 30


def half_hour_of(starts_at: datetime) -> int:
    """The number of the half hour that begins then.

    Raises:
        ValueError: no half hour begins then.
    """
    number, rest = divmod(starts_at - EPOCH, HALF_HOUR)
    if rest:
        raise ValueError("expected a time on the half hour, got one beside it")
    return number


class Booking(SealedModel):
    """`identity` is how the client is called and reached: shown to the provider once booked. Sealed."""

    id = OpaqueIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="bookings")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="bookings")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="bookings")
    half_hour = models.BigIntegerField()
    minutes = models.PositiveSmallIntegerField(default=LONGEST_MINUTES)
    state = models.CharField(max_length=16, choices=BookingState.choices, default=BookingState.HELD)
    hold_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # How often it was moved: the calendar file's SEQUENCE.
    moves = models.PositiveSmallIntegerField(default=0)
    cancelled_by = models.CharField(max_length=8, blank=True)
    identity = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=BookingState.values), name="booking_state_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1) & Q(minutes__lte=LONGEST_MINUTES), name="booking_within_half_hour"
            ),
            models.UniqueConstraint(
                fields=("provider", "half_hour"),
                condition=~Q(state__in=FREE_AGAIN),
                name="booking_provider_once",
            ),
            models.UniqueConstraint(
                fields=("client", "half_hour"), condition=~Q(state__in=FREE_AGAIN), name="booking_client_once"
            ),
            models.UniqueConstraint(
                fields=("request",), condition=Q(state__in=STANDING), name="booking_one_standing_a_request"
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.HELD, hold_until__isnull=False) | ~Q(state=BookingState.HELD),
                name="booking_held_until_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.CANCELLED, cancelled_by__in=("client", "provider"))
                | (~Q(state=BookingState.CANCELLED) & Q(cancelled_by="")),
                name="booking_cancelled_by_someone",
            ),
        )

    @property
    def starts_at(self) -> datetime:
        """When it begins, in UTC."""
        return EPOCH + self.half_hour * HALF_HOUR

    @property
    def ends_at(self) -> datetime:
        """When it ends, in UTC."""
        return self.starts_at + timedelta(minutes=self.minutes)
