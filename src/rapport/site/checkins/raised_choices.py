"""Codes of what a client does when something may have shifted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 2_000


class Way(models.TextChoices):
    """How it is raised: through Rapport, by the client, or not for now."""

    TELL = "tell", _("Tell them through Rapport")
    SELF = "self", _("I say it myself")
    KEEP = "keep", _("Not now")


class ShownAs(models.TextChoices):
    """How it shows, as the client sees it; codes as in `alliance.suggestions`."""

    WITHDRAWAL = "withdrawal", _("I go quiet, agree, or change the subject")
    CONFRONTATION = "confrontation", _("I object, get annoyed, or want something else")
    UNCLEAR = "", _("Neither, or I cannot tell")


class About(models.TextChoices):
    """What it is about; codes as in `alliance.raising`."""

    GOALS = "goals", _("Where we are going")
    TASKS = "tasks", _("How we work on it")
    BOND = "bond", _("How we are with each other")
    GENTLE = "gentle", _("It is too gentle, and little changes")
    HARD = "hard", _("It is too hard on me")
    OTHER = "", _("I cannot quite say")


class Talked(models.TextChoices):
    """Whether the two talked about it."""

    YES = "yes", _("Yes, we talked about it")
    NO = "no", _("Not yet")
    LET_GO = "let_go", _("No, and I do not want to any more")


class Helped(models.TextChoices):
    """Whether talking helped."""

    YES = "yes", _("Yes, it is better now")
    PARTLY = "partly", _("A little")
    NO = "no", _("No, it is as it was, or worse")
