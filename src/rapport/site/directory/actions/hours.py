"""A provider's week, and the dates that are different."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from rapport.matching.hours import week_hour_text
from rapport.matching.openings import GRID_MINUTES, Span, WeekSpan, whole_hours
from rapport.matching.replies import Kind as Reply
from rapport.site.directory.actions.answering import count
from rapport.site.directory.actions.current import held, refresh
from rapport.site.directory.models import ExceptionHours, HoursException, Provider, WeeklyHours
from rapport.site.directory.queries.hours import SLOTS
from rapport.site.foundation import audit


def set_hours(provider: Provider, *, hours: Iterable[WeekSpan], zone: str, by: str, at: datetime) -> None:
    """Put a week in the place of the one before; stretches that overlap count once.

    Matching compares whole hours, so what it reads are the whole hours that lie in these stretches.
    """
    week = sorted(set(hours))
    slots = ";".join(week_hour_text(hour) for hour in whole_hours(week))
    halves = sorted({(each.weekday, starts) for each in week for starts in _halves(each)})
    with transaction.atomic():
        locked, kept = held(provider)
        WeeklyHours.objects.filter(provider=locked).delete()
        WeeklyHours.objects.bulk_create(
            WeeklyHours(provider=locked, weekday=weekday, starts=starts) for weekday, starts in halves
        )
        kept.cells |= {SLOTS: slots, "timezone": zone, "openings_confirmed_on": at.date().isoformat()}
        kept.save(update_fields=["cells"])
        count(locked, Reply.CONFIRMED, at=at)
        refresh(locked, kept, at=at)
        audit.record(actor=by, verb="hours_set", subject=locked.pk, at=at, detail={"half_hours": len(halves)})


def set_exceptions(
    provider: Provider, *, dates: Collection[date], hours: Iterable[Span], by: str, at: datetime
) -> None:
    """On these dates these hours replace the week's; none at all are days off."""
    halves = sorted({starts for each in hours for starts in _halves(each)})
    with transaction.atomic():
        locked, _ = held(provider)
        HoursException.objects.filter(provider=locked, on__in=dates).delete()
        made = HoursException.objects.bulk_create(HoursException(provider=locked, on=on) for on in dates)
        ExceptionHours.objects.bulk_create(
            ExceptionHours(exception=exception, starts=starts) for exception in made for starts in halves
        )
        audit.record(actor=by, verb="exceptions_set", subject=locked.pk, at=at, detail={"dates": len(dates)})


def drop_exception(provider: Provider, *, on: date, by: str, at: datetime) -> None:
    """On this date the week's hours hold again."""
    with transaction.atomic():
        locked, _ = held(provider)
        if HoursException.objects.filter(provider=locked, on=on).delete()[0]:
            audit.record(actor=by, verb="exception_dropped", subject=locked.pk, at=at)


def _halves(span: Span | WeekSpan) -> range:
    return range(span.starts, span.ends, GRID_MINUTES)
