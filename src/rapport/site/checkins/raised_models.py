"""That a client says, or does not say, that something may have shifted; later, whether talking helped."""

from django.db import models
from django.db.models import F, Q

from rapport.site.checkins.session_models import KEY_LENGTH, MOST_SESSIONS
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.models import Client


class Raised(SealedModel):
    """`said`, sealed: {"way", "about", "shown", "words"}; `after`, sealed: {"talked", "helped"}.

    `is_told`: the provider may read what was said, as long as they may follow the course. `after_session`:
    the number of the last rated session then, 0 before there was one.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="raised")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="raised")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="raised")
    after_session = models.PositiveSmallIntegerField()
    is_told = models.BooleanField()
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # Made by whoever shows the form: sent twice, it is one row.
    entry_key = models.CharField(max_length=KEY_LENGTH)
    said = SealedField()
    after = SealedField()

    class Meta:
        indexes = (models.Index(fields=("course", "raised_at"), name="raised_in_order"),)
        constraints = (
            models.UniqueConstraint(fields=("client", "entry_key"), name="raised_entry_once"),
            models.CheckConstraint(
                condition=~Q(entry_key="") & Q(said__isnull=False), name="raised_says_something"
            ),
            models.CheckConstraint(
                condition=Q(after_session__gte=0) & Q(after_session__lte=MOST_SESSIONS),
                name="raised_session_known",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, after__isnull=True)
                | Q(answered_at__isnull=False, after__isnull=False, answered_at__gte=F("raised_at")),
                name="raised_answered_afterwards",
            ),
        )
