"""Holding, booking, moving and ending: each in one transaction, once a key, with what the database forbids.

Every action returns its transition; sent again under the same key it returns the same one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rapport.site.consultations.actions.half_hours import Taken, around, place, put_changed, put_new
from rapport.site.consultations.actions.once import (
    Asked,
    Refused,
    Someone,
    check_theirs,
    done,
    done_before,
    locked_booking,
    locked_request,
)
from rapport.site.consultations.booking_models import half_hour_of
from rapport.site.consultations.choices import BookingState, RequestState, Verb
from rapport.site.consultations.models import Booking, Request, Transition
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit, consent
from rapport.site.people.models import Client

Locked = TypeVar("Locked", Request, Booking)
HOLD_MINUTES: Final = 10
SHARING: Final = "share_with_provider"
BY_CLIENT, BY_PROVIDER = "client", "provider"
LONGEST_NAME, LONGEST_CONTACT = 100, 200
# Somebody may be some minutes late: nobody is missed before.
LATE_MINUTES: Final = 10
# Constraints on half hours have the last word, whatever was looked up before; as the databases name them.
HALF_HOUR_ONCE: Final = (
    "consultations_booking.half_hour", "booking_provider_once", "booking_client_once",
    "booking_provider_no_overlap", "booking_client_no_overlap",
)  # fmt: skip
# How long a provider may put right what they said of a conversation.
CORRECTED_WITHIN: Final = timedelta(days=7)


class NotOffered(Refused):
    """The provider offers no conversation on this request, or no longer."""

    words = _("No conversation can be booked on this request now.")


class BookedAlready(Refused):
    """This request has its booking: it can be moved."""

    words = _("You have a time with this person already. You can move it.")


class NotNow(Refused):
    """The booking stands in a state from which this cannot be done."""

    words = _("This appointment has changed since you opened the page. Look at it again.")


class NotShared(Refused):
    """Without a yes to sharing, the provider could not know whom to call."""

    words = _("Say yes first: without it the person you talk to cannot know how to reach you.")


def hold(*, by: Client, at: datetime, request: Request, starts_at: datetime, key: str) -> Transition:
    """Keep a time for some minutes; the hold this request had before is moved there.

    Raises:
        Taken, NotOffered, BookedAlready, NotTheirs, OtherBody: nothing was changed.
    """
    body = {"request": request.pk, "half_hour": half_hour_of(starts_at)}
    asked = Asked(by, Verb.HOLD, key, at, body)

    def change(locked: Request) -> Booking:
        _check_offered(locked)
        own, others = around(locked, starts_at, at=at)
        if own is not None and own.state == BookingState.BOOKED:
            raise BookedAlready
        booking = own or Booking(request=locked, provider=locked.provider, made_at=at)
        booking.client = locked.client
        if place(booking, locked, starts_at, others, at=at):
            booking.hold_until, booking.changed_at = at + timedelta(minutes=HOLD_MINUTES), at
            (put_changed if own else put_new)(booking)
        return booking

    return _once(asked, lambda: locked_request(request.pk), change)


@dataclass(frozen=True, slots=True)
class Identity:
    """How a client is called and reached, and their yes or no to showing it to the provider."""

    called: str
    contact: str
    shares: bool


def book(*, by: Client, at: datetime, booking: Booking, identity: Identity, key: str) -> Transition:
    """Turn a hold into a booking, with how the client is called and reached; sealed, and under consent.

    A hold whose minutes are over still counts as long as nobody else has taken the time.

    Raises:
        NotShared: no yes to sharing came with it.
        NotNow, NotOffered, NotTheirs, OtherBody: nothing was changed.
    """
    asked = Asked(by, Verb.BOOK, key, at, {"booking": booking.pk, **asdict(identity)})
    told: list[audit.Told] = []

    def change(held: Booking) -> Booking:
        _check_offered(held.request)
        _check_state(held, BookingState.HELD)
        if held.starts_at <= at:
            raise NotNow
        told.extend(_share(held.client, identity, at=at))
        held.state, held.hold_until, held.changed_at = BookingState.BOOKED, None, at
        held.seal("identity", {"called": identity.called, "contact": identity.contact})
        put_changed(held)
        return held

    return _once(asked, lambda: locked_booking(booking.pk), change, also=told)


def _share(client: Client, identity: Identity, *, at: datetime) -> Iterator[audit.Told]:
    """Give the consent where it is not given; what the audit trail is to tell of that."""
    if not identity.shares:
        raise NotShared
    if not consent.is_given(client_id=client.pk, purpose=SHARING):
        consent.give(client_id=client.pk, purpose=SHARING, at=at)
        yield audit.Told(client.pk, "consented", client.pk, at, {"purpose": SHARING})


def move(*, by: Client, at: datetime, booking: Booking, starts_at: datetime, key: str) -> Transition:
    """Give a booking another time, never without one in between.

    Raises:
        Taken, NotNow, NotOffered, NotTheirs, OtherBody: the booking stands where it stood.
    """
    asked = Asked(by, Verb.MOVE, key, at, {"booking": booking.pk, "half_hour": half_hour_of(starts_at)})

    def change(booked: Booking) -> Booking:
        _check_offered(booked.request)
        _check_state(booked, BookingState.BOOKED)
        if booked.starts_at <= at:
            raise NotNow
        _, others = around(booked.request, starts_at, at=at)
        if place(booked, booked.request, starts_at, others, at=at):
            booked.moves, booked.changed_at = booked.moves + 1, at
            put_changed(booked)
        return booked

    return _once(asked, lambda: locked_booking(booking.pk, with_provider=True), change)


def cancel(*, by: Someone, at: datetime, booking: Booking, key: str) -> Transition:
    """Give the time free again; either side, until it begins.

    Raises:
        NotNow, NotTheirs, OtherBody: nothing was changed.
    """
    asked = Asked(by, Verb.CANCEL, key, at, {"booking": booking.pk})

    def change(standing: Booking) -> Booking:
        _check_state(standing, BookingState.HELD, BookingState.BOOKED)
        if standing.starts_at <= at:
            raise NotNow
        standing.state, standing.hold_until, standing.changed_at = BookingState.CANCELLED, None, at
        standing.cancelled_by = BY_PROVIDER if asked.is_provider else BY_CLIENT
        put_changed(standing)
        return standing

    return _once(asked, lambda: locked_booking(booking.pk), change)


def no_show(*, by: Someone, at: datetime, booking: Booking, key: str) -> Transition:
    """Say that the other one did not come, some minutes after the time began.

    Raises:
        NotNow, NotTheirs, OtherBody: nothing was changed.
    """
    missed = BookingState.CLIENT_MISSED if isinstance(by, Provider) else BookingState.PROVIDER_MISSED
    asked = Asked(by, Verb.NO_SHOW, key, at, {"booking": booking.pk})
    return _ended(asked, booking, missed, after=timedelta(minutes=LATE_MINUTES))


def took_place(*, by: Provider, at: datetime, booking: Booking, key: str) -> Transition:
    """Say that the two talked, once the time began.

    Raises:
        NotNow, NotTheirs, OtherBody: nothing was changed.
    """
    asked = Asked(by, Verb.TOOK_PLACE, key, at, {"booking": booking.pk})
    return _ended(asked, booking, BookingState.TOOK_PLACE, after=timedelta())


def _ended(asked: Asked, booking: Booking, state: BookingState, *, after: timedelta) -> Transition:
    """Either side's word ends a booking; a provider may put their own right, and never the client's."""
    own = (BookingState.TOOK_PLACE, BookingState.CLIENT_MISSED) if asked.is_provider else ()

    def change(found: Booking) -> Booking:
        _check_state(found, BookingState.BOOKED, *own)
        is_late = found.state != BookingState.BOOKED and asked.at > found.ends_at + CORRECTED_WITHIN
        if asked.at < found.starts_at + after or is_late:
            raise NotNow
        found.state, found.changed_at = state, asked.at
        put_changed(found)
        return found

    return _once(asked, lambda: locked_booking(booking.pk), change)


def is_late(booking: Booking, *, at: datetime) -> bool:
    """Whether so much of the time has passed that the other one may be said not to have come."""
    return at >= booking.starts_at + timedelta(minutes=LATE_MINUTES)


def _check_offered(request: Request) -> None:
    if request.state != RequestState.OFFERED:
        raise NotOffered


def _check_state(booking: Booking, *states: BookingState) -> None:
    if booking.state not in states:
        raise NotNow


def _once(
    asked: Asked,
    lock: Callable[[], Locked],
    change: Callable[[Locked], Booking],
    *,
    also: Sequence[audit.Told] = (),
) -> Transition:
    """Locks, the key, the change and what is kept of it, in one transaction."""
    try:
        with transaction.atomic():
            found = lock()
            check_theirs(asked, found)
            before = done_before(asked, found.client)
            return before or done(asked, change(found), also)
    except IntegrityError as error:
        if any(name in str(error) for name in HALF_HOUR_ONCE):
            raise Taken from error
        raise
