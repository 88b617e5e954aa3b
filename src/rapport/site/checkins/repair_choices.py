"""Codes of what a provider notes after looking at a rupture."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 2_000


class WasFound(models.TextChoices):
    """Whether something had shifted, as the two found together."""

    YES = "yes", _("Yes, something had shifted")
    NO = "no", _("No, nothing had")
    UNSURE = "unsure", _("We could not tell")


class Shown(models.TextChoices):
    """How it showed; codes as in `alliance.suggestions`."""

    WITHDRAWAL = "withdrawal", _("They went along, went quiet, or changed the subject")
    CONFRONTATION = "confrontation", _("They objected, complained, or pressed")
    UNCLEAR = "unclear", _("Neither, or I cannot tell")
