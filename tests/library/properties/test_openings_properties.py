"""Free half hours against asking every minute, in every kind of zone and around clock changes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from library.references import slow_openings
from rapport.matching.openings import HALF_HOUR, Span, WeekSpan, free_starts, is_free, spans_of, whole_hours

# A change of half an hour, of an hour at midnight, none at all, odd offsets, and a date that never was.
CHANGES = (
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Los_Angeles", date(2027, 3, 14)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Havana", date(2026, 3, 8)),
    ("America/Havana", date(2026, 11, 1)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
    ("America/St_Johns", date(2010, 11, 7)),
    ("America/Phoenix", date(2026, 3, 8)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Pacific/Honolulu", date(2026, 1, 1)),
)
grid = st.integers(0, 48)
spans = st.tuples(grid, grid).filter(lambda pair: pair[0] < pair[1]).map(lambda p: (p[0] * 30, p[1] * 30))
weeks = st.lists(st.tuples(st.integers(0, 6), spans).map(lambda each: (each[0], *each[1])), max_size=8)


@settings(max_examples=60)
@given(
    st.sampled_from(CHANGES),
    weeks,
    st.dictionaries(st.integers(-1, 2), st.lists(spans, max_size=2), max_size=2),
    st.integers(-1500, 600),
    st.integers(0, 2200),
)
def test_free_starts_are_those_of_the_minute_by_minute_reference(change, week, days, begin, length):
    zone, on = change
    at_midnight = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    from_ = at_midnight + timedelta(minutes=begin)
    until = from_ + timedelta(minutes=length)
    exceptions = {on + timedelta(days=day): found for day, found in days.items()}

    starts = free_starts(
        [WeekSpan(*each) for each in week],
        {day: [Span(*each) for each in found] for day, found in exceptions.items()},
        zone,
        from_,
        until,
    )

    assert starts == slow_openings.free_starts(week, exceptions, zone, from_, until)


@settings(max_examples=60)
@given(
    st.sampled_from(CHANGES),
    weeks,
    st.dictionaries(st.integers(-1, 2), st.lists(spans, max_size=2), max_size=2),
    st.integers(-1500, 2400),
)
def test_one_half_hour_asked_alone_is_free_exactly_when_it_is_among_all(change, week, days, begin):
    zone, on = change
    at_midnight = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    hours = [WeekSpan(*each) for each in week]
    exceptions = {on + timedelta(days=day): [Span(*each) for each in found] for day, found in days.items()}
    for minute in (begin, begin // 30 * 30, begin // 15 * 15):
        start = at_midnight + timedelta(minutes=minute)

        among = free_starts(hours, exceptions, zone, start, start + HALF_HOUR)

        assert is_free(hours, exceptions, zone, start) == (start in among)


@given(weeks, st.sampled_from(CHANGES))
def test_starts_are_apart_by_half_an_hour_and_ascend(week, change):
    zone, on = change
    from_ = datetime(on.year, on.month, on.day, tzinfo=UTC)

    starts = free_starts([WeekSpan(*each) for each in week], {}, zone, from_, from_ + timedelta(days=3))

    assert all(later - start >= HALF_HOUR for start, later in pairwise(starts))


@given(st.sets(st.integers(0, 167)))
def test_slots_survive_the_way_to_stretches_and_back(slots):
    spans_made = spans_of(slots)

    assert set(whole_hours(spans_made)) == slots
    assert all(0 <= each.starts < each.ends <= 1440 for each in spans_made)


@given(weeks)
def test_whole_hours_are_those_free_in_a_week_without_a_change(week):
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    starts = free_starts([WeekSpan(*each) for each in week], {}, "UTC", monday, monday + timedelta(days=7))

    both = [start for start in starts if start.minute == 0 and start + HALF_HOUR in starts]

    hours = tuple(start.weekday() * 24 + start.hour for start in both)
    assert whole_hours([WeekSpan(*each) for each in week]) == hours
