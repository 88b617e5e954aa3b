"""The twelve months of a planner and their weeks, in the words of a language."""

from calendar import Calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

MONTHS: Final = 12
# Weeks begin on Monday (ISO 8601).
WEEKS: Final = Calendar(firstweekday=0)
Words = Mapping[str, Any]


def month_name(first: date, words: Words) -> str:
    """A month with its year."""
    return str(words["month_of_year"]).format(month=words["months"][first.month - 1], year=first.year)


def months_from(first: date) -> Iterator[date]:
    """The first days of twelve months."""
    for n in range(first.month - 1, first.month - 1 + MONTHS):
        yield date(first.year + n // MONTHS, n % MONTHS + 1, 1)


def year(first: date, words: Words) -> list[dict[str, Any]]:
    """Each month with the grid of its days (0: none) and the weeks that begin in it.

    The week that the first month cuts in two belongs to it, so that no day of the year is missing.
    """
    return [_month(each, words, is_first=each == first) for each in months_from(first)]


def _month(first: date, words: Words, *, is_first: bool) -> dict[str, Any]:
    mondays = [week[0] for week in WEEKS.monthdatescalendar(first.year, first.month)]
    return {
        "name": month_name(first, words),
        "grid": WEEKS.monthdayscalendar(first.year, first.month),
        "weeks": [_week(monday, words) for monday in mondays if is_first or monday >= first],
    }


def _week(monday: date, words: Words) -> dict[str, Any]:
    days = [monday + timedelta(days=n) for n in range(7)]
    return {
        "first": _day(monday, words),
        "days": [
            {"name": name, "date": _day(day, words)} for name, day in zip(words["days"], days, strict=True)
        ],
    }


def _day(day: date, words: Words) -> str:
    return str(words["day_of_month"]).format(day=day.day, month=words["months"][day.month - 1])
