"""Whether a provider can take someone: places, and times away."""

from django.db import models
from django.db.models import F, Q

from rapport.site.directory.choices import Away
from rapport.site.directory.models.provider import LONGEST, Provider
from rapport.site.directory.models.training import MOST_CLIENTS


class Places(models.Model):
    """How many clients of this service a provider has room for, and how many places are taken.

    `is_own`: the provider set the number; a roster no longer changes it.
    """

    provider = models.OneToOneField(
        Provider, on_delete=models.CASCADE, primary_key=True, related_name="places"
    )
    capacity = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    is_own = models.BooleanField(default=False)
    # Of a trainee: how many clients they may have at the most.
    most = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(used__gte=0), name="places_used_not_negative"),
            models.CheckConstraint(condition=Q(used__lte=F("capacity")), name="places_used_within_capacity"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(capacity__lte=F("most"), most__lte=MOST_CLIENTS),
                name="places_of_a_trainee_few",
            ),
        )

    @property
    def left(self) -> int:
        """How many are open."""
        return self.capacity - self.used


class Absence(models.Model):
    """A time without new clients: a pause the provider asked for, or cooling off. Until `until`, or ended."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=16, choices=Away.choices)
    because = models.CharField(max_length=16)
    began_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Away.values), name="absence_kind_known"),
            models.CheckConstraint(condition=~Q(because=""), name="absence_has_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("began_at")), name="absence_ends_after_it_began"),
            models.UniqueConstraint(
                fields=("provider", "kind"), condition=Q(ended_at__isnull=True), name="absence_one_of_a_kind"
            ),
        )
