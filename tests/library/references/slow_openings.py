"""Free half hours once more, slow and obvious: every minute of the time asked about, on the wall clock.

Shares no line with rapport.matching.openings.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


def is_open(
    week: list[tuple[int, int, int]], days: dict[date, list[tuple[int, int]]], shown: datetime
) -> bool:
    """Whether the clock shows a time within the hours of its day."""
    at = shown.hour * 60 + shown.minute
    if shown.date() in days:
        return any(starts <= at < ends for starts, ends in days[shown.date()])
    return any(weekday == shown.weekday() and starts <= at < ends for weekday, starts, ends in week)


def free_starts(
    week: list[tuple[int, int, int]],
    days: dict[date, list[tuple[int, int]]],
    zone: str,
    from_: datetime,
    until: datetime,
) -> list[datetime]:
    """Walk minute by minute: thirty open ones that the clock counts up from :00 or :30 are free."""
    found, run, before = [], 0, None
    at = from_
    while at < until:
        shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if before is not None and shown != before + MINUTE:
            run = 0
        if shown.minute % 30 == 0:
            run = 0
        aligned = run > 0 or shown.minute % 30 == 0
        run = run + 1 if aligned and is_open(week, days, shown) else 0
        if run == 30:
            found.append((at - 29 * MINUTE).astimezone(UTC))
        before = shown
        at += MINUTE
    return found
