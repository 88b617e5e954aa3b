"""Mails about bookings: put into the outbox beside the change they tell of; a later change replaces them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rapport.site.consultations.choices import BookingState, Verb
from rapport.site.consultations.models import Booking, Transition
from rapport.site.foundation import outbox
from rapport.site.foundation.outbox import Mail, To
from rapport.site.foundation.outbox_models import Template

# The day before, to make room for it; two hours before, to be there.
REMINDERS: Final = (timedelta(days=1), timedelta(hours=2))
# Then a first conversation has settled a little, and is still fresh; after a week nobody need be asked.
REFLECT_AFTER, REFLECT_WITHIN = timedelta(hours=2), timedelta(days=7)
_TOLD: Final = {
    Verb.BOOK: Template.CONSULTATION_BOOKED,
    Verb.MOVE: Template.CONSULTATION_MOVED,
    Verb.CANCEL: Template.CONSULTATION_CANCELLED,
}


def tell(booking: Booking, made: Transition) -> None:
    """Put what this transition says to both, and take back what no longer holds."""
    if made.verb == Verb.HOLD or _was_a_hold(booking, made):
        return
    if made.verb != Verb.BOOK:
        outbox.cancel(_beginning(booking))
    mails = [mail for side, to in _both(booking) for mail in _mails(booking, made, side, to)]
    if mails:
        outbox.put_all(mails)


def _was_a_hold(booking: Booking, made: Transition) -> bool:
    """A hold that was let go was never told of."""
    return made.verb == Verb.CANCEL and booking.identity is None


def _mails(booking: Booking, made: Transition, side: str, to: To) -> Iterator[Mail]:
    template, key = _TOLD.get(Verb(made.verb)), f"{_beginning(booking)}{made.pk}:{side}"
    about = {"not_after": booking.starts_at, "about": booking.pk, "client_id": booking.client_id}
    if template is not None:
        yield Mail(template, to, key, made.at, **about)
    if booking.state == BookingState.BOOKED:
        for before in REMINDERS:
            due_at = booking.starts_at - before
            if due_at > made.at:
                hours = before // timedelta(hours=1)
                yield Mail(Template.CONSULTATION_REMINDER, to, f"{key}:{hours}h", due_at, **about)
    if side == "client" and booking.state in (BookingState.BOOKED, BookingState.TOOK_PLACE):
        due_at, until = booking.ends_at + REFLECT_AFTER, booking.ends_at + REFLECT_WITHIN
        # One key for good: said again, it is one mail, and a moved booking's takes the place of the old.
        again = about | {"not_after": until}
        yield Mail(Template.REFLECTION_DUE, to, f"{_beginning(booking)}reflect", due_at, **again)


def _beginning(booking: Booking) -> str:
    return f"booking:{booking.pk}:"


def _both(booking: Booking) -> Iterator[tuple[str, To]]:
    yield "client", outbox.to_client(booking.client_id)
    account = booking.provider.account_id
    if account is not None:
        yield "provider", outbox.to_account(account)
