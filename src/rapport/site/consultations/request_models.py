"""A client asks one of their three for a first conversation; the provider has until `due_at` to answer."""

from django.db import models
from django.db.models import F, Q

from rapport.site.consultations.choices import LIVE, Declined, RequestState
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.matches.models import SLATE, Match
from rapport.site.people.models import Client


class Request(SealedModel):
    """`need` is all that the provider sees before a booking; `words` what the provider wrote back. Sealed."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="requests")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="requests")
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="requests")
    # The match's place among the three: with it the database itself allows three live requests at most.
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.WAITING)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, choices=Declined.choices, blank=True)
    # The client ticked: if this one cannot, ask whoever takes their place, with the same.
    asks_next = models.BooleanField(default=False)
    need = SealedField()
    words = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(
                condition=Q(position__gte=1) & Q(position__lte=SLATE), name="request_position_one_to_three"
            ),
            models.UniqueConstraint(
                fields=("client", "provider"), condition=Q(state__in=LIVE), name="request_live_provider_once"
            ),
            models.UniqueConstraint(
                fields=("client", "position"), condition=Q(state__in=LIVE), name="request_three_live_at_most"
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("sent_at")), name="request_due_after_sent"),
            models.CheckConstraint(
                condition=~Q(state=RequestState.WAITING) | Q(answered_at__isnull=True, ended_at__isnull=True),
                name="request_waiting_unanswered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True)
                | (~Q(state__in=LIVE) & Q(ended_at__isnull=False)),
                name="request_ended_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.DECLINED, reason__in=Declined.values)
                | (~Q(state=RequestState.DECLINED) & Q(reason="")),
                name="request_declined_with_reason",
            ),
        )
        indexes = (
            # Every minute the worker asks who let one lapse: those long answered are ever more.
            models.Index(
                fields=("due_at",), condition=Q(state=RequestState.WAITING), name="request_waiting_due"
            ),
        )
