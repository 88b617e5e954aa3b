"""Who is in training under whom: a supervisor has few trainees, a trainee few clients."""

from typing import Final

from django.db import models
from django.db.models import F, Q

from rapport.site.directory.models.provider import LONGEST, Provider

# Ours: more than so many cannot be supervised well. Training programmes differ.
MOST_TRAINEES: Final = 6
MOST_CLIENTS: Final = 30


class Training(models.Model):
    """A trainee under one supervisor; `number` is which of the supervisor's trainees they are.

    How many clients they may have stands with their places (`Places.most`), where the database holds it.
    """

    trainee = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="trainings")
    supervisor = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="supervises")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(trainee=F("supervisor")), name="training_under_another"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_TRAINEES), name="training_few_trainees"
            ),
            models.UniqueConstraint(
                fields=("supervisor", "number"),
                condition=Q(ended_at__isnull=True),
                name="training_number_once",
            ),
            models.UniqueConstraint(
                fields=("trainee",), condition=Q(ended_at__isnull=True), name="training_one_supervisor"
            ),
        )
