"""Nights of learning, and the figures that may be told in public. Nothing here points to a client."""

from django.db import models
from django.db.models import Q


class LearningNight(models.Model):
    """One night's work: due once, leased to one worker at a time, finished with what came of it."""

    night = models.DateField(primary_key=True)
    worker = models.CharField(max_length=64)
    leased_until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, outcome="")
                | (Q(finished_at__isnull=False) & ~Q(outcome="")),
                name="night_finished_with_outcome",
            ),
        )


class EquityNight(models.Model):
    """Which groups got less than four fifths of others, or forecasts that do not hold; none too small."""

    night = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    alarms = models.JSONField()


class PublicFigures(models.Model):
    """What the page "does it work here?" tells, as of one night; small cells are already left out."""

    night = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    told = models.JSONField()
