"""Editions: what is written, what is due, how far one has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapport.site.foundation import outbox
from rapport.site.foundation.outbox_models import MailState
from rapport.site.guides.queries import Guide, guide
from rapport.site.newsletter.choices import ENDED, EditionState
from rapport.site.newsletter.models import Edition


@dataclass(frozen=True)
class Newsletter:
    """The newsletter, as one thing to ask the policy about."""


@dataclass(frozen=True)
class Progress:
    """Of an edition, how many mails wait, were sent, failed for good, or were wanted by nobody any more."""

    waiting: int = 0
    sent: int = 0
    failed: int = 0
    left_out: int = 0


def key_of(edition: Edition, reader_id: str = "") -> str:
    """What names an edition's mail to a reader in the outbox, where a name stands once."""
    return f"edition:{edition.pk}:{reader_id}"


def editions() -> list[Edition]:
    """All, newest first. One query."""
    return list(Edition.objects.order_by("-made_at", "pk"))


def edition(edition_id: str) -> Edition | None:
    """One of them."""
    return Edition.objects.filter(pk=edition_id).first()


def under_way(at: datetime) -> Sequence[str]:
    """Whose time has come, and which are being sent; the longest due first."""
    states = (EditionState.SCHEDULED, EditionState.SENDING)
    rows = Edition.objects.filter(state__in=states, send_at__lte=at).order_by("send_at", "pk")
    return list(rows.values_list("pk", flat=True))


def guides_of(found: Edition) -> list[Guide]:
    """Its guides, in their order; one that a later version of Rapport no longer has is left out."""
    known = (guide(slug, found.language) for slug in found.guides)
    return [each for each in known if each is not None]


def progress(found: Edition) -> Progress:
    """How far it has come. One query while it is on its way."""
    if found.state in ENDED:
        return Progress(sent=found.sent, failed=found.failed, left_out=found.left_out)
    if found.state != EditionState.SENDING:
        return Progress()
    return counted(found)


def counted(found: Edition) -> Progress:
    """What the outbox says of its mails."""
    of = outbox.tally(key_of(found))
    return Progress(
        waiting=of.get(MailState.WAITING, 0),
        sent=of.get(MailState.SENT, 0),
        failed=of.get(MailState.FAILED, 0),
        left_out=of.get(MailState.CANCELLED, 0),
    )
