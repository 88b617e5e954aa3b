"""What stands beside a rated session: the answers themselves, symptoms, goals, and an answer about safety.

Each row belongs to a client and to the provider they were seeing; all that was said is sealed under the
client's key, and goes with the client.
"""

from django.db import models
from django.db.models import F, Q

from rapport.site.checkins.choices import CheckForm
from rapport.site.checkins.session_models import KEY_LENGTH, RatedSession
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.models import Client

NAME_LENGTH = 40
# Goal-based outcomes are kept to three, so that a form stays short (Law and Jacob 2015; unverified).
MOST_GOALS = 3


class Responses(SealedModel):
    """The filled-in rapport check of one session.

    `answers`, sealed: {"items": {code: answer or null}, "balance": -3 to 3 or null}; `said`, sealed: the open
    line, empty when there is none.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="responses")
    session = models.OneToOneField(RatedSession, on_delete=models.CASCADE, related_name="responses")
    instrument = models.CharField(max_length=NAME_LENGTH, choices=CheckForm)
    version = models.CharField(max_length=NAME_LENGTH)
    answers = SealedField()
    said = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(instrument__in=CheckForm.values), name="responses_form_known"),
            models.CheckConstraint(condition=~Q(version=""), name="responses_have_version"),
            models.CheckConstraint(condition=Q(answers__isnull=False), name="responses_have_answers"),
        )


class SymptomScore(SealedModel):
    """One filled-in symptom questionnaire.

    `answers`, sealed: {item code: answer or null}; `scores`, sealed: {scale name: score or null}.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="symptom_scores")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="symptom_scores")
    session = models.ForeignKey(
        RatedSession, on_delete=models.CASCADE, null=True, related_name="symptom_scores"
    )
    instrument = models.CharField(max_length=NAME_LENGTH)
    version = models.CharField(max_length=NAME_LENGTH)
    taken_at = models.DateTimeField()
    entry_key = models.CharField(max_length=KEY_LENGTH)
    answers = SealedField()
    scores = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("client", "instrument", "entry_key"), name="symptoms_entry_once"),
            models.CheckConstraint(
                condition=~Q(instrument="") & ~Q(version="") & ~Q(entry_key=""), name="symptoms_named"
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=False, scores__isnull=False), name="symptoms_have_answers"
            ),
        )


class Goal(SealedModel):
    """A goal in the client's own words (`words`, sealed), at one of three places until it is let go."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="goals")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="goals")
    place = models.PositiveSmallIntegerField()
    words = SealedField()
    set_at = models.DateTimeField()
    let_go_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("client", "provider", "place"),
                condition=Q(let_go_at__isnull=True),
                name="goal_place_once",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1) & Q(place__lte=MOST_GOALS), name="goal_place_known"
            ),
            models.CheckConstraint(condition=Q(words__isnull=False), name="goal_has_words"),
            models.CheckConstraint(
                condition=Q(let_go_at__isnull=True) | Q(let_go_at__gte=F("set_at")), name="goal_let_go_after"
            ),
        )


class GoalRating(SealedModel):
    """How far a goal is reached, 0 to 10 (`reached`, sealed), said at a session."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="goal_ratings")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="ratings")
    session = models.ForeignKey(RatedSession, on_delete=models.CASCADE, related_name="goal_ratings")
    rated_at = models.DateTimeField()
    reached = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("goal", "session"), name="goal_rated_once_a_session"),
            models.CheckConstraint(condition=Q(reached__isnull=False), name="goal_rating_has_value"),
        )


class SafetyAnswer(SealedModel):
    """An answer after which help is shown first. `said`, sealed: {"source": …, "answer": …}.

    Whether it was the question or the tick is sealed too. `seen_at`: when the provider said that they saw it.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="safety_answers")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="safety_answers")
    entry_key = models.CharField(max_length=KEY_LENGTH)
    answered_at = models.DateTimeField()
    # A note to the provider was put into the outbox, as the client had agreed.
    told_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    said = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("client", "entry_key"), name="safety_entry_once"),
            models.CheckConstraint(
                condition=~Q(entry_key="") & Q(said__isnull=False), name="safety_says_something"
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True) | Q(seen_at__gte=F("answered_at")), name="safety_seen_after"
            ),
        )
