"""What needs a provider today: each part of the portal says its own, the most pressing first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.queries.requests import shown_to
from rapport.site.directory.models import Provider
from rapport.site.directory.queries.answering import why_not_live
from rapport.site.directory.queries.hours import zone_of
from rapport.site.portal.requests.clock import UNSAID_ZONE, clock_of


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what, why, where; `presses` when clients wait for it or nobody is sent without it."""

    title: str
    text: str
    url: str
    action: str
    presses: bool = False


Part = Callable[[Provider, datetime], Iterator[Need]]


def needs_of(provider: Provider, *, at: datetime) -> list[Need]:
    """Everything there is to do now, what presses first; a constant number of queries."""
    found = [need for part in PARTS for need in part(provider, at)]
    return sorted(found, key=lambda need: not need.presses)


def _requests(provider: Provider, at: datetime) -> Iterator[Need]:
    waiting = [each for each in shown_to(provider) if each.state == RequestState.WAITING]
    if waiting:
        title = ngettext("%(n)s request waits", "%(n)s requests wait", len(waiting)) % {"n": len(waiting)}
        clock = clock_of(waiting[0].due_at, at=at, zone=zone_of(provider) or UNSAID_ZONE)
        text = _("The first is due until %(until)s.") % {"until": clock.until}
        yield Need(title, text, reverse("portal-requests"), _("Look and answer"), presses=True)
    if why_not_live(provider):
        text = _("Clients are sent only to people who can take them. When you have room, say so.")
        yield Need(_("You are shown to nobody now"), text, reverse("portal-requests"), _("Look at it"))


PARTS: tuple[Part, ...] = (_requests,)
