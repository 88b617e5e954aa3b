"""Looking at a course together, going on with someone else, and what both say at the end."""

from django.db import models
from django.db.models import Q

from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.models import Client
from rapport.site.referrals.choices import (
    LIVE,
    Along,
    AskedBy,
    Occasion,
    ReferralState,
    Relation,
    Side,
    Way,
)
from rapport.site.referrals.departure_models import Continuity, Departure

__all__ = ("AlongConsent", "Closing", "Continuity", "Departure", "Referral", "Review")
DIGEST_LENGTH = 64


class Review(SealedModel):
    """Asked once an occasion: stay, talk about it, or meet someone else. `said`, sealed, holds the answer.

    Put off, it is asked again after `put_off_until`. `reminded_at`: when a mail was sent about it.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="reviews")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="reviews")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    # How many sessions had been held.
    session = models.PositiveSmallIntegerField()
    put_off_until = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    said = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "occasion"), name="review_once_an_occasion"),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="review_occasion_known"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False, said__isnull=False)
                | Q(answered_at__isnull=True, said__isnull=True)
                & (Q(put_off_until__isnull=False) | Q(reminded_at__isnull=False)),
                name="review_answered_put_off_or_reminded_of",
            ),
        )


class Referral(SealedModel):
    """Somebody else is looked for: asked by one of four, agreed to by the client, or taken back.

    `outside`, sealed: name and contact of a colleague elsewhere, and the letter as the client approved it.
    `history`, sealed: exactly what goes along, as the client saw it.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="referrals")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="referrals")
    asked_by = models.CharField(max_length=12, choices=AskedBy.choices)
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.ASKED)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    to_provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, related_name="referred_here"
    )
    # What the provider who suggests somebody is to them; empty where nobody suggested, or they did not say.
    relation = models.CharField(max_length=12, choices=Relation.choices, default="", blank=True)
    along = models.CharField(max_length=12, choices=Along.choices, default=Along.NOTHING)
    outside = SealedField()
    history = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("course",), condition=Q(state__in=LIVE), name="referral_one_live_a_course"
            ),
            models.CheckConstraint(condition=Q(asked_by__in=AskedBy.values), name="referral_asked_by_known"),
            models.CheckConstraint(
                condition=Q(state=ReferralState.ASKED, agreed_at__isnull=True, taken_back_at__isnull=True)
                | (
                    Q(state=ReferralState.AGREED, agreed_at__isnull=False, taken_back_at__isnull=True)
                    & ~Q(way="")
                )
                | Q(state=ReferralState.TAKEN_BACK, taken_back_at__isnull=False),
                name="referral_state_with_its_times",
            ),
            models.CheckConstraint(
                condition=Q(way__in=("", Way.THREE))
                | Q(way=Way.COLLEAGUE, to_provider__isnull=False)
                | Q(way=Way.OUTSIDE, outside__isnull=False),
                name="referral_way_with_whom",
            ),
            models.CheckConstraint(
                condition=Q(relation="")
                | Q(
                    relation__in=Relation.values,
                    asked_by=AskedBy.PROVIDER,
                    way__in=(Way.COLLEAGUE, Way.OUTSIDE),
                ),
                name="referral_relation_of_who_suggests",
            ),
            # Nothing goes along without a yes; taken back, nothing is left to read.
            models.CheckConstraint(
                condition=Q(history__isnull=True)
                | (Q(state=ReferralState.AGREED) & Q(along__in=(Along.SCORES, Along.SUMMARY))),
                name="referral_history_only_when_agreed",
            ),
        )
        indexes = (
            models.Index(
                fields=("asked_at",),
                condition=Q(asked_by=AskedBy.PROVIDER, way=Way.COLLEAGUE),
                name="referral_to_a_colleague",
            ),
        )


class AlongConsent(models.Model):
    """Each answer to what may go along, in its order: rows are only added. The newest holds."""

    id = models.BigAutoField(primary_key=True)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="consents")
    number = models.PositiveSmallIntegerField()
    along = models.CharField(max_length=12, choices=Along.choices)
    version = models.PositiveSmallIntegerField()
    wording_hash = models.CharField(max_length=DIGEST_LENGTH)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("referral", "number"), name="along_consent_number_once"),
            models.CheckConstraint(condition=Q(along__in=Along.values), name="along_consent_known"),
            models.CheckConstraint(
                condition=Q(version__gte=1) & Q(number__gte=1), name="along_consent_numbered"
            ),
        )

    def __str__(self) -> str:
        return f"{self.referral_id} {self.number}"


class Closing(SealedModel):
    """What one side says when a course has ended, once: `said` is feedback, `note` a good-bye; both sealed.

    `is_shown`: the client lets the provider read `said`. The note always reaches the other.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="closings")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="closings")
    side = models.CharField(max_length=12, choices=Side.choices)
    written_at = models.DateTimeField()
    is_shown = models.BooleanField(default=False)
    said = SealedField()
    note = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("course", "side"), name="closing_once_a_side"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="closing_side_known"),
            models.CheckConstraint(
                condition=Q(said__isnull=False) | Q(note__isnull=False), name="closing_says_something"
            ),
        )
