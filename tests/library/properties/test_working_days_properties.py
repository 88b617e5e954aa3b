"""Deadlines against a slow reference that walks the clock, in zones with and without changes of clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from library.references import slow_working_days as slow
from rapport.matching.working_days import due_after, is_working_day, working_days_between

ZONES = st.sampled_from(
    ["America/New_York", "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu", "Europe/London",
     "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)  # fmt: skip
# Minutes of five years.
MOMENTS = st.integers(0, 2_580_000).map(
    lambda minutes: datetime(2024, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(max_examples=60, deadline=None)
@given(sent=MOMENTS, zone=ZONES, days=st.integers(1, 3))
def test_due_is_when_the_walked_clock_says(sent, zone, days):
    assert due_after(sent, zone, days=days) == slow.due(sent, zone, days)


@given(sent=MOMENTS, zone=ZONES, days=st.integers(1, 5))
def test_due_leaves_every_working_day_its_length(sent, zone, days):
    due = due_after(sent, zone, days=days)

    assert due - sent >= timedelta(days=days) - timedelta(hours=1)
    assert abs(working_days_between(sent, due, zone) - days) <= 1 / 24
    assert due_after(sent, zone, days=days + 1) > due


@given(sent=MOMENTS, later=st.integers(0, 10_000), zone=ZONES)
def test_due_never_comes_sooner_for_who_sends_later(sent, later, zone):
    assert due_after(sent, zone) <= due_after(sent + timedelta(minutes=later), zone)


@given(sent=MOMENTS, zone=ZONES)
def test_due_shows_the_same_time_of_day(sent, zone):
    there, due = (each.astimezone(ZoneInfo(zone)) for each in (sent, due_after(sent, zone)))

    if is_working_day(there.date()):
        # Of an hour that the clocks skip the next is taken; none of these skip more than one.
        assert (
            timedelta()
            <= due.replace(tzinfo=None) - datetime.combine(due, there.time())
            <= timedelta(hours=1)
        )
    else:
        assert (due.hour, due.minute) == (0, 0)


@settings(max_examples=15, deadline=None)
@given(start=MOMENTS, minutes=st.integers(0, 6_000))
def test_days_between_count_the_minutes_of_working_days(start, minutes):
    end = start + timedelta(minutes=minutes)

    found = working_days_between(start, end, "America/Phoenix")

    assert round(found * 24 * 60) == slow.open_minutes(start, end, "America/Phoenix")
