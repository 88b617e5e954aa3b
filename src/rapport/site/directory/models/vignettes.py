"""Short written replies to standard situations, and how colleagues rate them blind."""

from django.db import models
from django.db.models import F, Q

from rapport.site.directory.models.provider import Provider
from rapport.site.foundation.ids import OpaqueIdField

LONGEST_REPLY = 1200
LOWEST, HIGHEST = 1, 7
MOST_SPREADS = 3
QUALITIES = ("warmth", "empathy", "genuineness", "challenge", "clarity")


class Reply(models.Model):
    """What a provider would say to someone in one of the standard situations; two each, drawn by chance."""

    id = OpaqueIdField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="replies")
    place = models.PositiveSmallIntegerField()
    vignette = models.CharField(max_length=40)
    text = models.CharField(max_length=LONGEST_REPLY, blank=True)
    sent_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(place__in=(1, 2)), name="reply_two_at_most"),
            models.UniqueConstraint(fields=("provider", "place"), name="reply_place_once"),
            models.UniqueConstraint(fields=("provider", "vignette"), name="reply_vignette_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(text=""), name="reply_sent_says_something"
            ),
        )


class Close(models.Model):
    """`provider` named `other` as someone they know well: neither rates the other."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="named_close")
    other = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="close_to")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("provider", "other"), name="close_once"),
            models.CheckConstraint(condition=~Q(provider=F("other")), name="close_to_another"),
        )


class Judged(models.Model):
    """Where a provider stands in colleagues' eyes, in spreads from typical (`measures.blind`)."""

    provider = models.OneToOneField(
        Provider, on_delete=models.CASCADE, primary_key=True, related_name="judged"
    )
    score = models.FloatField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(score__gte=-MOST_SPREADS, score__lte=MOST_SPREADS), name="judged_within"
            ),
        )


def _all_within() -> Q:
    # Of nothing, a database cannot say that it lies outside: that it is there is asked apart.
    within = {f"{name}__range": (LOWEST, HIGHEST) for name in QUALITIES}
    return Q(**within, **{f"{name}__isnull": False for name in QUALITIES})


def _none_given() -> Q:
    return Q(**{f"{name}__isnull": True for name in QUALITIES})


class Rating(models.Model):
    """One colleague's blind rating of one reply, 1 to 7 each; `knows`: they recognised the writer, no rating.

    `writer` repeats the reply's provider, so that the database itself refuses a rating of one's own.
    """

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="ratings")
    writer = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    rater = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="ratings_given")
    knows = models.BooleanField(default=False)
    warmth = models.PositiveSmallIntegerField(null=True)
    empathy = models.PositiveSmallIntegerField(null=True)
    genuineness = models.PositiveSmallIntegerField(null=True)
    challenge = models.PositiveSmallIntegerField(null=True)
    clarity = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("reply", "rater"), name="rating_once"),
            models.CheckConstraint(condition=~Q(writer=F("rater")), name="rating_never_of_ones_own"),
            models.CheckConstraint(
                condition=(Q(knows=True) & _none_given()) | (Q(knows=False) & _all_within()),
                name="rating_whole_or_none",
            ),
        )
