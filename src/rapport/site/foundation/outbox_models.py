"""Mails on their way: one row a mail, written with what it tells of, and kept until it is sent."""

from django.db import models
from django.db.models import F, Q

from rapport.site.foundation.ids import ID_LENGTH, OpaqueIdField

KEY_LENGTH = 160
RECIPIENT_LENGTH = 64
ERROR_LENGTH = 64


class Template(models.TextChoices):
    """Every mail that can be sent; its words stand in `mail.words`, but for editions of the newsletter."""

    REQUEST_RECEIVED = "request_received"
    DEADLINE_NEAR = "deadline_near"
    REQUEST_CLOSED = "request_closed"
    REQUEST_ANSWERED = "request_answered"
    CONSULTATION_BOOKED = "consultation_booked"
    CONSULTATION_MOVED = "consultation_moved"
    CONSULTATION_CANCELLED = "consultation_cancelled"
    CONSULTATION_REMINDER = "consultation_reminder"
    REFLECTION_DUE = "reflection_due"
    CHECKIN_DUE = "checkin_due"
    REVIEW_DUE = "review_due"
    LOOK_TODAY = "look_today"
    CASELOAD_NOTE = "caseload_note"
    SECOND_PERSON = "second_person"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a template's name
    SECURITY_NOTICE = "security_notice"
    CONTACT_CONFIRMATION = "contact_confirmation"
    NEWSLETTER_CONFIRMATION = "newsletter_confirmation"
    EDITION = "edition"


class MailState(models.TextChoices):
    """What became of a mail; one that waits may be leased by a worker."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RecipientKind(models.TextChoices):
    """How the address is found when the mail is sent: no address stands in the outbox."""

    CLIENT = "client"
    ACCOUNT = "account"
    READER = "reader"


class OutboxMessage(models.Model):
    """One mail: a template and random ids, no address, no link and no words of anybody."""

    id = OpaqueIdField()
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    template = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    recipient_id = models.CharField(max_length=RECIPIENT_LENGTH, default="", blank=True)
    # Of the client whom it goes to or tells of: erasing them removes the row. Foundation knows no chapter.
    client_id = models.CharField(max_length=ID_LENGTH, default="", blank=True, db_index=True)
    # What its link or its calendar file is made from, when the mail is sent.
    about = models.CharField(max_length=ID_LENGTH, default="", blank=True)
    due_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=ID_LENGTH, default="", blank=True)
    leased_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=ERROR_LENGTH, default="", blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("due_at",), condition=Q(state=MailState.WAITING), name="outbox_waiting"),
            models.Index(fields=("lease",), condition=~Q(lease=""), name="outbox_leased"),
            # What is forgotten after a while, and what the desk is told of: few among very many.
            models.Index(fields=("due_at",), condition=~Q(state=MailState.WAITING), name="outbox_done"),
            models.Index(fields=("template",), condition=Q(state=MailState.FAILED), name="outbox_failed"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(key=""), name="outbox_has_key"),
            models.CheckConstraint(condition=Q(template__in=Template.values), name="outbox_known_template"),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="outbox_known_state"),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="outbox_sent_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=(RecipientKind.ACCOUNT, RecipientKind.READER)) & ~Q(recipient_id=""))
                | (Q(kind=RecipientKind.CLIENT, recipient_id=F("client_id")) & ~Q(client_id="")),
                name="outbox_has_recipient",
            ),
            models.CheckConstraint(
                condition=Q(lease="", leased_until__isnull=True)
                | (Q(leased_until__isnull=False, state=MailState.WAITING) & ~Q(lease="")),
                name="outbox_lease_whole",
            ),
        )
