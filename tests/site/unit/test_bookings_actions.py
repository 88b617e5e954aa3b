"""Holding, booking, moving, ending: what each changes, what it refuses, and what it does when sent twice."""

from datetime import timedelta

import pytest

from rapport.errors import BadInput
from rapport.site.consultations.actions import bookings, half_hours
from rapport.site.consultations.actions.bookings import BookedAlready, NotNow, NotOffered, NotShared, Taken
from rapport.site.consultations.actions.once import NotTheirs, OtherBody
from rapport.site.consultations.choices import BookingState, RequestState
from rapport.site.consultations.models import Booking, Request, Transition
from rapport.site.consultations.queries.held import held_about
from rapport.site.foundation import consent
from rapport.site.foundation.models import AuditEvent
from support import practice
from support.booked import ALWAYS, IDENTITY, NOW, booked, held, key, offered, person, starts

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def request_():
    practice.providers(4, slots=ALWAYS)
    return offered(person())


def state_of(booking):
    return Booking.objects.get(pk=booking.pk).state


def test_a_held_time_is_offered_to_nobody_else(request_):
    first = starts(request_)[0]

    held(request_, first)

    assert first not in starts(offered(request_.client, place=2))


def test_a_hold_that_is_over_is_free_for_the_next_who_asks(request_):
    first = starts(request_)[4]
    mine = held(request_, first)
    other, later = offered(request_.client, place=2), NOW + bookings.HOLD_MINUTES * MINUTE

    assert first in starts(other, at=later)
    theirs = held(other, first, at=later)

    assert (state_of(mine), state_of(theirs)) == (BookingState.EXPIRED, BookingState.HELD)


def test_the_worker_frees_holds_that_are_over(request_):
    mine = held(request_, starts(request_)[0])

    assert half_hours.free_expired(NOW + 9 * MINUTE) == 0
    assert half_hours.free_expired(NOW + 10 * MINUTE) == 1
    assert state_of(mine) == BookingState.EXPIRED


def test_holding_another_time_moves_the_hold(request_):
    first, second = starts(request_)[:2]

    assert held(request_, first) == held(request_, second)
    assert first in starts(request_)


def test_holding_the_same_time_again_does_not_hold_it_longer(request_):
    first = starts(request_)[0]
    held(request_, first)

    again = held(request_, first, at=NOW + 5 * MINUTE)

    assert again.hold_until == NOW + 10 * MINUTE


def test_booking_keeps_how_the_client_is_called_sealed_and_with_consent(request_):
    booking = booked(request_, starts(request_)[0])

    assert booking.state == BookingState.BOOKED
    assert booking.unseal("identity") == {"called": "Robin", "contact": "robin@example.org"}
    assert b"Robin" not in bytes(booking.identity)
    assert consent.is_given(client_id=request_.client_id, purpose="share_with_provider")


def test_booking_without_a_yes_to_sharing_changes_nothing(request_):
    booking = held(request_, starts(request_)[0])
    no = bookings.Identity("Robin", "x", shares=False)

    with pytest.raises(NotShared):
        bookings.book(by=request_.client, at=NOW, booking=booking, identity=no, key=key())

    assert state_of(booking) == BookingState.HELD
    assert consent.answer(client_id=request_.client_id, purpose="share_with_provider") is None


def test_a_late_hold_still_counts_while_nobody_took_the_time(request_):
    booking = held(request_, starts(request_)[0])

    bookings.book(by=request_.client, at=NOW + 20 * MINUTE, booking=booking, identity=IDENTITY, key=key())

    assert state_of(booking) == BookingState.BOOKED


def test_moving_frees_the_old_time_and_counts(request_):
    first, second = starts(request_)[:2]
    booking = booked(request_, first)

    bookings.move(by=request_.client, at=NOW, booking=booking, starts_at=second, key=key())

    moved = Booking.objects.get(pk=booking.pk)
    assert (moved.starts_at, moved.moves) == (second, 1)
    assert first in starts(request_)


def test_moving_to_a_time_that_is_taken_leaves_the_booking_where_it_was(request_):
    first, second = starts(request_)[:2]
    booking = booked(request_, first)
    held(offered(request_.client, place=2), second)

    with pytest.raises(Taken):
        bookings.move(by=request_.client, at=NOW, booking=booking, starts_at=second, key=key())

    assert Booking.objects.get(pk=booking.pk).starts_at == first


@pytest.mark.parametrize("side", ["client", "provider"])
def test_either_side_cancels_and_the_time_is_free_again(request_, side):
    first = starts(request_)[0]
    booking = booked(request_, first)

    bookings.cancel(by=getattr(request_, side), at=NOW, booking=booking, key=key())

    found = Booking.objects.get(pk=booking.pk)
    assert (found.state, found.cancelled_by) == (BookingState.CANCELLED, side)
    assert first in starts(request_)


def test_a_second_booking_on_a_request_is_a_move(request_):
    first, second = starts(request_)[:2]
    booked(request_, first)

    with pytest.raises(BookedAlready):
        held(request_, second)


@pytest.mark.parametrize("by", ["client", "provider"])
def test_who_did_not_come_is_said_by_the_other_once_they_are_late(request_, by):
    booking = booked(request_, starts(request_)[0])
    late = booking.starts_at + bookings.LATE_MINUTES * MINUTE

    with pytest.raises(NotNow):
        bookings.no_show(by=getattr(request_, by), at=late - MINUTE, booking=booking, key=key())
    bookings.no_show(by=getattr(request_, by), at=late, booking=booking, key=key())

    assert state_of(booking) == ("provider_missed" if by == "client" else "client_missed")


def test_a_provider_puts_their_own_word_right_but_not_the_clients(request_):
    booking = booked(request_, starts(request_)[0])
    after = booking.ends_at
    bookings.no_show(by=request_.provider, at=after, booking=booking, key=key())

    bookings.took_place(by=request_.provider, at=after, booking=booking, key=key())
    assert state_of(booking) == BookingState.TOOK_PLACE
    with pytest.raises(NotNow):
        bookings.no_show(by=request_.client, at=after, booking=booking, key=key())
    too_late = after + bookings.CORRECTED_WITHIN + MINUTE
    with pytest.raises(NotNow):
        bookings.no_show(by=request_.provider, at=too_late, booking=booking, key=key())

    Booking.objects.filter(pk=booking.pk).update(state=BookingState.PROVIDER_MISSED)
    with pytest.raises(NotNow):
        bookings.took_place(by=request_.provider, at=after, booking=booking, key=key())


def test_nothing_but_an_outcome_can_be_said_once_it_began(request_):
    booking = booked(request_, starts(request_)[0])
    begun, other = booking.starts_at, starts(request_)[9]

    with pytest.raises(NotNow):
        bookings.cancel(by=request_.client, at=begun, booking=booking, key=key())
    with pytest.raises(NotNow):
        bookings.move(by=request_.client, at=begun, booking=booking, starts_at=other, key=key())
    with pytest.raises(NotNow):
        bookings.took_place(by=request_.provider, at=begun - MINUTE, booking=booking, key=key())


@pytest.mark.parametrize("state", [each for each in RequestState if each != RequestState.OFFERED])
def test_nothing_is_held_on_a_request_without_an_offer(request_, state):
    first = starts(request_)[0]
    ended = None if state == RequestState.WAITING else NOW
    reason = "full" if state == RequestState.DECLINED else ""
    Request.objects.filter(pk=request_.pk).update(
        state=state, ended_at=ended, reason=reason, answered_at=ended
    )

    with pytest.raises(NotOffered):
        held(request_, first)


def test_times_too_soon_too_far_or_beside_the_hours_are_not_held(request_):
    offered_now = starts(request_)
    wrong = (offered_now[0] - 30 * MINUTE, offered_now[-1] + 30 * MINUTE, NOW - 30 * MINUTE)

    for each in wrong:
        with pytest.raises(Taken):
            held(request_, each)
    with pytest.raises(ValueError, match="half hour"):
        held(request_, offered_now[0] + MINUTE)


def test_everything_is_refused_to_anybody_else(request_):
    first, second = starts(request_)[:2]
    stranger, other = person(), offered(request_.client, place=2).provider
    booking = booked(request_, first)
    late = booking.ends_at

    for attempt in (
        lambda: bookings.hold(by=stranger, at=NOW, request=request_, starts_at=second, key=key()),
        lambda: bookings.book(by=stranger, at=NOW, booking=booking, identity=IDENTITY, key=key()),
        lambda: bookings.move(by=stranger, at=NOW, booking=booking, starts_at=second, key=key()),
        lambda: bookings.cancel(by=stranger, at=NOW, booking=booking, key=key()),
        lambda: bookings.cancel(by=other, at=NOW, booking=booking, key=key()),
        lambda: bookings.no_show(by=other, at=late, booking=booking, key=key()),
        lambda: bookings.took_place(by=other, at=late, booking=booking, key=key()),
    ):
        with pytest.raises(NotTheirs):
            attempt()
    assert state_of(booking) == BookingState.BOOKED


def every_transition(request):
    """Each action with one key, ready to be sent twice, and the same with another body."""
    first, second, third = starts(request)[:3]
    client, provider = request.client, request.provider
    booking = held(request, first)
    yield (
        lambda k: bookings.hold(by=client, at=NOW, request=request, starts_at=second, key=k),
        lambda k: bookings.hold(by=client, at=NOW, request=request, starts_at=third, key=k),
    )
    yield (
        lambda k: bookings.book(by=client, at=NOW, booking=booking, identity=IDENTITY, key=k),
        lambda k: bookings.book(
            by=client, at=NOW, booking=booking, identity=bookings.Identity("Kim", "x", True), key=k
        ),
    )
    yield (
        lambda k: bookings.move(by=client, at=NOW, booking=booking, starts_at=third, key=k),
        lambda k: bookings.move(by=client, at=NOW, booking=booking, starts_at=first, key=k),
    )
    yield (
        lambda k: bookings.took_place(by=provider, at=third, booking=booking, key=k),
        lambda k: bookings.no_show(by=provider, at=third + 10 * MINUTE, booking=booking, key=k),
    )


def test_every_transition_sent_again_gives_the_same_answer_and_changes_nothing(request_):
    for act, otherwise in every_transition(request_):
        sent = key()
        first = act(sent)
        before = list(Booking.objects.values())
        trail = AuditEvent.objects.count()

        assert act(sent) == first
        with pytest.raises(OtherBody):
            otherwise(sent)
        assert list(Booking.objects.values()) == before
        assert AuditEvent.objects.count() == trail

    assert Transition.objects.count() == 5


def test_a_key_that_is_none_is_refused(request_):
    first = starts(request_)[0]

    for each in ("", "x" * 65):
        with pytest.raises(BadInput):
            bookings.hold(by=request_.client, at=NOW, request=request_, starts_at=first, key=each)


def test_erasing_a_client_takes_bookings_and_transitions_along(request_, django_capture_on_commit_callbacks):
    from rapport.site.people.actions import erase_client

    booked(request_, starts(request_)[0])

    erase_client(request_.client, by=request_.client_id, at=NOW)

    assert not Booking.objects.exists()
    assert not Transition.objects.exists()


def test_the_download_tells_every_booking_and_its_history(request_):
    booking = booked(request_, starts(request_)[0])
    bookings.cancel(by=request_.provider, at=NOW, booking=booking, key=key())

    told = held_about(request_.client)["bookings"]

    assert [each["what"] for each in told[0]["history"]] == ["hold", "book", "cancel"]
    assert [each["by_you"] for each in told[0]["history"]] == [True, True, False]
    assert told[0]["identity"] == {"called": "Robin", "contact": "robin@example.org"}
    assert (told[0]["state"], told[0]["cancelled_by"]) == ("cancelled", "provider")
    assert told[0]["starts_at"] == booking.starts_at.isoformat()
