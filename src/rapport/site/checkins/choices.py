"""Codes of this chapter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckForm(models.TextChoices):
    """Which form of the rapport check was filled in; the code is the instrument's name."""

    SHORT = "rapport-check-short", _("Four questions")
    FULL = "rapport-check", _("Twelve questions")


class SafetySource(models.TextChoices):
    """What was answered that opens the page with help."""

    ITEM = "item", _("A question about thoughts of being better off dead")
    NOT_SAFE = "not_safe", _("“I do not feel safe”")


# The one open line, and a goal in one's own words: short, so that a check-in stays under half a minute.
LONGEST_LINE = 500
LONGEST_GOAL = 120
# A goal is reached from 0, not at all, to 10, wholly (goal-based outcomes, Law and Jacob 2015; unverified).
MOST_REACHED = 10
