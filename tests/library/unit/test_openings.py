"""Free half hours where clocks change, and what is refused."""

import doctest
from datetime import UTC, date, datetime, timedelta

import pytest

from rapport.matching import openings
from rapport.matching.openings import Span, WeekSpan, free_starts

NEW_YORK = "America/New_York"
DAY = timedelta(days=1)
NIGHT = [WeekSpan(6, 60, 180)]  # Sundays, 1 to 3 in the morning


def shown(starts):
    return [f"{start:%H:%M}" for start in starts]


def test_half_hours_that_the_clocks_jump_over_never_come():
    sunday = datetime(2026, 3, 8, 5, tzinfo=UTC)

    assert shown(free_starts(NIGHT, {}, NEW_YORK, sunday, sunday + DAY)) == ["06:00", "06:30"]


def test_half_hours_that_the_clocks_repeat_come_twice():
    sunday = datetime(2026, 11, 1, 4, tzinfo=UTC)

    starts = free_starts(NIGHT, {}, NEW_YORK, sunday, sunday + DAY)

    assert shown(starts) == ["05:00", "05:30", "06:00", "06:30", "07:00", "07:30"]


def test_same_local_hour_moves_in_universal_time_over_the_change():
    week = [WeekSpan(weekday, 9 * 60, 9 * 60 + 30) for weekday in range(7)]
    friday = datetime(2026, 10, 30, tzinfo=UTC)

    starts = free_starts(week, {}, NEW_YORK, friday, friday + 4 * DAY)

    assert shown(starts) == ["13:00", "13:00", "14:00", "14:00"]


def test_exception_replaces_the_hours_of_its_day_alone():
    week = [WeekSpan(weekday, 540, 600) for weekday in range(7)]
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    exceptions = {date(2026, 6, 1): [], date(2026, 6, 2): [Span(720, 750)]}

    starts = free_starts(week, exceptions, "UTC", monday, monday + 3 * DAY)

    assert [f"{start:%d %H:%M}" for start in starts] == ["02 12:00", "03 09:00", "03 09:30"]


def test_half_hour_must_lie_fully_between_the_two_moments():
    week, start = [WeekSpan(0, 540, 600)], datetime(2026, 6, 1, 9, tzinfo=UTC)

    assert shown(free_starts(week, {}, "UTC", start, start + timedelta(minutes=59))) == ["09:00"]
    assert shown(free_starts(week, {}, "UTC", start + timedelta(minutes=1), start + DAY)) == ["09:30"]
    assert free_starts(week, {}, "UTC", start + DAY, start) == []


@pytest.mark.parametrize("bad", [(540, 540), (600, 540), (545, 600), (540, 1470), (-30, 30)])
def test_stretch_off_the_grid_or_the_day_is_refused(bad):
    monday = datetime(2026, 6, 1, tzinfo=UTC)

    with pytest.raises(ValueError, match="half-hour grid"):
        free_starts([WeekSpan(0, *bad)], {}, "UTC", monday, monday + DAY)


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        free_starts([], {}, "UTC", datetime(2026, 6, 1), datetime(2026, 6, 2, tzinfo=UTC))  # noqa: DTZ001


def test_hour_outside_the_week_is_refused():
    with pytest.raises(ValueError, match="0 to 167"):
        openings.spans_of([168])


def test_examples_run():
    assert doctest.testmod(openings).failed == 0
