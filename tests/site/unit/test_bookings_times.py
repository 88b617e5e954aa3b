"""Moments in words, and bookings across changes of the clocks: real dates of 2026, 2027 and 2028."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rapport.site.client.bookings.presentation import moving_notes, times_page
from rapport.site.consultations.actions import bookings
from rapport.site.consultations.local_times import change_between, change_on, is_one_clock, local_time
from rapport.site.consultations.models import Booking
from support import practice
from support.booked import ALWAYS, booked, key, offered, person, starts

NEW_YORK, LONDON, KATHMANDU, PHOENIX = (
    "America/New_York",
    "Europe/London",
    "Asia/Kathmandu",
    "America/Phoenix",
)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "words"),
    [
        (utc(2026, 11, 27, 17), NEW_YORK, "Friday, November 27, noon, Eastern time"),
        (utc(2026, 11, 27, 14, 30), NEW_YORK, "Friday, November 27, 9:30 am, Eastern time"),
        (utc(2026, 11, 27, 5, 30), NEW_YORK, "Friday, November 27, 12:30 am, Eastern time"),
        (utc(2026, 11, 27, 5), NEW_YORK, "Friday, November 27, midnight, Eastern time"),
        (utc(2026, 11, 27, 14, 30), KATHMANDU, "Friday, November 27, 8:15 pm, Kathmandu time"),
        # The hour that New York repeats on November 7, 2027.
        (
            utc(2027, 11, 7, 5, 30),
            NEW_YORK,
            "Sunday, November 7, 1:30 am (before the clocks go back), Eastern time",
        ),
        (
            utc(2027, 11, 7, 6, 30),
            NEW_YORK,
            "Sunday, November 7, 1:30 am (after the clocks go back), Eastern time",
        ),
        (utc(2027, 11, 7, 7), NEW_YORK, "Sunday, November 7, 2 am, Eastern time"),
        # The hour that New York leaves out on March 14, 2027.
        (utc(2027, 3, 14, 6, 30), NEW_YORK, "Sunday, March 14, 1:30 am, Eastern time"),
        (utc(2027, 3, 14, 7), NEW_YORK, "Sunday, March 14, 3 am, Eastern time"),
    ],
)
def test_a_moment_is_said_as_people_there_say_it(at, zone, words):
    assert local_time(at, zone).words == words


@pytest.mark.parametrize(
    ("day", "zone", "words"),
    [
        (date(2027, 3, 14), NEW_YORK, "The clocks go forward by 60 minutes (Eastern time)."),
        (date(2027, 11, 7), NEW_YORK, "The clocks go back by 60 minutes (Eastern time)."),
        (date(2027, 3, 28), LONDON, "The clocks go forward by 60 minutes (London time)."),
        (date(2027, 4, 4), "Australia/Lord_Howe", "The clocks go back by 30 minutes (Lord Howe time)."),
        (date(2027, 3, 13), NEW_YORK, ""),
        (date(2027, 3, 14), PHOENIX, ""),
    ],
)
def test_a_day_says_what_the_clocks_do_on_it(day, zone, words):
    assert change_on(day, zone) == words


def test_two_clocks_are_one_where_they_show_the_same_at_every_moment_of_a_list():
    winter, summer = utc(2027, 2, 1, 15), utc(2027, 7, 1, 15)

    assert is_one_clock([winter], "America/Denver", PHOENIX)
    assert not is_one_clock([winter, summer], "America/Denver", PHOENIX)
    assert is_one_clock([winter, summer], "America/New_York", "America/Detroit")


def test_what_lies_between_two_moments_is_said_whichever_comes_first():
    before, after = utc(2027, 3, 12, 15), utc(2027, 3, 16, 15)

    assert change_between(before, after, NEW_YORK) == change_between(after, before, NEW_YORK)
    assert "forward" in change_between(before, after, NEW_YORK)
    assert change_between(before, after, PHOENIX) == ""


@pytest.mark.parametrize(("shown", "change", "half_hours"), [((2027, 3, 14), -2, 46), ((2027, 11, 7), 2, 50)])
@pytest.mark.django_db
def test_on_a_day_of_change_each_half_hour_that_comes_is_offered_once(shown, change, half_hours):
    day = datetime(*shown, tzinfo=UTC)
    at = day - timedelta(days=3)
    practice.providers(3, slots=ALWAYS)
    request = offered(person(at=at), at=at)

    found = starts(request, at=at)
    local = [each.astimezone(ZoneInfo(NEW_YORK)) for each in found]
    of_day = [each for each in local if each.date() == date(*shown)]

    assert len(of_day) == half_hours == 48 + change
    assert len(set(found)) == len(found)
    assert all(each.hour != 2 for each in of_day) == (change < 0)
    page = times_page(found, zone=NEW_YORK, theirs=NEW_YORK, since=date(*shown))
    assert len({(each.clock, each.which) for each in page.days[0].choices}) == half_hours


@pytest.mark.django_db
def test_a_client_moves_across_a_change_and_both_clocks_are_told():
    """London changes on March 28, 2027; New York did on March 14: hours apart go from 5 to 4 and back."""
    at = utc(2027, 3, 10, 15)
    practice.providers(3, slots=ALWAYS, timezone=LONDON)
    request = offered(person(at=at), at=at)
    first, second, third = utc(2027, 3, 12, 15), utc(2027, 3, 19, 15), utc(2027, 3, 30, 15)
    booking = booked(request, first, at=at)

    assert local_time(first, NEW_YORK).clock == "10 am"
    assert local_time(second, NEW_YORK).clock == "11 am"
    assert moving_notes(booking, second, zone=NEW_YORK, theirs=LONDON) == [
        "The clocks go forward by 60 minutes (Eastern time)."
    ]
    assert len(moving_notes(booking, third, zone=NEW_YORK, theirs=LONDON)) == 2
    bookings.move(by=request.client, at=at, booking=booking, starts_at=third, key=key())
    moved = Booking.objects.get()
    assert (local_time(moved.starts_at, NEW_YORK).clock, local_time(moved.starts_at, LONDON).clock) == (
        "11 am",
        "4 pm",
    )


@pytest.mark.django_db
def test_both_of_two_repeated_half_hours_can_be_booked_by_two_people():
    at = utc(2027, 11, 5, 15)
    practice.providers(3, slots="sun-01")
    first, second = utc(2027, 11, 7, 5), utc(2027, 11, 7, 6)
    one = offered(person(at=at), at=at)

    mine = booked(one, first, at=at)
    other = offered(person(at=at), at=at)
    if other.provider_id != one.provider_id:
        other.provider, other.provider_id = one.provider, one.provider_id
        other.save()
    theirs = booked(other, second, at=at)

    assert first not in starts(other, at=at)
    assert theirs.half_hour - mine.half_hour == 2
    assert (
        local_time(mine.starts_at, NEW_YORK).clock == local_time(theirs.starts_at, NEW_YORK).clock == "1 am"
    )
