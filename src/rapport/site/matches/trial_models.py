"""A comparison of ways to choose the three: its design, its places, and who took which place.

The database itself keeps the promises: one comparison at a time, one enrolment a client in each, each place
taken once, and an arm that nobody can change (`trial_guard`).
"""

from django.db import models
from django.db.models import Q

from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.matches.choices import Arm
from rapport.site.people.models import Client

DIGEST_LENGTH = 64
LONGEST_REASON, LONGEST_TEXT = 200, 100_000


class Trial(SealedModel):
    """One comparison, frozen when it starts: `digest` is that of design and text, `seed` is sealed.

    Nothing of it changes afterwards but its end.
    """

    id = OpaqueIdField()
    number = models.PositiveSmallIntegerField(unique=True)
    # Its own key, so that the secret of its allocation is sealed like everything else.
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    seed = SealedField()
    design = models.JSONField()
    text = models.TextField()
    digest = models.CharField(max_length=DIGEST_LENGTH)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=LONGEST_REASON, blank=True)
    is_running = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("is_running",), condition=Q(is_running=True), name="trial_one_running"
            ),
            models.CheckConstraint(
                condition=Q(is_running=True, stopped_at__isnull=True)
                | Q(is_running=False, stopped_at__isnull=False),
                name="trial_stopped_or_running",
            ),
        )

    @property
    def client(self) -> "Trial":  # type: ignore[override]
        """Sealed under its own key."""
        return self


class Allocation(models.Model):
    """One place in the list of a stratum and its arm; it stays when the client who took it is erased.

    Nothing in it points to anybody: the stratum is a keyed digest.
    """

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="allocations")
    stratum = models.CharField(max_length=DIGEST_LENGTH)
    place = models.PositiveIntegerField()
    arm = models.CharField(max_length=20, choices=Arm.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("trial", "stratum", "place"), name="allocation_place_once"),
            models.CheckConstraint(condition=Q(arm__in=Arm.values), name="allocation_arm_known"),
        )


class Enrolment(models.Model):
    """A client in a trial. Goes with the client; the allocation stays, so that it stays counted."""

    id = OpaqueIdField()
    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="enrolments")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="enrolments")
    allocation = models.OneToOneField(Allocation, on_delete=models.PROTECT, related_name="enrolment")
    enrolled_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("trial", "client"), name="enrolment_once_a_client_a_trial"),
        )
