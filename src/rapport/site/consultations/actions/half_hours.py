"""Half hours: what stands around one, putting a booking on it, and freeing those held for too long."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.booking_models import half_hour_of
from rapport.site.consultations.choices import FREE_AGAIN, STANDING, BookingState
from rapport.site.consultations.models import Booking, Request
from rapport.site.consultations.queries.slots import is_offered
from rapport.site.foundation.prepared import Insert, Prepared, Update, columns, loaded, number, text


class Taken(Refused):
    """Somebody was quicker, or one of the two has something else then."""

    words = _("That time is no longer free. Choose another one.")


put_new = Insert(Booking).put
# Whose it is and when it was made never changes.
put_changed = Update(
    Booking, "half_hour", "state", "hold_until", "changed_at", "moves", "cancelled_by", "identity"
).put
_AROUND = Prepared(
    lambda: (
        Booking.objects.filter(
            Q(request=text("request"), state__in=STANDING)
            | Q(half_hour=number("half_hour"), provider=text("provider"))
            | Q(half_hour=number("half_hour"), client=text("client"))
        )
        .exclude(state__in=FREE_AGAIN)
        .values_list(*columns(Booking))
    )
)


def around(request: Request, starts_at: datetime, *, at: datetime) -> tuple[Booking | None, list[Booking]]:
    """What stands on a request, and what else stands at that time for either of the two. One query.

    Whoever asks for a time frees the holds that stand in the way and are over.
    """
    half_hour = half_hour_of(starts_at)
    asked = {"request": request.pk, "provider": request.provider_id, "client": request.client_id}
    found = [loaded(Booking, row) for row in _AROUND.rows(asked | {"half_hour": half_hour})]
    over = [each for each in found if each.half_hour == half_hour and _is_over(each, at)]
    if over:
        _expire(Q(pk__in=[each.pk for each in over]), at=at)
    left = [each for each in found if each not in over]
    own = next((each for each in left if each.request_id == request.pk and each.state in STANDING), None)
    return own, [each for each in left if each is not own]


def place(
    booking: Booking, request: Request, starts_at: datetime, others: Sequence[Booking], *, at: datetime
) -> bool:
    """Put a booking on a half hour that is free for both; False where it stands there already.

    Raises:
        Taken: one of `others` is there, or the provider is not.
    """
    half_hour = half_hour_of(starts_at)
    if booking.half_hour == half_hour:
        return False
    if others or not is_offered(request, starts_at, at=at):
        raise Taken
    booking.half_hour = half_hour
    return True


def free_expired(at: datetime) -> int:
    """Give free the holds whose minutes are over; returns how many. The worker calls this every minute."""
    return _expire(Q(), at=at)


def _is_over(booking: Booking, at: datetime) -> bool:
    return booking.state == BookingState.HELD and booking.hold_until is not None and booking.hold_until <= at


def _expire(which: Q, *, at: datetime) -> int:
    over = Booking.objects.filter(which, state=BookingState.HELD, hold_until__lte=at)
    return over.update(state=BookingState.EXPIRED, changed_at=at)
