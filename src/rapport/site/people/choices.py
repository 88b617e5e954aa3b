"""What sorts of accounts there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """Whom an account belongs to; what they may do follows from what is theirs, see `policy`."""

    PROVIDER = "provider", _("therapist or coach")
    COORDINATOR = "coordinator", _("coordinator")
    RESEARCHER = "researcher", _("researcher")
    CLIENT = "client", _("client")


# Who is invited, and needs a second factor; clients make their own accounts, or none.
INVITED = (AccountKind.PROVIDER, AccountKind.COORDINATOR, AccountKind.RESEARCHER)


class LinkPurpose(models.TextChoices):
    """What an account's link is for."""

    INVITATION = "invitation", _("invitation")
    RESET = "reset", _("new password")


class GlassState(models.TextChoices):
    """How far breaking the glass over a client's record has come."""

    ASKED = "asked", _("waits for a second person")
    GRANTED = "granted", _("granted by a second person")
    REFUSED = "refused", _("refused by a second person")
    LAPSED = "lapsed", _("nobody answered in time, or it was taken back")
