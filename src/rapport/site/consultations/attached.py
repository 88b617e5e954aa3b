"""The calendar file of a mail: made when the mail is sent, so that it tells how the booking stands then."""

from rapport.site.consultations import calendars
from rapport.site.consultations.models import Booking
from rapport.site.foundation.mail import parts
from rapport.site.foundation.outbox_models import OutboxMessage, RecipientKind


def build(row: OutboxMessage) -> bytes | None:
    """The appointment for whomever the mail goes to; None when the booking is gone."""
    booking = Booking.objects.filter(pk=row.about, state__in=calendars.SHOWN).first()
    if booking is None:
        return None
    is_clients = row.kind == RecipientKind.CLIENT
    return calendars.appointment(booking, calendars.Side.CLIENT if is_clients else calendars.Side.PROVIDER)


parts.register_calendar(build)
