"""A client's pages about a time for a first conversation: what they say, to whom, and what they do."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.site.consultations.actions import bookings
from rapport.site.consultations.booking_models import half_hour_of
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Booking
from support import practice
from support.booked import ALWAYS, NOW, booked, held, key, offered, person, starts

pytestmark = pytest.mark.django_db
SAID = {"called": "Robin", "contact": "555 0100", "shares": "yes", "key": "k1"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def asked(client):
    practice.providers(4, slots=ALWAYS)
    request = offered(person())
    practice.sign_in(client, request.client)
    return request


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def times_of(request):
    return f"/bookings/times/{request.pk}/"


def test_choosing_holding_and_booking_in_three_posts(client, asked):
    first = starts(asked)[0]

    held_at = client.post(times_of(asked), {"starts": half_hour_of(first), "key": "page"})
    checked = client.get(held_at.url)
    done = client.post(held_at.url, SAID)

    assert "We hold this time for you until 10:10 am" in text_of(checked)
    booking = Booking.objects.get()
    assert done.url == f"/bookings/{booking.pk}/"
    assert (booking.state, booking.starts_at) == (BookingState.BOOKED, first)
    assert "This is booked." in text_of(client.get(done.url))


def test_pressing_the_same_time_twice_holds_once_and_another_time_moves_the_hold(client, asked):
    first, second = (half_hour_of(each) for each in starts(asked)[:2])

    answers = [
        client.post(times_of(asked), {"starts": each, "key": "page"}) for each in (first, first, second)
    ]

    assert len({each.url for each in answers}) == 1
    assert Booking.objects.get().half_hour == second


@pytest.mark.parametrize("starts_", ["", "x", "-1", "²", "999999999", "1"])
def test_a_time_that_is_none_is_said_on_the_page(client, asked, starts_):
    answer = client.post(times_of(asked), {"starts": starts_, "key": "page"})

    assert "That time is no longer free" in text_of(answer)
    assert not Booking.objects.exists()


def test_a_time_that_somebody_took_meanwhile_is_said_and_others_are_shown(client, asked):
    first = starts(asked)[0]
    held(offered(asked.client, place=2), first)

    answer = client.post(times_of(asked), {"starts": half_hour_of(first), "key": "page"})

    assert "That time is no longer free" in text_of(answer)
    assert 'class="time"' in answer.content.decode()


@pytest.mark.parametrize("missing", ["called", "contact", "shares"])
def test_what_is_missing_is_said_beside_the_field_and_the_rest_stays(client, asked, missing):
    booking = held(asked, starts(asked)[0])

    answer = client.post(f"/bookings/{booking.pk}/check/", {**SAID, missing: ""})

    page = answer.content.decode()
    assert page.count('class="wrong"') == 1
    assert ("Robin" in page) == (missing != "called")
    assert ("555 0100" in page) == (missing != "contact")
    assert Booking.objects.get().state == BookingState.HELD


def test_moving_asks_once_and_moves(client, asked):
    first, second = starts(asked)[:2]
    booking = booked(asked, first)
    number = half_hour_of(second)

    confirming = client.post(f"/bookings/{booking.pk}/move/", {"starts": number, "key": "m"})
    assert Booking.objects.get().starts_at == first
    done = client.post(f"/bookings/{booking.pk}/move/", {"starts": number, "key": "m", "sure": "yes"})

    assert "From" in text_of(confirming)
    assert done.url == f"/bookings/{booking.pk}/"
    assert Booking.objects.get().starts_at == second


def test_cancelling_asks_once_and_offers_another_time(client, asked):
    booking = booked(asked, starts(asked)[0])

    client.get(f"/bookings/{booking.pk}/cancel/")
    assert Booking.objects.get().state == BookingState.BOOKED
    done = client.post(f"/bookings/{booking.pk}/cancel/", {"key": "c"})

    page = client.get(done.url)
    assert "You cancelled this appointment." in text_of(page)
    assert times_of(asked) in page.content.decode()


def test_a_provider_who_cancelled_is_not_the_clients_fault(client, asked):
    booking = booked(asked, starts(asked)[0])
    bookings.cancel(by=asked.provider, at=NOW, booking=booking, key=key())

    assert "had to cancel this appointment. It is nothing that you did." in text_of(
        client.get(f"/bookings/{booking.pk}/")
    )


def test_who_waits_in_vain_can_say_so_ten_minutes_after_it_began(client, asked, clock):
    booking = booked(asked, starts(asked)[0])
    address = f"/bookings/{booking.pk}/"
    client.post(f"{address}missed/", {"key": "a"})
    assert Booking.objects.get().state == BookingState.BOOKED

    clock.move_to(booking.starts_at + timedelta(minutes=10))
    client.cookies.clear()  # The visit has ended meanwhile.
    practice.sign_in(client, asked.client)
    assert "They did not come" in text_of(client.get(address))
    client.post(f"{address}missed/", {"key": "b"})

    assert Booking.objects.get().state == BookingState.PROVIDER_MISSED


def addresses(request, booking):
    one = f"/bookings/{booking.pk}/"
    return [times_of(request), one, one + "check/", one + "move/", one + "cancel/", one + "appointment.ics"]


def posts(request, booking):
    one = f"/bookings/{booking.pk}/"
    return [times_of(request), one + "check/", one + "move/", one + "cancel/", one + "missed/"]


def test_a_stranger_gets_the_same_answer_as_for_what_never_was(client, asked):
    booking = booked(asked, starts(asked)[0])
    practice.sign_in(client, person())
    nobodys = asked.__class__(pk="a" * 26), Booking(pk="b" * 26)

    for theirs, never in zip(addresses(asked, booking), addresses(*nobodys), strict=True):
        answers = client.get(theirs), client.get(never)
        assert [each.status_code for each in answers] == [404, 404], theirs
        assert answers[0].content == answers[1].content
    for address in posts(asked, booking):
        assert client.post(address, SAID).status_code == 404
    assert Booking.objects.get().state == BookingState.BOOKED


def test_nobody_is_asked_for_their_receipt_code(client, asked):
    booking = booked(asked, starts(asked)[0])
    client.logout()

    for address in ["/bookings/", *addresses(asked, booking)]:
        assert client.get(address).url == "/return/"
    for address in posts(asked, booking):
        assert client.post(address, SAID).url == "/return/"
    assert Booking.objects.get().state == BookingState.BOOKED


def test_pages_are_not_kept_and_the_tab_is_neutral(client, asked):
    booking = booked(asked, starts(asked)[0])

    for address in ["/bookings/", f"/bookings/{booking.pk}/", f"/bookings/{booking.pk}/move/"]:
        page = client.get(address)
        assert "no-store" in page["Cache-Control"]
        assert "<title>Appointments</title>" in page.content.decode()


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_cost_the_same_queries_however_many_times_and_bookings_there_are(client):
    counts = []
    for hours, made in (("mon-18", 1), (ALWAYS, 30)):
        practice.providers(4, slots=hours)
        request = offered(person())
        practice.sign_in(client, request.client)
        first = held(request, starts(request)[0])
        for number in range(made - 1):
            Booking.objects.create(
                request=request, client=request.client, provider=request.provider, half_hour=number,
                state=BookingState.TOOK_PLACE, made_at=NOW, changed_at=NOW,
            )  # fmt: skip
        found = [queries_of(client, times_of(request)), queries_of(client, f"/bookings/{first.pk}/check/")]
        Booking.objects.filter(pk=first.pk).update(state=BookingState.BOOKED, hold_until=None)
        one = f"/bookings/{first.pk}/"
        counts.append([*found, *(queries_of(client, each) for each in (one, one + "move/", "/bookings/"))])

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15, counts


def test_names_that_look_like_markup_stay_text(client):
    practice.providers(3, name="<script>alert(1)</script>", slots=ALWAYS)
    request = offered(person())
    practice.sign_in(client, request.client)
    booking = booked(request, starts(request)[0])

    for address in ("/bookings/", f"/bookings/{booking.pk}/", times_of(request)):
        assert "<script>alert" not in client.get(address, follow=True).content.decode()


def test_both_clocks_are_shown_where_they_differ_and_one_where_they_do_not(client):
    practice.providers(3, slots="mon-18", licences="NY;CA", timezone="America/Los_Angeles")
    for zone, is_both in (("America/New_York", True), ("America/Los_Angeles", False)):
        request = offered(person(timezone=zone))
        practice.sign_in(client, request.client)

        page = text_of(client.get(times_of(request)))

        assert ("Below them stands the clock of" in page) == is_both
        assert ("9 pm" in page and "6 pm" in page) == is_both


def test_half_hours_that_the_clocks_repeat_are_two_times_with_words(client, clock):
    clock.move_to(datetime(2027, 11, 5, 15, tzinfo=UTC))
    practice.providers(3, slots=ALWAYS)
    request = offered(
        person(at=datetime(2027, 11, 5, 15, tzinfo=UTC)), at=datetime(2027, 11, 5, 15, tzinfo=UTC)
    )
    practice.sign_in(client, request.client)

    page = client.get(times_of(request)).content.decode()
    sunday = page.partition(">Sunday, November 7</h2>")[2].partition("</section>")[0]

    assert "The clocks go back by 60 minutes (Eastern time)." in sunday
    assert sunday.count("before the clocks go back") == sunday.count("after the clocks go back") == 2
    assert len(set(re.findall(r'value="(\d+)"', sunday))) == 50
