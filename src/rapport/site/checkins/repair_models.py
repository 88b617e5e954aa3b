"""What a provider tried when something may have shifted, for themselves, the client and supervision."""

from django.db import models
from django.db.models import Q

from rapport.site.checkins.session_models import KEY_LENGTH, MOST_SESSIONS
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.models import Client


class RepairNote(SealedModel):
    """One note about a course, under the client's key; the client can read it (docs/adr/0012).

    `said`, sealed: {"tried": codes of `alliance.suggestions`, "shown": …, "found": …, "words": …}.
    `after_session`: the number of the last rated session when it was written, 0 before there was one.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="repair_notes")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="repair_notes")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="repair_notes")
    after_session = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField()
    # Made by whoever shows the form: sent twice, it is one row.
    entry_key = models.CharField(max_length=KEY_LENGTH)
    said = SealedField()

    class Meta:
        indexes = (models.Index(fields=("course", "noted_at"), name="repair_note_in_order"),)
        constraints = (
            models.UniqueConstraint(fields=("course", "entry_key"), name="repair_note_entry_once"),
            models.CheckConstraint(
                condition=~Q(entry_key="") & Q(said__isnull=False), name="repair_note_says_something"
            ),
            models.CheckConstraint(
                condition=Q(after_session__gte=0) & Q(after_session__lte=MOST_SESSIONS),
                name="repair_note_session_known",
            ),
        )
