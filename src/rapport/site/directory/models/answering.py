"""What a provider's answers to requests say of their openings; nothing in it is about a client."""

from django.db import models
from django.db.models import Q

from rapport.site.directory.choices import NotLive
from rapport.site.directory.models.provider import Provider


class Answering(models.Model):
    """`rapport.matching.replies.Standing`, counted on: offers and other answers since they last confirmed."""

    provider = models.OneToOneField(
        Provider, on_delete=models.CASCADE, primary_key=True, related_name="answering"
    )
    offers = models.PositiveIntegerField(default=0)
    others = models.PositiveIntegerField(default=0)
    silent_running = models.PositiveIntegerField(default=0)
    confirmed_on = models.DateField(null=True)
    void_on = models.DateField(null=True)
    not_live_on = models.DateField(null=True)
    because = models.CharField(max_length=8, choices=NotLive.choices, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(not_live_on__isnull=True, because="")
                | (Q(not_live_on__isnull=False) & Q(because__in=NotLive.values)),
                name="answering_not_live_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(silent_running__lte=models.F("others")), name="answering_silent_among_others"
            ),
        )
