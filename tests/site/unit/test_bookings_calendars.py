"""Calendar files and mails of bookings: read back as a calendar program would, and searched for words."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from rapport.site.consultations import attached, calendars
from rapport.site.consultations.actions import bookings
from rapport.site.consultations.calendars import Side
from rapport.site.consultations.models import Booking
from rapport.site.foundation.mail.parts import refuse_telling
from rapport.site.foundation.outbox_models import MailState, OutboxMessage, RecipientKind
from support import practice
from support.booked import ALWAYS, NOW, booked, held, key, offered, person, starts

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def request_():
    practice.providers(4, slots=ALWAYS)
    return offered(person())


def read(file):
    """The one event of a file, as a program reads it."""
    calendar = Calendar.from_ical(file)
    assert not calendar.errors
    events = calendar.walk("VEVENT")
    assert len(events) == 1
    return calendar, events[0]


def test_a_file_says_appointment_and_when_and_nothing_else(request_):
    booking = booked(request_, starts(request_)[0])

    file = calendars.appointment(booking, Side.CLIENT)
    calendar, event = read(file)

    assert set(event) == {
        "UID", "DTSTAMP", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY", "CLASS",
    }  # fmt: skip
    assert str(event["SUMMARY"]) == "Appointment"
    assert (event.start, event.end) == (booking.starts_at, booking.ends_at)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert all(line.endswith(b"\r") for line in file.split(b"\n")[:-1])
    refuse_telling(file)
    for word in (request_.provider.name, request_.client_id, booking.pk, "Robin", "robin@example.org"):
        assert word.encode() not in file


def test_a_move_and_a_cancellation_replace_what_was_sent_before(request_):
    first, second = starts(request_)[:2]
    booking = booked(request_, first)
    before = read(calendars.appointment(booking, Side.CLIENT))[1]

    bookings.move(by=request_.client, at=NOW, booking=booking, starts_at=second, key=key())
    moved = read(calendars.appointment(Booking.objects.get(), Side.CLIENT))[1]
    bookings.cancel(by=request_.client, at=NOW, booking=booking, key=key())
    calendar, gone = read(calendars.appointment(Booking.objects.get(), Side.CLIENT))

    assert before["UID"] == moved["UID"] == gone["UID"]
    assert [int(each["SEQUENCE"]) for each in (before, moved, gone)] == [0, 1, 2]
    assert moved.start == second
    assert (str(calendar["METHOD"]), str(gone["STATUS"])) == ("CANCEL", "CANCELLED")


def test_two_calendars_cannot_be_joined_by_their_names(request_):
    booking = booked(request_, starts(request_)[0])

    sides = [read(calendars.appointment(booking, side))[1]["UID"] for side in Side]

    assert len(set(sides)) == 2


def waiting():
    rows = OutboxMessage.objects.filter(state=MailState.WAITING).order_by("due_at", "template", "kind")
    return [(row.template, row.kind, row.due_at) for row in rows]


def test_a_booking_puts_its_mail_and_its_reminders_and_a_move_replaces_them(request_):
    first, second = starts(request_)[60:62]
    booking = booked(request_, first)

    assert waiting() == [
        ("consultation_booked", "client", NOW),
        ("consultation_reminder", "client", first - 24 * HOUR),
        ("consultation_reminder", "client", first - 2 * HOUR),
        ("reflection_due", "client", first + 2.5 * HOUR),
    ]
    bookings.move(by=request_.client, at=NOW, booking=booking, starts_at=second, key=key())
    assert waiting() == [
        ("consultation_moved", "client", NOW),
        ("consultation_reminder", "client", second - 24 * HOUR),
        ("consultation_reminder", "client", second - 2 * HOUR),
        ("reflection_due", "client", second + 2.5 * HOUR),
    ]
    bookings.cancel(by=request_.provider, at=NOW, booking=booking, key=key())
    assert waiting() == [("consultation_cancelled", "client", NOW)]


def test_two_minutes_are_asked_for_once_and_not_of_who_did_not_meet(request_):
    booking = booked(request_, starts(request_)[0])
    over = booking.ends_at + HOUR

    bookings.took_place(by=request_.provider, at=over, booking=booking, key=key())
    assert waiting() == [("reflection_due", "client", booking.starts_at + 2.5 * HOUR)]
    bookings.no_show(by=request_.provider, at=over, booking=booking, key=key())

    assert "reflection_due" not in {each[0] for each in waiting()}


def test_a_hold_is_told_to_nobody_and_neither_is_letting_it_go(request_):
    booking = held(request_, starts(request_)[0])
    bookings.cancel(by=request_.client, at=NOW, booking=booking, key=key())

    assert waiting() == []


def test_a_reminder_that_would_come_too_late_is_not_put(request_):
    booked(request_, starts(request_)[0])  # in twelve hours

    assert [each[0] for each in waiting()].count("consultation_reminder") == 1


def test_the_file_of_a_mail_tells_how_the_booking_stands_when_it_is_sent(request_):
    booking = booked(request_, starts(request_)[0])
    row = OutboxMessage.objects.first()

    bookings.cancel(by=request_.client, at=NOW, booking=booking, key=key())
    assert str(read(attached.build(row))[1]["STATUS"]) == "CANCELLED"
    row.kind = RecipientKind.ACCOUNT
    assert read(attached.build(row))[1]["UID"] != read(calendars.appointment(booking, Side.CLIENT))[1]["UID"]
    Booking.objects.all().delete()
    assert attached.build(row) is None


def test_a_feed_holds_what_is_shown_and_only_that(request_):
    first, second = starts(request_)[:2]
    booked(request_, first)
    held(offered(request_.client, place=2), second)

    calendar = Calendar.from_ical(calendars.feed(Booking.objects.filter(state__in=calendars.SHOWN)))

    assert [event.start for event in calendar.walk("VEVENT")] == [first]
    assert "REFRESH-INTERVAL" in calendar
