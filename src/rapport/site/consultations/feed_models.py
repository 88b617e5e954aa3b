"""The private calendar feed of a provider: one address, renewed or ended at any time."""

from django.db import models
from django.db.models import Q

from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField


class CalendarFeed(models.Model):
    """`version` stands in the signed address: raising it ends every older address at once."""

    id = OpaqueIdField()
    provider = models.OneToOneField(Provider, on_delete=models.CASCADE, related_name="calendar_feed")
    version = models.PositiveIntegerField(default=1)
    is_on = models.BooleanField(default=True)
    renewed_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(version__gte=1), name="feed_version_from_one"),)
