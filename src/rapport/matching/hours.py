"""Hours of the week in two time zones: which of a provider's hours a client can really keep.

An hour is its full sixty minutes: a provider's hour that starts at half past in the client's zone
needs both of the client's hours that it touches. Daylight saving is taken on the day itself: each
hour is looked at on its next date from the given day on.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from rapport.vocabulary import WEEKDAYS

HOURS_OF_WEEK: Final = 168
_LAST_MINUTE: Final = timedelta(minutes=59)


def week_hour_text(hour: int) -> str:
    """The text such as `mon-09` of an hour of the week (0–167)."""
    return f"{WEEKDAYS[hour // 24]}-{hour % 24:02d}"


_HOUR_OF_TEXT: Final = {week_hour_text(hour): hour for hour in range(HOURS_OF_WEEK)}


def parse_week_hour(text: str) -> int | None:
    """Hours since Monday midnight (0–167) of a text such as `mon-09`; None when it is not one."""
    return _HOUR_OF_TEXT.get(text)


@lru_cache(maxsize=4096)
def hours_touched(from_zone: str, to_zone: str, on: date) -> tuple[tuple[int, ...], ...]:
    """For each hour of the week in one zone, the hours of the week it touches in another.

    Args:
        from_zone: IANA name of the zone in which the 168 hours are given.
        to_zone: IANA name of the zone in which the answer is given.
        on: the day from which on each hour's next date is taken.

    Returns:
        168 tuples of one hour each, or two where the zones differ by part of an hour.
    """
    if from_zone == to_zone:
        return tuple((hour,) for hour in range(HOURS_OF_WEEK))
    source, target = ZoneInfo(from_zone), ZoneInfo(to_zone)
    return tuple(_touched(hour, source, target, on) for hour in range(HOURS_OF_WEEK))


def _touched(hour: int, source: ZoneInfo, target: ZoneInfo, on: date) -> tuple[int, ...]:
    day = on + timedelta(days=(hour // 24 - on.weekday()) % 7)
    begin = datetime.combine(day, time(hour % 24), source).astimezone(target)
    # The end is reckoned in real minutes: through UTC, so that a change of clocks inside the hour counts.
    last = (begin.astimezone(ZoneInfo("UTC")) + _LAST_MINUTE).astimezone(target)
    ends = (begin.weekday() * 24 + begin.hour, last.weekday() * 24 + last.hour)
    return tuple(dict.fromkeys(ends))


def hours_kept(
    *, client_hours: Iterable[int], client_zone: str, provider_zone: str, on: date
) -> tuple[int, ...]:
    """The provider's hours of the week (0–167, provider's zone) that lie fully in the client's free hours."""
    free = frozenset(client_hours)
    touched = hours_touched(provider_zone, client_zone, on)
    return tuple(hour for hour in range(HOURS_OF_WEEK) if free.issuperset(touched[hour]))
