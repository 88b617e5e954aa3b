"""Codes of this chapter: the steps of care, why another one is proposed, how far that has come."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME: Final = 120
LONGEST_WORDS: Final = 1000
# Ours: beyond so many a group is no conversation any more (most groups have five to twelve; from memory).
LARGEST_GROUP: Final = 15
MOST_SESSIONS: Final = 52


class Step(models.TextChoices):
    """From the lightest to the most intensive; codes as in `alliance.stepping`."""

    COACH = "coach", _("a coach")
    GROUP = "group", _("a group")
    THERAPIST = "therapist", _("a therapist, one to one")
    INTENSIVE = "intensive", _("more intensive care")


class Why(models.TextChoices):
    """By which rule a step is proposed, or that a person proposes it."""

    OFF_TRACK = "off_track", _("symptoms go worse than expected, twice in a row")
    NO_CHANGE = "no_change", _("no reliable change after eight sessions")
    RECOVERED = "recovered", _("symptoms are below the cut-off, twice in a row")
    BY_HAND = "by_hand", _("a coordinator’s own judgement")


class StepState(models.TextChoices):
    """How far a proposal has come."""

    PROPOSED = "proposed", _("waits for the client")
    AGREED = "agreed", _("agreed to")
    DECLINED = "declined", _("the client stays where they are")
    TAKEN_BACK = "taken_back", _("taken back")


ANSWERED: Final = (StepState.AGREED, StepState.DECLINED, StepState.TAKEN_BACK)
