"""Codes of this chapter: the languages of an edition, and how far it has come."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_SUBJECT: Final = 60
LONGEST_OPENING: Final = 2_000
MOST_GUIDES: Final = 4


class Language(models.TextChoices):
    """Those of the guides, from which editions are made; each in its own words."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"


class EditionState(models.TextChoices):
    """How far an edition has come."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    SENDING = "sending", _("On its way")
    STOPPED = "stopped", _("Stopped")
    SENT = "sent", _("Sent")


# What may still be written anew, and what has left at least in part.
BEGUN: Final = (EditionState.SENDING, EditionState.STOPPED, EditionState.SENT)
ENDED: Final = (EditionState.STOPPED, EditionState.SENT)
