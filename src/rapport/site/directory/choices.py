"""The closed lists of this chapter."""

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
