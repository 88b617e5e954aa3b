"""Who gets the newsletter, and its editions. Nothing here points to a client, nor a client here."""

from django.db import models
from django.db.models import F, Q

from rapport.site.foundation.ids import ID_LENGTH, OpaqueIdField
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.newsletter.choices import BEGUN, ENDED, LONGEST_SUBJECT, EditionState, Language


class Reader(SealedModel):
    """An address that asked for the newsletter; written to once the mailbox itself said yes.

    The address stands here sealed, under a key of its own, and as a keyed digest by which it is found again.
    The digest is made for this table alone: it matches that of no account with the same address.
    """

    id = OpaqueIdField()
    # Destroying the key takes the reader with it.
    key = models.OneToOneField(DataKey, on_delete=models.CASCADE, related_name="+")
    address_digest = models.CharField(max_length=64, unique=True)
    address = SealedField()
    language = models.CharField(max_length=2, choices=Language.choices)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # Editions in a row that did not arrive.
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=("asked_at",), condition=Q(confirmed_at__isnull=True), name="reader_pending"),
            models.Index(fields=("language", "id"), name="reader_by_language"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(language__in=Language.values), name="reader_language_known"),
            models.CheckConstraint(
                condition=Q(address__isnull=False) & ~Q(address_digest=""), name="reader_has_address"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("asked_at")),
                name="reader_confirmed_after_asked",
            ),
        )

    @property
    def client(self) -> "Reader":  # type: ignore[override]
        """A reader's own row is sealed under their own key."""
        return self


class Edition(models.Model):
    """One newsletter in one language: a few words of the coordinator's, and guides.

    On its way, it enters the outbox by portions: `reached` is the last reader who was put there, and
    `filled_until` the time up to which the outbox has its mails.
    """

    id = OpaqueIdField()
    language = models.CharField(max_length=2, choices=Language.choices)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    opening = models.TextField(blank=True)
    guides = models.JSONField()
    state = models.CharField(max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    made_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    filled_until = models.DateTimeField(null=True)
    reached = models.CharField(max_length=ID_LENGTH, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    # Counted when it ended; while it is on its way, the outbox is asked.
    sent = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(
                fields=("send_at",),
                condition=Q(state__in=(EditionState.SCHEDULED, EditionState.SENDING)),
                name="edition_under_way",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(language__in=Language.values), name="edition_language_known"),
            models.CheckConstraint(condition=~Q(subject=""), name="edition_has_subject"),
            models.CheckConstraint(
                condition=Q(state=EditionState.DRAFT, send_at__isnull=True)
                | Q(~Q(state=EditionState.DRAFT), state__in=EditionState.values, send_at__isnull=False),
                name="edition_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEGUN, begun_at__isnull=False, filled_until__isnull=False)
                | (~Q(state__in=BEGUN) & Q(begun_at__isnull=True, filled_until__isnull=True, reached="")),
                name="edition_begun_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
                name="edition_ended_has_time",
            ),
        )
