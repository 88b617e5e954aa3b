"""What was learned from sessions, night by night: one row a model, published or refused and why.

It stands in this chapter because the three are drawn with it; the chapter `outcomes` makes it.
"""

from django.db import models
from django.db.models import Q

DIGEST_LENGTH = 64


class ModelVersion(models.Model):
    """One night's model: what it was learned from, how well it was calibrated, and what became of it.

    `artefact` holds no client's row or effect. It is emptied when newer ones have stood for a while, so that
    nothing learned from an erased client outlives them for long; the figures stay.
    """

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    artefact = models.BinaryField(null=True)
    checksum = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    first_session_at = models.DateTimeField(null=True)
    last_session_at = models.DateTimeField(null=True)
    sessions = models.PositiveIntegerField()
    clients = models.PositiveIntegerField()
    providers = models.PositiveIntegerField()
    # Figures of the newest part, each session forecast from the earlier ones alone; empty when too few.
    calibration = models.JSONField(default=dict)
    is_published = models.BooleanField()
    because = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(artefact__isnull=True) | ~Q(checksum=""), name="model_with_checksum"
            ),
            models.CheckConstraint(condition=~Q(because=""), name="model_says_why"),
        )

    @property
    def name(self) -> str:
        """What shortlists and logs call it."""
        return f"learned-{self.number}"
