"""The three that were offered, and why.

The database itself keeps the promises: positions 1 to 3, nobody twice, and never more than three
open at once (three open positions a client, each taken once). Whoever cannot take the client leaves the
place, and who comes next stands at the same position: a place has a history, and one person at a time.
"""

from django.db import models
from django.db.models import Q

from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.matches.choices import Closed, MatchClosed
from rapport.site.matches.hand_models import HandOffer
from rapport.site.matches.learned_models import ModelVersion
from rapport.site.matches.price_models import Price, PriceCell, PriceGroup, PriceNight
from rapport.site.matches.trial_models import Allocation, Enrolment, Trial
from rapport.site.people.models import Client

__all__ = (
    "SLATE", "Allocation", "Enrolment", "HandOffer", "Match", "ModelVersion", "Price", "PriceCell",
    "PriceGroup", "PriceNight", "Shortlist", "Trial",
)  # fmt: skip
SLATE = 3


class Shortlist(SealedModel):
    """One set of three (or a named shortfall), with what a later evaluation of the draw needs.

    `record` holds what the client was shown beside the three and the draw's log; `missing` what the
    client said was missing in the set before. Both are sealed.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="shortlists")
    number = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    intake_version = models.PositiveIntegerField()
    model = models.CharField(max_length=100)
    policy = models.CharField(max_length=200)
    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, null=True, related_name="+")
    # Set when these three were drawn in an arm of the comparison; the arm itself stands with the allocation.
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, null=True, related_name="shortlists")
    # A coordinator chose or changed the three by hand: the log cannot stand for the policy then.
    is_overridden = models.BooleanField(default=False)
    seed = models.BigIntegerField()
    eligible = models.PositiveIntegerField()
    # Who was eligible, as a digest over their ids: a researcher can prove which set was drawn from.
    eligible_digest = models.CharField(max_length=64)
    directory_token = models.CharField(max_length=26, blank=True)
    found = models.PositiveSmallIntegerField()
    # Raised whenever something beside the draw changed: a place was filled again, a request was answered.
    revision = models.PositiveIntegerField(default=0)
    record = SealedField()
    missing = SealedField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=20, choices=Closed.choices, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("client", "number"), name="shortlist_number_once"),
            models.UniqueConstraint(
                fields=("client",), condition=Q(closed_at__isnull=True), name="shortlist_one_open"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="shortlist_number_from_one"),
            models.CheckConstraint(
                condition=Q(found__lte=SLATE) & Q(found__lte=models.F("eligible")), name="shortlist_found"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_because="")
                | (Q(closed_at__isnull=False) & Q(closed_because__in=Closed.values)),
                name="shortlist_closed_with_reason",
            ),
        )


class Match(SealedModel):
    """One of the three. `detail` holds forecast, reasons, cautions and questions, sealed.

    A refill names whose place it took, and its `detail` how it was drawn; its propensity is the chance of
    this person given those who stood. Whoever was put there by hand (`HandOffer`) has no propensity: nothing
    was left to chance, and no log of a draw can stand for it.
    """

    id = OpaqueIdField()
    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="matches")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="matches")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="matches")
    position = models.PositiveSmallIntegerField()
    propensity = models.FloatField(null=True)
    is_by_hand = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
    closed_because = models.CharField(max_length=12, choices=MatchClosed.choices, blank=True)
    refill_of = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="refilled_by")
    placed_at = models.DateTimeField(null=True)
    detail = SealedField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(
                condition=Q(position__gte=1) & Q(position__lte=SLATE), name="match_position_one_to_three"
            ),
            models.CheckConstraint(
                condition=Q(is_by_hand=True, propensity__isnull=True)
                | Q(is_by_hand=False, propensity__isnull=False, propensity__gt=0, propensity__lte=1),
                name="match_propensity",
            ),
            models.UniqueConstraint(
                fields=("shortlist", "position"),
                condition=Q(refill_of__isnull=True, is_by_hand=False),
                name="match_drawn_position_once",
            ),
            models.CheckConstraint(
                condition=Q(refill_of__isnull=True, is_by_hand=False, placed_at__isnull=True)
                | (~Q(refill_of__isnull=True, is_by_hand=False) & Q(placed_at__isnull=False)),
                name="match_refill_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_because="")
                | (Q(is_open=False) & Q(closed_because__in=MatchClosed.values)),
                name="match_closed_with_reason",
            ),
            models.UniqueConstraint(fields=("shortlist", "provider"), name="match_provider_once"),
            models.UniqueConstraint(
                fields=("client", "position"), condition=Q(is_open=True), name="match_three_open_at_most"
            ),
            models.UniqueConstraint(
                fields=("client", "provider"), condition=Q(is_open=True), name="match_open_provider_once"
            ),
        )
