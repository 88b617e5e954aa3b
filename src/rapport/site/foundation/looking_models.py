"""When a client's course is next to be looked at, and what was found there, sealed for the desk."""

from django.db import models
from django.db.models import Q

from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel


class Look(models.Model):
    """One row a client with a course: due as soon as there is news, else a week after the last look."""

    # No foreign key: foundation knows no chapter. `people.actions.erase_client` forgets these rows.
    client_id = OpaqueIdField()
    due_at = models.DateTimeField(db_index=True)


class DeskList(SealedModel):
    """Whose course asks for a look, and why: one row for the whole practice, under a key of its own.

    A row or a flag for each client would tell of how they rated by being there. `swept_at`: when courses
    that nobody had put down were last sought.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    key = models.OneToOneField("DataKey", on_delete=models.PROTECT, related_name="+")
    listed = SealedField()
    swept_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="desk_list_one"),
            models.CheckConstraint(condition=Q(listed__isnull=False), name="desk_list_is_sealed"),
        )

    @property
    def client(self) -> "DeskList":  # type: ignore[override]
        """Sealed under its own key."""
        return self
