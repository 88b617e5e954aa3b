"""Codes of what is said after a first conversation, by the client and by the provider."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 5_000
LONGEST_LINE = 500
WORST_DISTRESS = 10


class Asked(models.TextChoices):
    """What happened when constructive criticism was asked for; codes as in `alliance.comfort`."""

    JUMPED_AT_IT = "jumped_at_it_kindly", _("They took it up, and told me something, kindly")
    POLITE = "answered_politely", _("They answered politely, and I learned little")
    AVOIDED = "avoided", _("They avoided it")
    HARSH = "harsh", _("They told me something, and it was harsh")
    NOT_ASKED = "not_asked", _("I did not ask")


class Why(models.TextChoices):
    """What would speak for this person; codes as in `alliance.comfort`."""

    GOALS_AGREE = "goals_agree", _("We want the same things to change")
    TASKS_AGREE = "tasks_agree", _("I like how they would go about it")
    CHALLENGED_ME = "challenged_me", _("They made me think again")
    KNOWS_MY_CONCERN = "knows_my_concern", _("They know my kind of trouble")
    FELT_AT_EASE = "felt_at_ease", _("I felt at ease")
    LIKE_ME = "like_me", _("They are like me")
    LIKEABLE = "likeable", _("I liked them")
    TOOK_MY_SIDE = "took_my_side", _("They took my side")
    SHARES_BACKGROUND = "shares_background", _("They share a background that matters to me")
    RECOMMENDED = "recommended", _("Someone I trust recommended them")
    PRACTICAL = "practical", _("Cost, times or place suit me")


class Urgency(models.TextChoices):
    """How long help can wait; codes as in `alliance.search`."""

    CAN_WAIT = "can_wait", _("It can wait some weeks")
    SOON = "soon", _("It should begin soon")
    NOW = "now", _("I need it to begin now")


class Agreed(models.TextChoices):
    """The provider's view of one part of the alliance after a first conversation."""

    NOT_YET = "not_yet", _("Not yet")
    PARTLY = "partly", _("Partly")
    LARGELY = "largely", _("Largely")


class Suited(models.TextChoices):
    """Whether the provider thinks that they are the right one."""

    YES = "yes", _("I can help, and would like to")
    DOUBTS = "doubts", _("I can help, with doubts that I would talk about")
    ELSEWHERE = "elsewhere", _("Someone else could help better")
