"""Of which courses a provider was told that something may have shifted, and when."""

from django.db import models
from django.db.models import Q

from rapport.site.checkins.session_models import MOST_SESSIONS
from rapport.site.consultations.models import Course
from rapport.site.people.models import Client


class CourseWatch(models.Model):
    """One row a course of whose shift its provider was told; `told_session` is the session told of.

    It holds when a note was sent, and nothing of what was rated.
    """

    course = models.OneToOneField(Course, on_delete=models.CASCADE, primary_key=True, related_name="watch")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="watches")
    looked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_session = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("told_at",), condition=Q(told_at__isnull=False), name="watch_told"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_session=0)
                | Q(told_at__isnull=False, told_session__gte=1, told_session__lte=MOST_SESSIONS),
                name="watch_told_of_a_session",
            ),
        )
