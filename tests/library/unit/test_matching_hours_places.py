"""Hours of the week across zones and clock changes, and miles between places."""

from datetime import date

import pytest

from library.references import slow_limits
from rapport.matching.geography import STATE_TIMEZONES, miles_between
from rapport.matching.hours import hours_touched, parse_week_hour, week_hour_text
from rapport.vocabulary import STATES

NEW_YORK, PHOENIX, PUERTO_RICO = "America/New_York", "America/Phoenix", "America/Puerto_Rico"
SPRING, AUTUMN, WINTER, SUMMER = date(2026, 3, 8), date(2026, 11, 1), date(2026, 1, 12), date(2026, 7, 13)


def touched(text: str, from_zone: str, to_zone: str, on: date) -> list[str]:
    hour = parse_week_hour(text)
    assert hour is not None
    return [week_hour_text(each) for each in hours_touched(from_zone, to_zone, on)[hour]]


@pytest.mark.parametrize(
    ("text", "from_zone", "to_zone", "on", "expected"),
    [
        ("mon-09", NEW_YORK, "America/Los_Angeles", WINTER, ["mon-06"]),
        ("mon-01", NEW_YORK, "America/Los_Angeles", WINTER, ["sun-22"]),
        ("sun-23", "Pacific/Honolulu", NEW_YORK, WINTER, ["mon-04"]),
        # Arizona and Puerto Rico keep one time all year round.
        ("tue-12", PHOENIX, NEW_YORK, WINTER, ["tue-14"]),
        ("tue-12", PHOENIX, NEW_YORK, SUMMER, ["tue-15"]),
        ("tue-12", PUERTO_RICO, NEW_YORK, WINTER, ["tue-11"]),
        ("tue-12", PUERTO_RICO, NEW_YORK, SUMMER, ["tue-12"]),
        # Clocks change on Sunday, so in one week both times are met.
        ("fri-09", PHOENIX, NEW_YORK, date(2026, 3, 6), ["fri-11"]),
        ("mon-09", PHOENIX, NEW_YORK, date(2026, 3, 6), ["mon-12"]),
        ("sat-09", PHOENIX, NEW_YORK, date(2026, 10, 31), ["sat-12"]),
        ("sun-09", PHOENIX, NEW_YORK, date(2026, 10, 31), ["sun-11"]),
        ("sun-09", PHOENIX, NEW_YORK, SPRING, ["sun-12"]),
        ("sun-09", PHOENIX, NEW_YORK, AUTUMN, ["sun-11"]),
        # Half-hour and quarter-hour zones: an hour is its full sixty minutes.
        ("mon-09", "Asia/Kolkata", "UTC", WINTER, ["mon-03", "mon-04"]),
        ("mon-09", "America/St_Johns", NEW_YORK, WINTER, ["mon-07", "mon-08"]),
        ("sun-23", "Asia/Kathmandu", "UTC", WINTER, ["sun-17", "sun-18"]),
        ("mon-00", "UTC", "Australia/Adelaide", SUMMER, ["mon-09", "mon-10"]),
        ("mon-09", NEW_YORK, NEW_YORK, SPRING, ["mon-09"]),
    ],
)
def test_hour_is_compared_in_the_clients_zone(
    text: str, from_zone: str, to_zone: str, on: date, expected: list[str]
) -> None:
    assert touched(text, from_zone, to_zone, on) == expected


@pytest.mark.parametrize(
    "on", [SPRING, AUTUMN, date(2026, 3, 4), date(2026, 10, 28), date(2026, 3, 27), SUMMER]
)
@pytest.mark.parametrize(
    "zones",
    [
        (NEW_YORK, NEW_YORK),
        (NEW_YORK, PHOENIX),
        (PHOENIX, NEW_YORK),
        (NEW_YORK, "Europe/London"),
        ("America/St_Johns", NEW_YORK),
        ("Asia/Kolkata", "America/Los_Angeles"),
        ("Pacific/Pago_Pago", "Pacific/Guam"),
    ],
)
def test_every_hour_of_the_week_equals_the_minute_by_minute_reference(
    zones: tuple[str, str], on: date
) -> None:
    slow = [slow_limits.hours_touched(week_hour_text(hour), *zones, on) for hour in range(168)]
    fast = [frozenset(week_hour_text(each) for each in hours) for hours in hours_touched(*zones, on)]
    assert fast == slow


def test_hours_read_and_written_are_the_same() -> None:
    assert [parse_week_hour(week_hour_text(hour)) for hour in range(168)] == list(range(168))
    assert [week_hour_text(each) for each in (0, 9, 167)] == ["mon-00", "mon-09", "sun-23"]


@pytest.mark.parametrize(
    "text", ["", "mon", "mon-9", "mon-24", "Mon-09", "mon-09 ", "mon-٠٩", "mon-09-10", "mo-09"]
)
def test_text_that_is_no_hour_gives_none(text: str) -> None:
    assert parse_week_hour(text) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("10001", "90012", 2449),  # midtown New York to downtown Los Angeles
        ("10001", "10027", 4.8),
        ("60601", "53202", 81),  # Chicago to Milwaukee
        ("00000", "10001", None),  # no such ZIP
        ("96815", "94102", 2390),  # Waikiki to San Francisco
    ],
)
def test_miles_between_known_places(one: str, other: str, expected: float | None) -> None:
    found = miles_between(one, other)
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(expected, rel=0.02)


def test_miles_equal_the_reference_both_ways() -> None:
    zips = sorted(slow_limits.centroids())[::1500]
    for one in zips:
        for other in zips:
            assert miles_between(one, other) == pytest.approx(slow_limits.miles(one, other), abs=1e-6)
            assert miles_between(one, other) == miles_between(other, one)
    assert miles_between(zips[0], zips[0]) == 0


def test_every_state_has_a_zone() -> None:
    assert set(STATE_TIMEZONES) == set(STATES)
