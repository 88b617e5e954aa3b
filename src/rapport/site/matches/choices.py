"""Codes of this chapter: why a set of three was closed, and what a client missed in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Closed(models.TextChoices):
    """Why a shortlist no longer stands."""

    NONE_FIT = "none_fit", _("None of them was right")
    ANSWERS_CHANGED = "answers_changed", _("The answers changed")
    REFERRED = "referred", _("The client goes on with someone else")


class MatchClosed(models.TextChoices):
    """Why somebody no longer stands among the three; but for the third, the place was filled again."""

    DECLINED = "declined", _("They cannot take this client now")
    SILENT = "silent", _("They did not answer in time")
    LIST = "list", _("The three were replaced")
    NAMED = "named", _("A colleague whom the client goes to by name took the place")
    BY_HAND = "by_hand", _("A coordinator put somebody else there by hand")


class Missing(models.TextChoices):
    """What was missing in the three: asked before three others are offered."""

    CONCERN = "concern", _("Someone who knows my kind of trouble better")
    WAY = "way", _("Another way of working")
    PERSON = "person", _("Another kind of person")
    TIMES = "times", _("Times or places that suit me better")
    COST = "cost", _("A cost I can manage")
    KNOWN = "known", _("I know one of them")
    OTHER = "other", _("Something else")


class Arm(models.TextChoices):
    """How the three are drawn for someone who takes part in the comparison; codes as in the library."""

    MODEL = "model", _("Chosen by the forecast")
    RULES_ONLY = "rules_only", _("Chosen by what both declared")
    RANDOM_ELIGIBLE = "random_eligible", _("At random among all who can take them")


class Cut(models.TextChoices):
    """By what places, prices and who waits are told apart."""

    STATE = "state", _("State")
    PAYER = "payer", _("Payer")
    LANGUAGE = "language", _("Language")
    CONCERN = "concern", _("Concern")
    TOGETHER = "together", _("All four together")


class Figure(models.TextChoices):
    """What is told of a group of providers or clients, of a night's prices; codes as in the library."""

    EXPOSURE = "exposure"
    PART = "part_of_best"
    THREE = "three"
    PRICE = "price"
