"""When a check-in is due: one row a course, moved on after every session and every reminder."""

from django.db import models
from django.db.models import Q

from rapport.site.consultations.models import Course
from rapport.site.people.models import Client


class Rhythm(models.Model):
    """The next reminder of a course; `unanswered` counts those since the last check-in.

    Nothing is reminded of after `stopped_at`.
    """

    course = models.OneToOneField(Course, on_delete=models.CASCADE, primary_key=True, related_name="rhythm")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="rhythms")
    next_due_at = models.DateTimeField()
    unanswered = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("next_due_at",), condition=Q(stopped_at__isnull=True), name="rhythm_next_due"
            ),
        )
