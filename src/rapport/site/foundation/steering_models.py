"""How the service is steered: a few figures, each version kept with who set it and why."""

from django.db import models
from django.db.models import Q

LONGEST_REASON = 1000


class PolicyVersion(models.Model):
    """All figures at once, as one version; the newest holds. Rows are only added.

    `undoes`: the version whose figures this one brings back.
    """

    number = models.PositiveIntegerField(primary_key=True)
    figures = models.JSONField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    because = models.CharField(max_length=LONGEST_REASON)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(number__gte=1), name="policy_version_from_one"),
            models.CheckConstraint(condition=~Q(because=""), name="policy_version_says_why"),
        )

    def __str__(self) -> str:
        return f"policy {self.number}"
