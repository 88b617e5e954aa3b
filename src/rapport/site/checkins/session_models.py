"""One rated session of a client with a provider they were matched with.

A row is what every later form comes down to: the short check-in and the long one fill in the same four
ratings and add their own rows beside it.
"""

from typing import Final

from django.db import models
from django.db.models import F, Q

from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.matches.models import Match
from rapport.site.people.models import Client

KEY_LENGTH = 64
MOST_SESSIONS = 1000
# The alliance of sessions three to five tells most of how it will end (science.md, section 1).
EARLY: Final = range(3, 6)


class RatedSession(SealedModel):
    """`ratings` holds goals, tasks, bond and overall, 0 to 100, as far as they were given; sealed."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="rated_sessions")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="rated_sessions")
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="rated_sessions")
    number = models.PositiveSmallIntegerField()
    held_at = models.DateTimeField(db_index=True)
    recorded_at = models.DateTimeField()
    # Made by whoever sends the form: sent twice, it is one row.
    entry_key = models.CharField(max_length=KEY_LENGTH)
    ratings = SealedField()

    class Meta:
        indexes = (
            # Which was rated last, of a course.
            models.Index(fields=("client", "provider", "recorded_at"), name="session_recorded"),
            # Courses to be reminded of an early look.
            models.Index(fields=("recorded_at",), condition=Q(number__in=tuple(EARLY)), name="session_early"),
        )
        constraints = (
            models.UniqueConstraint(fields=("client", "provider", "number"), name="session_number_once"),
            models.UniqueConstraint(fields=("client", "entry_key"), name="session_entry_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=MOST_SESSIONS), name="session_number_from_one"
            ),
            models.CheckConstraint(condition=Q(held_at__lte=F("recorded_at")), name="session_held_before"),
            models.CheckConstraint(condition=Q(ratings__isnull=False), name="session_has_ratings"),
            models.CheckConstraint(condition=~Q(entry_key=""), name="session_has_entry_key"),
        )
