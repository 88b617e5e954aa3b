"""Where a client may be written to, if they wished that at all."""

from django.db import models
from django.db.models import F, Q

from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel


class ContactAddress(SealedModel):
    """A client's address for short notes, sealed with the hours in which a mail is safe; off until confirmed.

    Another address is another row with another id, so that links to the one before it have ended.
    """

    id = OpaqueIdField()
    client = models.OneToOneField("people.Client", on_delete=models.CASCADE, related_name="contact")
    detail = SealedField()
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("asked_at",), condition=Q(confirmed_at__isnull=True), name="contact_unconfirmed"
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(detail__isnull=False), name="contact_has_detail"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("asked_at")),
                name="contact_confirmed_after_asked",
            ),
        )
