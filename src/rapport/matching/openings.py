"""When a provider is free: a week of local hours with its exceptions, as half hours in universal time.

Hours are said on the wall clock of the provider's zone, so a half hour is free whenever that clock shows
it: one that the clocks jump over never comes, and one that they repeat comes twice.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from rapport.matching.hours import HOURS_OF_WEEK

GRID_MINUTES: Final = 30
DAY_MINUTES: Final = 1440
HOUR_MINUTES: Final = 60
HALF_HOUR: Final = timedelta(minutes=GRID_MINUTES)
_LAST_MINUTE: Final = HALF_HOUR - timedelta(minutes=1)
_DAY: Final = timedelta(days=1)


class Span(NamedTuple):
    """A stretch of one day: minutes since local midnight (0–1440, half-hour grid), the end not included."""

    starts: int
    ends: int


class WeekSpan(NamedTuple):
    """A stretch of one day of every week: 0 is Monday; minutes as in `Span`."""

    weekday: int
    starts: int
    ends: int


def free_starts(
    hours: Iterable[WeekSpan],
    exceptions: Mapping[date, Collection[Span]],
    zone: str,
    from_: datetime,
    until: datetime,
) -> list[datetime]:
    """The starts of all free half hours between two moments, in universal time, ascending.

    A half hour is free when the local clock runs through all of it without a change, from :00 or :30, and
    every minute of it lies in the hours of that day.

    Args:
        hours: the week, local; stretches that overlap count once.
        exceptions: local dates whose hours replace the week's; an empty collection is a day off.
        zone: IANA name of the local zone.
        from_, until: aware moments that a half hour must not begin before, nor end after.

    Missing data: a weekday without hours is a day off.

    Raises:
        ValueError: a stretch that is empty, lies outside its day or leaves the half-hour grid; a moment
            without a zone.

    >>> week = [WeekSpan(0, 9 * 60, 10 * 60)]
    >>> monday = datetime(2026, 11, 30, tzinfo=UTC)
    >>> [f"{start:%a %H:%M}" for start in free_starts(week, {}, "America/New_York", monday, monday + _DAY)]
    ['Mon 14:00', 'Mon 14:30']

    Compared with: `tests/library/references/slow_openings.py`, which asks every minute in turn.
    """
    if from_.tzinfo is None or until.tzinfo is None:
        raise ValueError("expected moments with a zone")
    local, by_weekday = ZoneInfo(zone), _by_weekday(hours)
    found: set[datetime] = set()
    for day in _days(from_, until, local):
        for span in exceptions.get(day, by_weekday.get(day.weekday(), ())):
            for minute in range(*_checked(span), GRID_MINUTES):
                found.update(_occurrences(day, minute, local))
    return sorted(start for start in found if from_ <= start and start + HALF_HOUR <= until)


def is_free(
    hours: Iterable[WeekSpan], exceptions: Mapping[date, Collection[Span]], zone: str, start: datetime
) -> bool:
    """Whether `start` is among `free_starts`, without looking at any other half hour.

    >>> is_free([WeekSpan(0, 540, 600)], {}, "America/New_York", datetime(2026, 11, 30, 14, tzinfo=UTC))
    True

    Args, missing data and errors: as `free_starts`; of a week or of dates that `start` does not lie in,
    nothing is asked.
    """
    if start.tzinfo is None:
        raise ValueError("expected a moment with a zone")
    local = ZoneInfo(zone)
    shown, last = (each.astimezone(local).replace(tzinfo=None) for each in (start, start + _LAST_MINUTE))
    minute, rest = divmod(shown - datetime.combine(shown, time()), timedelta(minutes=1))
    if rest or minute % GRID_MINUTES or last - shown != _LAST_MINUTE:
        return False
    week = (Span(each.starts, each.ends) for each in hours if each.weekday == shown.weekday())
    spans = exceptions.get(shown.date(), week)
    return any(each.starts <= minute < each.ends for each in map(_checked, spans))


def _by_weekday(hours: Iterable[WeekSpan]) -> dict[int, list[Span]]:
    days = groupby(sorted(hours), key=lambda each: each.weekday)
    return {weekday: [Span(each.starts, each.ends) for each in each_day] for weekday, each_day in days}


def _days(from_: datetime, until: datetime, local: ZoneInfo) -> Iterator[date]:
    # A day more at each end: where clocks go back over midnight, a date comes again.
    day, last = from_.astimezone(local).date() - _DAY, until.astimezone(local).date() + _DAY
    while day <= last:
        yield day
        day += _DAY


def _checked(span: Span) -> Span:
    on_grid = span.starts % GRID_MINUTES == 0 == span.ends % GRID_MINUTES
    if not on_grid or not 0 <= span.starts < span.ends <= DAY_MINUTES:
        raise ValueError("expected a stretch of one day on the half-hour grid")
    return span


def _occurrences(day: date, minute: int, local: ZoneInfo) -> Iterator[datetime]:
    """When the clock shows this half hour on this day: once; not at all, or twice, where clocks change."""
    shown = datetime(day.year, day.month, day.day, minute // HOUR_MINUTES, minute % HOUR_MINUTES)  # noqa: DTZ001
    for fold in (0, 1):
        start = shown.replace(tzinfo=local, fold=fold).astimezone(UTC)
        first, last = start.astimezone(local), (start + _LAST_MINUTE).astimezone(local)
        if first.replace(tzinfo=None) == shown and last.replace(tzinfo=None) == shown + _LAST_MINUTE:
            yield start


def whole_hours(hours: Iterable[WeekSpan]) -> tuple[int, ...]:
    """The hours of the week (0–167, local) that lie fully in these stretches, as a roster's `slots`.

    >>> whole_hours([WeekSpan(0, 9 * 60 + 30, 11 * 60), WeekSpan(0, 11 * 60, 11 * 60 + 30)])
    (10,)

    Missing data and errors: as `free_starts`.
    """
    free = {
        each.weekday * DAY_MINUTES + minute
        for each in hours
        for minute in range(*_checked(Span(each.starts, each.ends)), GRID_MINUTES)
    }
    starts = ((hour, hour * HOUR_MINUTES) for hour in range(HOURS_OF_WEEK))
    return tuple(hour for hour, start in starts if {start, start + GRID_MINUTES} <= free)


def spans_of(slots: Iterable[int]) -> list[WeekSpan]:
    """The stretches that hours of the week (0–167, local) make, the longest that fit in a day, in order.

    >>> spans_of([10, 9, 33])
    [WeekSpan(weekday=0, starts=540, ends=660), WeekSpan(weekday=1, starts=540, ends=600)]

    Raises:
        ValueError: a number that is no hour of the week.
    """
    spans: list[WeekSpan] = []
    for hour in sorted(set(slots)):
        if not 0 <= hour < HOURS_OF_WEEK:
            raise ValueError("expected hours of the week from 0 to 167")
        weekday, starts = hour // 24, hour % 24 * HOUR_MINUTES
        if spans and spans[-1].weekday == weekday and spans[-1].ends == starts:
            starts = spans.pop().starts
        spans.append(WeekSpan(weekday, starts, hour % 24 * HOUR_MINUTES + HOUR_MINUTES))
    return spans
