"""What was reckoned of everybody in one night, sealed: no page opens everybody's rows to show it again."""

from django.db import models
from django.db.models import Q

from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel

LONGEST_NAME = 40


class KeptFigures(SealedModel):
    """One thing that was reckoned, as of `made_at`; `version` says how: another way to reckon keeps its own.

    Some of it is sums over few people, so all of it is sealed, under a key that is destroyed with the row.
    """

    id = OpaqueIdField()
    key = models.OneToOneField("foundation.DataKey", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    version = models.CharField(max_length=LONGEST_NAME)
    night = models.DateField(db_index=True)
    made_at = models.DateTimeField()
    told = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("name", "version", "night"), name="kept_once_a_night"),
            models.CheckConstraint(
                condition=Q(told__isnull=False) & ~Q(name="") & ~Q(version=""), name="kept_says_something"
            ),
        )

    @property
    def client(self) -> "KeptFigures":  # type: ignore[override]
        """Nobody's: a row is sealed under its own key."""
        return self
