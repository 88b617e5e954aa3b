"""Who looks after a client's case, and the glass that two people break together in an emergency."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.choices import GlassState


class Assignment(models.Model):
    """A coordinator looks after a client's case, from then on and until it ends; one at a time.

    Rows are only ended: who could look at a case, and when, stays to be read as long as the client does.
    """

    id = OpaqueIdField()
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="assignments")
    coordinator = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("client",), condition=Q(ended_at__isnull=True), name="assignment_one_open_a_client"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("assigned_at")),
                name="assignment_ends_after_it_began",
            ),
        )

    def __str__(self) -> str:
        return self.id


class Glass(SealedModel):
    """Break-glass: one coordinator asks with a reason, another decides; granted, it opens until `expires_at`.

    `reason` is sealed under the client's key, and the client reads it. The database itself refuses a
    decision by whoever asked.
    """

    id = OpaqueIdField()
    client = models.ForeignKey("people.Client", on_delete=models.CASCADE, related_name="glasses")
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # Nobody answered by then: it is no emergency any more, and must be asked anew.
    answer_until = models.DateTimeField()
    state = models.CharField(max_length=12, choices=GlassState.choices, default=GlassState.ASKED)
    decided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    reason = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=GlassState.values), name="glass_state_known"),
            models.CheckConstraint(condition=Q(reason__isnull=False), name="glass_has_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="glass_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state=GlassState.ASKED, decided_by__isnull=True, decided_at__isnull=True)
                | Q(state=GlassState.LAPSED, decided_by__isnull=True, decided_at__isnull=False)
                | Q(
                    state__in=(GlassState.GRANTED, GlassState.REFUSED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="glass_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state=GlassState.GRANTED, expires_at__gt=F("decided_at"))
                | (~Q(state=GlassState.GRANTED) & Q(expires_at__isnull=True)),
                name="glass_granted_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answer_until__gt=F("asked_at")), name="glass_waits_for_a_time"
            ),
            models.UniqueConstraint(
                fields=("client",), condition=Q(state=GlassState.ASKED), name="glass_one_asked_a_client"
            ),
        )

    def waits(self, at: datetime) -> bool:
        """Whether a second person can still decide."""
        return self.state == GlassState.ASKED and self.answer_until > at
