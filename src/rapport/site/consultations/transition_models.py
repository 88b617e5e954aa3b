"""Transitions: each change of a booking, once a key.

A form that is sent again, by an impatient finger or after a connection that broke, changes nothing: its key
has its transition already, and that one is the answer.
"""

from django.db import models
from django.db.models import Q

from rapport.site.consultations.booking_models import Booking
from rapport.site.consultations.choices import BookingState, Verb

KEY_LENGTH = 64
DIGEST_LENGTH = 64


class Transition(models.Model):
    """What was done with a booking, by whom, and how it stood afterwards: one row a key, never changed."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="transitions")
    actor = models.CharField(max_length=64)
    # Made by whoever shows the form.
    key = models.CharField(max_length=KEY_LENGTH)
    # Of everything that was sent, under the client's own key: another body under this key is refused.
    digest = models.CharField(max_length=DIGEST_LENGTH)
    verb = models.CharField(max_length=12, choices=Verb.choices)
    at = models.DateTimeField()
    half_hour = models.BigIntegerField()
    state = models.CharField(max_length=16, choices=BookingState.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("actor", "key"), name="transition_once_a_key"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(actor=""), name="transition_has_key"),
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="transition_verb_known"),
            models.CheckConstraint(condition=Q(state__in=BookingState.values), name="transition_state_known"),
        )
