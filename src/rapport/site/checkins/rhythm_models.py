"""When a check-in is due: one row a course, moved on after every session and every reminder."""

from typing import Final

from django.db import models
from django.db.models import Q

from rapport.site.consultations.models import Course
from rapport.site.people.models import Client

# Whoever leaves so many unanswered is not asked again until they check in.
MOST_UNANSWERED: Final = 3


class Rhythm(models.Model):
    """The next reminder of a course; `unanswered` counts those since the last check-in.

    Nothing is reminded of after `stopped_at`, which stands at the latest when the course has ended.
    """

    course = models.OneToOneField(Course, on_delete=models.CASCADE, primary_key=True, related_name="rhythm")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="rhythms")
    next_due_at = models.DateTimeField()
    unanswered = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("next_due_at",),
                condition=Q(stopped_at__isnull=True, unanswered__lt=MOST_UNANSWERED),
                name="rhythm_to_remind",
            ),
        )
