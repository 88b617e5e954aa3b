"""Somebody whom a coordinator put among a client's three by hand: why, and whom the model would draw."""

from django.db import models
from django.db.models import Q

from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.models import Account, Client


class HandOffer(SealedModel):
    """`reason` in the coordinator's words; `would`: whom the model drew for this place, and both forecasts.

    Both are sealed under the client's key.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="hand_offers")
    match = models.OneToOneField("matches.Match", on_delete=models.CASCADE, related_name="hand_offer")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedField()
    would = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__isnull=False) & Q(would__isnull=False), name="hand_offer_says_why"
            ),
        )
