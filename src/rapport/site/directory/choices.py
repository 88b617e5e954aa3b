"""The closed lists of this chapter."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Who a provider is; a coach needs no licence and is never offered for a clinical concern."""

    THERAPIST = "therapist", _("therapist")
    COACH = "coach", _("coach")


class Source(TextChoices):
    """Which file a registry record came from. Samples carry pseudonyms and verify nobody."""

    REGISTRY = "registry", _("provider registry")
    SAMPLE = "sample", _("public sample")


class Standing(TextChoices):
    """What the federal provider registry says about a provider."""

    CONFIRMED = "confirmed", _("confirmed")
    NOT_CHECKED = "not_checked", _("no provider number given")
    NOT_FOUND = "not_found", _("provider number not found")
    NAME_DIFFERS = "name_differs", _("another name at that number")
    STATE_DIFFERS = "state_differs", _("no licence in these states on record")
    DEACTIVATED = "deactivated", _("provider number no longer active")
    NOT_NEEDED = "not_needed", _("coaches have no licence")


class Vouched(TextChoices):
    """On whose word a provider is in the directory; on nobody's, nobody is listed."""

    NOBODY = "nobody", _("not verified")
    ROSTER = "roster", _("in the service's roster")
    DESK = "desk", _("verified by a coordinator")
    REFUSED = "refused", _("refused by a coordinator")
    LEFT = "left", _("has left the service")


VOUCHED = (Vouched.ROSTER, Vouched.DESK)
# Whom no roster brings back.
WITHHELD = (Vouched.REFUSED, Vouched.LEFT)


class Away(TextChoices):
    """Why a provider is offered to nobody new for a time."""

    PAUSE = "pause", _("a pause of their own")
    COOLING_OFF = "cooling_off", _("cooling off")


class PauseReason(TextChoices):
    """Why a provider pauses; kept for the coordinator, shown to no client."""

    HOLIDAY = "holiday", _("Holiday")
    ILLNESS = "illness", _("Illness")
    FAMILY = "family", _("Family, or parental leave")
    FULL = "full", _("Too much work just now")
    TRAINING = "training", _("Training")
    OTHER = "other", _("Something else")


class CoolingOff(TextChoices):
    """What a stretch without new requests follows on."""

    GAVE_UP = "gave_up", _("gave up someone who had chosen them")
    MANY_DECLINES = "many_declines", _("declined many requests in a short time")


# In which time many declined requests lead to cooling off.
DECLINES_WITHIN = timedelta(days=30)


class CaseState(TextChoices):
    """How far a verification has come."""

    DRAFT = "draft", _("not handed in")
    SUBMITTED = "submitted", _("waiting for a coordinator")
    ASKED = "asked", _("a question to the provider")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")


class Verdict(TextChoices):
    """What a coordinator may decide."""

    ACCEPT = "accept", _("Accept")
    ASK = "ask", _("Ask for something")
    REFUSE = "refuse", _("Refuse")


class NotLive(TextChoices):
    """Why a provider is not offered until they confirm their openings; codes as in the library."""

    SILENT = "silent", _("two requests in a row without an answer")
    FULL = "full", _("no place open")
    SELDOM = "seldom", _("hardly any offers")
