"""What a first conversation told, and the course of therapy that choosing someone opens."""

from django.db import models
from django.db.models import F, Q

from rapport.site.consultations.booking_models import Booking
from rapport.site.consultations.choices import MAY_END, CourseEnded, Ender
from rapport.site.consultations.request_models import Request
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.matches.models import Match
from rapport.site.people.models import Client


class OwnQuestions(SealedModel):
    """What a client wants to ask one of the three, in their own `words`; sealed, and nobody else's."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="own_questions")
    match = models.OneToOneField(Match, on_delete=models.CASCADE, related_name="own_questions")
    written_at = models.DateTimeField()
    words = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(words__isnull=False), name="own_questions_say_something"),
        )


class Reflection(SealedModel):
    """After a conversation, in two minutes: `said`, sealed, holds the client's ratings and own words."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="reflections")
    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="reflection")
    written_at = models.DateTimeField()
    said = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(said__isnull=False), name="reflection_says_something"),
        )


class ProviderNote(SealedModel):
    """The provider's own short reflection on it; `said` is sealed under the client's key."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="provider_notes")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="notes")
    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="provider_note")
    written_at = models.DateTimeField()
    said = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(said__isnull=False), name="provider_note_says_something"),
        )


class Farewell(SealedModel):
    """To someone not chosen: `closing`, the polite note, and `feedback`, a private line; both sealed."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="farewells")
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="farewell")
    written_at = models.DateTimeField()
    closing = SealedField()
    feedback = SealedField()


def _ended_by_who_may() -> Q:
    """Each reason is given by those who may give it."""
    found = Q()
    for who, reasons in MAY_END.items():
        found |= Q(ended_by=who, ended_because__in=reasons)
    return found


class Course(SealedModel):
    """A course of therapy: opened by choosing someone, on one of their places. A client has one open.

    While it is handed over it stays open, and its client may meet others: nobody is left with nobody.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="courses")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="courses")
    match = models.OneToOneField(Match, on_delete=models.CASCADE, related_name="course")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=12, choices=CourseEnded.choices, blank=True)
    ended_by = models.CharField(max_length=12, choices=Ender.choices, blank=True)
    # The provider says that they have finished together; the client has not said so yet.
    finish_asked_at = models.DateTimeField(null=True)
    handing_over_since = models.DateTimeField(null=True)

    class Meta:
        # Open ones in the order in which lists show them.
        indexes = (
            models.Index(fields=("opened_at", "id"), condition=Q(ended_at__isnull=True), name="course_open"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("client",), condition=Q(ended_at__isnull=True), name="course_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="", ended_by="")
                | (Q(ended_at__isnull=False) & _ended_by_who_may()),
                name="course_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("opened_at")),
                name="course_ended_after_it_opened",
            ),
        )
