"""Deadlines on days that people would argue about."""

from datetime import UTC, date, datetime

import pytest

from library.references import slow_working_days as slow
from rapport.matching.working_days import due_after, federal_holidays, is_working_day, working_days_between

NEW_YORK = "America/New_York"


@pytest.mark.parametrize("year", range(2024, 2029))
def test_holidays_are_those_published(year):
    assert federal_holidays(year) == {day for day in slow.HOLIDAYS if day.year == year}


def test_juneteenth_is_a_holiday_since_2021():
    assert date(2020, 6, 19) not in federal_holidays(2020)
    assert date(2021, 6, 18) in federal_holidays(2021)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-11-23T15:00", "2026-11-25T15:00"),  # Monday: Wednesday
        ("2026-11-24T15:00", "2026-11-27T15:00"),  # the Tuesday before Thanksgiving: Friday
        ("2026-11-21T11:00", "2026-11-25T05:00"),  # Saturday: counts from Monday, New York's midnight
        ("2026-12-24T15:00", "2026-12-29T15:00"),  # Thursday, then a holiday and a weekend
        ("2027-03-12T15:00", "2027-03-16T14:00"),  # clocks go forward on the Sunday between
        ("2026-10-30T14:00", "2026-11-03T15:00"),  # and back
    ],
)
def test_due_on_days_people_would_argue_about(sent, due):
    found = due_after(datetime.fromisoformat(sent + "+00:00"), NEW_YORK)

    assert found == datetime.fromisoformat(due + "+00:00")


def test_due_is_by_the_providers_day_not_the_clients():
    late_on_friday_in_honolulu = datetime(2026, 11, 21, 7, tzinfo=UTC)

    assert due_after(late_on_friday_in_honolulu, "Pacific/Honolulu") == datetime(2026, 11, 25, 7, tzinfo=UTC)
    assert due_after(late_on_friday_in_honolulu, NEW_YORK) == datetime(2026, 11, 25, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "days"),
    [(datetime(2026, 11, 23), 2), (datetime(2026, 11, 23, tzinfo=UTC), 0)],  # noqa: DTZ001
)
def test_due_refuses_what_has_no_answer(sent, days):
    with pytest.raises(ValueError, match="expected an aware time and 1 or more working days"):
        due_after(sent, NEW_YORK, days=days)


def test_nothing_lies_between_on_days_off():
    saturday, sunday = datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 22, 12, tzinfo=UTC)

    assert working_days_between(saturday, sunday, NEW_YORK) == 0.0
    assert working_days_between(sunday, saturday, NEW_YORK) == 0.0
    assert not is_working_day(date(2026, 11, 26))
