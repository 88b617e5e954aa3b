"""The index's clock around the weeks in which clocks change: as the reference that walks the minutes."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from library.references import slow_limits
from rapport.matching.hours import HOURS_OF_WEEK, hours_touched, week_hour_text
from rapport.matching.index.week import Zones, clock_of

NOBODY = np.zeros(0, dtype=np.int64)
CLIENT = "America/New_York"
# Of two that change on the same night at other instants, one that never changes, and one half an hour off.
PROVIDERS = ("America/Chicago", "America/Phoenix", "America/St_Johns")
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
# The week from each day on ends with the night, or begins with it.
DAYS = [night + timedelta(days=days) for night in (SPRING, AUTUMN) for days in (-6, 0)]


@pytest.mark.parametrize("on", DAYS)
def test_hours_that_lie_in_a_clients_are_those_of_the_slow_reference(on: date) -> None:
    hours = tuple(sorted(Random(on.toordinal()).sample(range(HOURS_OF_WEEK), 60)))
    free = {week_hour_text(hour) for hour in hours}

    kept = clock_of(Zones(PROVIDERS, NOBODY, NOBODY, NOBODY), CLIENT, on).kept(hours)

    for zone, found in zip(PROVIDERS, kept, strict=True):
        expected = [
            slow_limits.hours_touched(week_hour_text(hour), zone, CLIENT, on) <= free
            for hour in range(HOURS_OF_WEEK)
        ]
        assert found.tolist() == expected, zone


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
def test_the_night_matters(night: date) -> None:
    """A control: by the week before, the hours of that week would be told wrong."""
    before = hours_touched("America/Phoenix", CLIENT, night - timedelta(days=14))
    assert hours_touched("America/Phoenix", CLIENT, night) != before
