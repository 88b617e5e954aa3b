"""Hours of the week in two time zones: which of a provider's hours a client can really keep.

An hour is its full sixty minutes: a provider's hour that starts at half past in the client's zone
needs both of the client's hours that it touches. Daylight saving is taken on the day itself: each
hour is looked at on its next date from the given day on.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
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
    shift = _steady_shift(source, target, on)
    if shift is None:
        return tuple(_touched(hour, source, target, on) for hour in range(HOURS_OF_WEEK))
    return tuple(_shifted(hour, shift) for hour in range(HOURS_OF_WEEK))


def _steady_shift(source: ZoneInfo, target: ZoneInfo, on: date) -> int | None:
    """Minutes that the target's clocks are ahead of the source's; None in a week in which clocks change."""
    ends = [datetime.combine(on + timedelta(days=days), time(0), UTC) for days in (-1, WEEK_AND_A_BIT)]
    shifts = {(end.astimezone(target).utcoffset(), end.astimezone(source).utcoffset()) for end in ends}
    if len(shifts) > 1:
        return None
    ahead, behind = shifts.pop()
    assert ahead is not None
    assert behind is not None
    return int((ahead - behind).total_seconds()) // 60


WEEK_AND_A_BIT: Final = 9


def _shifted(hour: int, minutes: int) -> tuple[int, ...]:
    first = (hour * 60 + minutes) // 60 % HOURS_OF_WEEK
    return (first,) if minutes % 60 == 0 else (first, (first + 1) % HOURS_OF_WEEK)


def _touched(hour: int, source: ZoneInfo, target: ZoneInfo, on: date) -> tuple[int, ...]:
    day = on + timedelta(days=(hour // 24 - on.weekday()) % 7)
    begin = datetime.combine(day, time(hour % 24), source).astimezone(target)
    # The end is reckoned in real minutes: through UTC, so that a change of clocks inside the hour counts.
    last = (begin.astimezone(UTC) + _LAST_MINUTE).astimezone(target)
    ends = (begin.weekday() * 24 + begin.hour, last.weekday() * 24 + last.hour)
    return tuple(dict.fromkeys(ends))


def hours_kept(
    *, client_hours: Iterable[int], client_zone: str, provider_zone: str, on: date
) -> tuple[int, ...]:
    """The provider's hours of the week (0–167, provider's zone) that lie fully in the client's free hours."""
    free = frozenset(client_hours)
    touched = hours_touched(provider_zone, client_zone, on)
    return tuple(hour for hour in range(HOURS_OF_WEEK) if free.issuperset(touched[hour]))
