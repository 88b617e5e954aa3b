"""Another step of care, proposed to a client and agreed to or not; and groups, whose places are rows."""

from django.db import models
from django.db.models import F, Q

from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.models import Account, Client
from rapport.site.steps.choices import (
    ANSWERED,
    LARGEST_GROUP,
    LONGEST_NAME,
    LONGEST_WORDS,
    MOST_SESSIONS,
    Step,
    StepState,
    Why,
)


class StepChange(SealedModel):
    """A coordinator proposes another step within a course; the client's word holds. `words` are sealed."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="step_changes")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="step_changes")
    from_step = models.CharField(max_length=12, choices=Step.choices)
    to_step = models.CharField(max_length=12, choices=Step.choices)
    why = models.CharField(max_length=12, choices=Why.choices)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=StepState.choices, default=StepState.PROPOSED)
    answered_at = models.DateTimeField(null=True)
    words = SealedField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(from_step__in=Step.values, to_step__in=Step.values, why__in=Why.values),
                name="step_codes_known",
            ),
            models.CheckConstraint(condition=~Q(from_step=F("to_step")), name="step_to_another"),
            models.CheckConstraint(condition=Q(words__isnull=False), name="step_said_why"),
            models.CheckConstraint(
                condition=Q(state=StepState.PROPOSED, answered_at__isnull=True)
                | Q(state__in=ANSWERED, answered_at__isnull=False),
                name="step_state_with_its_time",
            ),
            models.UniqueConstraint(
                fields=("course",), condition=Q(state=StepState.PROPOSED), name="step_one_proposed_a_course"
            ),
        )
        indexes = (
            models.Index(
                fields=("answered_at",),
                condition=Q(state=StepState.AGREED, to_step=Step.GROUP),
                name="step_agreed_to_a_group",
            ),
        )


class Group(models.Model):
    """A group that somebody leads: when it meets, for how long, and for how many."""

    id = OpaqueIdField()
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=LONGEST_NAME)
    about = models.CharField(max_length=LONGEST_WORDS)
    meets = models.CharField(max_length=LONGEST_NAME)
    starts_on = models.DateField()
    sessions = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(places__gte=2, places__lte=LARGEST_GROUP), name="group_of_some_places"
            ),
            models.CheckConstraint(
                condition=Q(sessions__gte=1, sessions__lte=MOST_SESSIONS), name="group_meets_some_times"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(about="") & ~Q(meets=""), name="group_says_what_and_when"
            ),
        )


class GroupPlace(models.Model):
    """One place in a group, by its number: taken once. It goes with the client, and is free again."""

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="group_places")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="taken")
    number = models.PositiveSmallIntegerField()
    # How many there were when it was taken: the database itself refuses a place beyond them.
    of = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=F("of")), name="group_place_within_group"
            ),
            models.UniqueConstraint(fields=("group", "number"), name="group_place_taken_once"),
            models.UniqueConstraint(fields=("group", "client"), name="group_place_one_a_client"),
        )
