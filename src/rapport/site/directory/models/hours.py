"""When a provider is there: half hours of every week, and dates that are different.

Half hours are on the wall clock of the provider's zone, and each is a row: two that overlap would be one row
twice, and a unique constraint forbids that on both databases.
"""

from typing import Final

from django.db import models
from django.db.models import Q

from rapport.site.directory.models.provider import Provider

GRID: Final = tuple(range(0, 24 * 60, 30))


class WeeklyHours(models.Model):
    """One half hour of every week: 0 is Monday; `starts` in minutes since local midnight."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekly_hours_weekday"),
            models.CheckConstraint(condition=Q(starts__in=GRID), name="weekly_hours_on_grid"),
            models.UniqueConstraint(fields=("provider", "weekday", "starts"), name="weekly_hours_once"),
        )


class HoursException(models.Model):
    """A local date whose hours replace the week's; without any it is a day off."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="hours_exceptions")
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "on"), name="hours_exception_once"),)


class ExceptionHours(models.Model):
    """One half hour of such a date, as in `WeeklyHours`."""

    exception = models.ForeignKey(HoursException, on_delete=models.CASCADE, related_name="hours")
    starts = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(starts__in=GRID), name="exception_hours_on_grid"),
            models.UniqueConstraint(fields=("exception", "starts"), name="exception_hours_once"),
        )
