"""The next two weeks as a picture: a column a day, a block where the provider is there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rapport.site.directory.queries.hours import Span, WeekSpan
from rapport.site.foundation.widgets import hour_words
from rapport.site.portal.hours.forms import HOUR_MINUTES, hours_words

DAYS_SHOWN, DAYS_IN_WEEK = 14, 7
# What is always shown of a day, and what a day's column and an hour take in the picture.
FIRST_HOUR, LAST_HOUR = 8, 18
LEFT, TOP, COLUMN, HOUR, GAP, BOTTOM = 44, 26, 44, 13, 3, 8
EVERY_HOURS: Final = 2


@dataclass(frozen=True, slots=True)
class Day:
    """One date: its hours, whether they are the week's, and how both are said."""

    on: date
    spans: list[Span]
    is_different: bool

    @property
    def name(self) -> str:
        """The date in words."""
        return date_format(self.on, "l, j F")

    @property
    def words(self) -> str:
        """The hours in words."""
        return ", ".join(hours_words(self.spans)) or _("not there")


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch in the picture."""

    x: int
    y: float
    height: float
    is_different: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days as a picture, with what a screen reader says in its place."""

    title: str
    width: int
    height: int
    columns: list[tuple[int, str, str]]
    hours: list[tuple[int, str]]
    blocks: list[Block]


def days_ahead(
    hours: Iterable[WeekSpan], exceptions: Mapping[date, Collection[Span]], *, first: date
) -> list[Day]:
    """Two weeks of dates with the hours that hold on each."""
    week = list(hours)
    found = []
    for on in (first + timedelta(days=n) for n in range(DAYS_SHOWN)):
        usual = [Span(each.starts, each.ends) for each in week if each.weekday == on.weekday()]
        found.append(Day(on, list(exceptions.get(on, usual)), on in exceptions))
    return found


def weeks(days: list[Day]) -> list[Week]:
    """The days as two pictures with one scale, so that they can be compared."""
    spans = [span for day in days for span in day.spans]
    first = min([FIRST_HOUR, *(span.starts // HOUR_MINUTES for span in spans)])
    last = max([LAST_HOUR, *(-(-span.ends // HOUR_MINUTES) for span in spans)])
    parts = (days[at : at + DAYS_IN_WEEK] for at in range(0, len(days), DAYS_IN_WEEK))
    return [_week(part, first, last) for part in parts]


def _week(days: list[Day], first: int, last: int) -> Week:
    columns = [
        (LEFT + place * COLUMN + COLUMN // 2, date_format(day.on, "D"), date_format(day.on, "j"))
        for place, day in enumerate(days)
    ]
    blocks = [
        Block(
            LEFT + place * COLUMN + GAP,
            TOP + (span.starts / HOUR_MINUTES - first) * HOUR,
            (span.ends - span.starts) / HOUR_MINUTES * HOUR,
            day.is_different,
        )
        for place, day in enumerate(days)
        for span in day.spans
    ]
    marks = range(first, last + 1, EVERY_HOURS)
    told = {"first": days[0].name, "last": days[-1].name}
    return Week(
        title=_("%(first)s to %(last)s: when you are there") % told,
        width=LEFT + COLUMN * DAYS_IN_WEEK,
        height=TOP + (last - first) * HOUR + BOTTOM,
        columns=columns,
        hours=[(TOP + (hour - first) * HOUR, hour_words(hour % 24)) for hour in marks],
        blocks=blocks,
    )
