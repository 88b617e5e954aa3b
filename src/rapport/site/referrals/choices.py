"""Codes of this chapter: when it is looked at, who asks for someone else, what goes along."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS: Final = 5_000
LONGEST_LINE: Final = 500
LONGEST_NAME: Final = 200


class Occasion(models.TextChoices):
    """When a course is looked at together."""

    EARLY = "early", _("After the first sessions")
    OFF_TRACK = "off_track", _("It does not go as it usually does")


class Decision(models.TextChoices):
    """What the client makes of it."""

    STAY = "stay", _("I stay: it is going well enough")
    TALK = "talk", _("I stay, and talk with them about it")
    REFER = "refer", _("I would like to meet someone else")


class AskedBy(models.TextChoices):
    """Who asked that somebody else be found."""

    CLIENT = "client", _("The client")
    PROVIDER = "provider", _("The provider")
    PROPOSED = "proposed", _("Proposed by the service")
    COORDINATOR = "coordinator", _("A coordinator")


class ReferralState(models.TextChoices):
    """How far it has come; whether the client went on with someone stands with the course that ended."""

    ASKED = "asked", _("Waits for the client")
    AGREED = "agreed", _("The client meets others")
    TAKEN_BACK = "taken_back", _("The client stays")


LIVE: Final = (ReferralState.ASKED, ReferralState.AGREED)


class Way(models.TextChoices):
    """To whom."""

    THREE = "three", _("Three others, chosen for me")
    COLLEAGUE = "colleague", _("Somebody here whom I can name")
    OUTSIDE = "outside", _("Somebody elsewhere")


class Relation(models.TextChoices):
    """What a provider is to the colleague whom they suggest, as they say."""

    NONE = "none", _("Nothing but that we know each other’s work")
    PRACTICE = "practice", _("We work in the same practice or for the same employer")
    PERSONAL = "personal", _("We are friends, relatives or partners")
    MONEY = "money", _("One of us earns by it")


class Along(models.TextChoices):
    """What goes along of what was told and rated so far."""

    NOTHING = "nothing", _("Nothing: I tell them myself")
    SCORES = "scores", _("How I rated my sessions, as numbers")
    SUMMARY = "summary", _("A summary, which I read and change first")


class Departs(models.TextChoices):
    """Why a provider is no longer here."""

    LEAVES = "leaves", _("They leave the service")
    DIED = "died", _("They have died")


class Side(models.TextChoices):
    """Who says something when it closes."""

    CLIENT = "client", _("The client")
    PROVIDER = "provider", _("The provider")


class Helped(models.TextChoices):
    """What the work was good for."""

    UNDERSTOOD = "understood", _("I felt understood")
    GOALS = "goals", _("We knew where to go")
    WAY = "way", _("The way we worked suited me")
    CHALLENGED = "challenged", _("I was challenged, kindly")
    TRIED = "tried", _("I tried things out between sessions")
    NOTHING = "nothing", _("Nothing that I could name")


class Lacked(models.TextChoices):
    """What was missing; nobody is asked for a reason."""

    UNDERSTOOD = "understood", _("Being understood")
    GOALS = "goals", _("Knowing where to go")
    WAY = "way", _("Another way of working")
    CHALLENGE = "challenge", _("More challenge")
    GENTLER = "gentler", _("A gentler pace")
    KNOWLEDGE = "knowledge", _("More knowledge of my kind of trouble")
    PRACTICAL = "practical", _("Times, costs or the way there")
