"""Working days in one's own time zone: when an answer is due, and how long one took.

A working day is Monday to Friday but for the federal holidays of the United States, kept on the days
on which federal offices keep them. It counts whole, midnight to midnight, by the clock on the wall.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

# How long a provider has for an answer: long enough for a weekday's caseload, and short against the days to
# weeks that people wait elsewhere. Ours.
DAYS_TO_ANSWER: Final = 2
SATURDAY: Final = 5
ONE_DAY: Final = timedelta(days=1)
SECONDS_A_DAY: Final = 86_400.0
MONDAY, THURSDAY = 0, 3

# 5 U.S.C. 6103(a). On a fixed date: month, day, first year; Juneteenth by Public Law 117-17.
FIXED: Final = ((1, 1, 1), (6, 19, 2021), (7, 4, 1), (11, 11, 1), (12, 25, 1))
# On a weekday of a month: month, weekday, which of them (-1 the last).
FLOATING: Final = (
    (1, MONDAY, 3), (2, MONDAY, 3), (5, MONDAY, -1), (9, MONDAY, 1), (10, MONDAY, 2), (11, THURSDAY, 4),
)  # fmt: skip


@lru_cache(maxsize=256)
def federal_holidays(year: int) -> frozenset[date]:
    """The days of a year on which federal offices are closed.

    A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after. Inauguration
    Day is kept in and near Washington alone, and is left out.

    >>> sorted(str(day) for day in federal_holidays(2026))[3:6]
    ['2026-05-25', '2026-06-19', '2026-07-03']

    Source: 5 U.S.C. 6103; Executive Order 11582.
    Compared with: `tests/library/references/slow_working_days.py`, the lists that the Office of Personnel
    Management published.
    """
    # New Year's Day of the year after may be kept on the last of December.
    kept = {
        _kept_on(date(each, month, day))
        for each in (year, year + 1)
        for month, day, since in FIXED
        if each >= since
    }
    kept |= {_weekday_of(year, month, weekday, which) for month, weekday, which in FLOATING}
    return frozenset(day for day in kept if day.year == year)


def _kept_on(holiday: date) -> date:
    return holiday + timedelta(days={SATURDAY: -1, SATURDAY + 1: 1}.get(holiday.weekday(), 0))


def _weekday_of(year: int, month: int, weekday: int, which: int) -> date:
    if which > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - ONE_DAY
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def is_working_day(day: date) -> bool:
    """Whether offices are open."""
    return day.weekday() < SATURDAY and day not in federal_holidays(day.year)


def due_after(sent_at: datetime, zone: str, *, days: int = DAYS_TO_ANSWER) -> datetime:
    """When an answer is due: at the same time of day so many working days later, where the provider works.

    What comes on a day off counts as come when the next working day begins.

    Args:
        sent_at: an aware time.
        zone: the provider's zone, an IANA name.
        days: working days, 1 or more.

    Returns:
        An aware time in UTC. A time of day that the clocks skip is the one an hour later; of one that they
        run through twice it is the first.

    >>> due_after(datetime(2026, 11, 24, 20, tzinfo=UTC), "America/New_York").isoformat()
    '2026-11-27T20:00:00+00:00'

    Raises:
        ValueError: a time without a zone, or fewer than one day.
    """
    if sent_at.tzinfo is None or days < 1:
        raise ValueError("expected an aware time and 1 or more working days")
    there = sent_at.astimezone(ZoneInfo(zone))
    day, clock = there.date(), there.time()
    if not is_working_day(day):
        day, clock = _next_working_day(day), time(0)
    for _ in range(days):
        day = _next_working_day(day)
    return datetime.combine(day, clock.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def _next_working_day(day: date) -> date:
    day += ONE_DAY
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_days_between(start: datetime, end: datetime, zone: str) -> float:
    """How many working days lie between two aware times in a zone; part of a day counts as part.

    0 where all of it lies on days off, and where the end is not after the start.
    """
    first, last = (each.astimezone(ZoneInfo(zone)) for each in (start, end))
    if last <= first:
        return 0.0
    count, day = 0, first.date()
    while day < last.date():
        count += is_working_day(day)
        day += ONE_DAY
    return max(count + _part_of(last) - _part_of(first), 0.0)


def _part_of(moment: datetime) -> float:
    """How much of its day has gone; nothing of a day off counts."""
    if not is_working_day(moment.date()):
        return 0.0
    since = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    return since.total_seconds() / SECONDS_A_DAY
