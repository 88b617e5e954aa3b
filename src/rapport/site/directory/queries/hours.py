"""When a provider is free."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from rapport.matching.hours import parse_week_hour
from rapport.matching.openings import (
    DAY_MINUTES,
    GRID_MINUTES,
    Span,
    WeekSpan,
    free_starts,
    is_free,
    spans_of,
)
from rapport.site.directory.models import ExceptionHours, HoursException, Kept, Provider, WeeklyHours
from rapport.site.foundation.prepared import Prepared, day, text

# Faces read and make stretches of hours; they do not call the library themselves.
__all__ = (
    "DAY_MINUTES",
    "GRID_MINUTES",
    "SLOTS",
    "Span",
    "WeekSpan",
    "exceptions_of",
    "free_starts_of",
    "hours_of",
    "is_free_then",
    "keeps_hours",
    "zone_of",
)
SLOTS = "slots"


def zone_of(provider: Provider) -> str:
    """The IANA zone of a provider's hours; empty while nobody said, and then nothing of them is free."""
    zone: str = provider.row.get("timezone", "")
    return zone


def keeps_hours(provider: Provider) -> bool:
    """Whether the provider keeps their own hours here. One query."""
    cells = Kept.objects.filter(pk=provider.pk).values_list("cells", flat=True).first()
    return SLOTS in (cells or {})


def hours_of(provider: Provider) -> list[WeekSpan]:
    """The provider's week: their own hours, else the hours that the roster says. One or two queries."""
    if not keeps_hours(provider):
        return list(_week(provider.row.get(SLOTS, "")))
    halves = WeeklyHours.objects.filter(provider=provider).order_by("weekday", "starts")
    return merged(halves.values_list("weekday", "starts"))


@lru_cache(maxsize=1024)
def _week(cell: str) -> tuple[WeekSpan, ...]:
    """The stretches of a week as the roster writes its hours: read once, and asked at every booking."""
    hours = (parse_week_hour(text) for text in cell.split(";"))
    return tuple(spans_of(hour for hour in hours if hour is not None))


def merged(halves: Iterable[tuple[int, int]]) -> list[WeekSpan]:
    """Half hours, given in order, as the stretches they make."""
    spans: list[WeekSpan] = []
    for weekday, starts in halves:
        begins = starts
        if spans and spans[-1].weekday == weekday and spans[-1].ends == starts:
            begins = spans.pop().starts
        spans.append(WeekSpan(weekday, begins, starts + GRID_MINUTES))
    return spans


def exceptions_of(provider: Provider, *, first: date, last: date) -> dict[date, list[Span]]:
    """The provider's dates from `first` to `last` whose hours are not the week's; none at all is a day off.

    Two queries.
    """
    dates = HoursException.objects.filter(provider=provider, on__range=(first, last))
    found = dates.order_by("on").values_list("on", flat=True)
    halves: defaultdict[date, list[tuple[int, int]]] = defaultdict(list)
    hours = ExceptionHours.objects.filter(exception__in=dates).order_by("starts")
    for on, starts in hours.values_list("exception__on", "starts"):
        halves[on].append((0, starts))
    return {on: [Span(each.starts, each.ends) for each in merged(halves[on])] for on in found}


def free_starts_of(provider: Provider, *, from_: datetime, until: datetime) -> list[datetime]:
    """When half an hour with the provider could begin, by their hours alone: bookings are not looked at.

    In universal time, ascending. At most four queries.
    """
    zone = zone_of(provider)
    if not zone:
        return []
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (from_, until))
    day = timedelta(days=1)
    days = exceptions_of(provider, first=first - day, last=last + day)
    return free_starts(hours_of(provider), days, zone, from_, until)


# A date's own half hours; none of a day off.
_DATE = Prepared(
    lambda: HoursException.objects.filter(provider=text("provider"), on=day("on")).values_list(
        "hours__starts"
    )
)
_WEEK = Prepared(
    lambda: (
        Kept.objects.filter(pk=text("provider"))
        .values_list("cells", "provider__weekly_hours__weekday", "provider__weekly_hours__starts")
        .order_by("provider__weekly_hours__weekday", "provider__weekly_hours__starts")
    )
)


def is_free_then(provider: Provider, starts_at: datetime) -> bool:
    """Whether `starts_at` is among `free_starts_of`. At most two queries."""
    zone = zone_of(provider)
    if not zone:
        return False
    on = starts_at.astimezone(ZoneInfo(zone)).date()
    different = _DATE.rows({"provider": provider.pk, "on": on})
    if different:
        spans = merged((0, starts) for (starts,) in sorted(different) if starts is not None)
        return is_free((), {on: [Span(each.starts, each.ends) for each in spans]}, zone, starts_at)
    return is_free(_week_of(provider), {}, zone, starts_at)


def _week_of(provider: Provider) -> list[WeekSpan]:
    """As `hours_of`, in one query."""
    rows = _WEEK.rows({"provider": provider.pk})
    if not rows or SLOTS not in rows[0][0]:
        return list(_week(provider.row.get(SLOTS, "")))
    return merged((weekday, starts) for _cells, weekday, starts in rows if weekday is not None)
