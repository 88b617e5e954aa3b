"""What the pages about requests say to a client; no query and no clock in here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.consultations.choices import Declined, RequestState
from rapport.site.consultations.deadlines import until_words
from rapport.site.consultations.models import Request
from rapport.site.matches.models import Match

# Why somebody cannot, where that is kind to say and tells nothing of anybody.
REASONS: Final = {
    Declined.FULL: gettext_lazy("%(name)s has no place open now."),
    Declined.TIMES: gettext_lazy("%(name)s has no time that suits both of you."),
    Declined.COST: gettext_lazy("The insurance or the fee does not work out with %(name)s."),
    Declined.EXPERTISE: gettext_lazy("%(name)s thinks that someone else knows this kind of trouble better."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far things have come with one of the three: a word, a sentence, what to do next."""

    name: str
    state: str
    words: str
    line: str
    url: str
    action: str
    withdraw: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who left the three, and why, in one kind sentence."""

    words: str
    next_one: str


def standing_of(match: Match, newest: Request | None, *, zone: str) -> Standing:
    """One of the three, and the newest request to them."""
    name = match.provider.name
    if newest is None or newest.state in (RequestState.WITHDRAWN, RequestState.CLOSED):
        return _not_asked(match, is_again=newest is not None)
    until = until_words(newest.due_at, zone)
    if newest.state == RequestState.WAITING:
        words = _(
            "%(name)s has until %(until)s to answer. If nothing comes by then, the next person takes this "
            "place at once; you need not do anything."
        ) % {"name": name, "until": until}
        withdraw = reverse("withdraw", args=[newest.pk])
        return Standing(name, _("Waiting for an answer"), words, "", "", "", withdraw)
    if newest.state == RequestState.OFFERED:
        words = _("%(name)s offers you a first conversation. Choose a time that suits you.") % {"name": name}
        line, times = newest.unseal("words") or "", reverse("booking-times", args=[newest.pk])
        withdraw = reverse("withdraw", args=[newest.pk])
        return Standing(name, _("Offered"), words, line, times, _("Choose a time"), withdraw)
    return Standing(name, str(newest.get_state_display()), "", "", "", "")


def _not_asked(match: Match, *, is_again: bool) -> Standing:
    words = _("You took your request back. You can ask again.") if is_again else _("You have not asked yet.")
    url = reverse("ask", args=[match.pk])
    return Standing(match.provider.name, _("Not asked"), words, "", url, _("Ask for a first conversation"))


def left_of(closed: Iterable[Match], reasons: Mapping[str, Request]) -> list[Left]:
    """Whoever left the three, with who came next; `reasons` are the newest requests by match."""
    return [
        Left(why_left(match, reasons.get(match.pk)), _next_words(getattr(match, "refilled_by", None)))
        for match in closed
    ]


def why_left(match: Match, newest: Request | None) -> str:
    """One kind sentence."""
    name = {"name": match.provider.name}
    if newest is not None and newest.state == RequestState.SILENT:
        return _("%(name)s did not answer in time. That says nothing about you.") % name
    reason = REASONS.get(Declined(newest.reason)) if newest is not None and newest.reason else None
    return str(reason) % name if reason else _("%(name)s cannot take you now.") % name


def _next_words(placed: Match | None) -> str:
    if placed is None:
        return _("Nobody else fits all of your limits right now.")
    return _("Here is the next: %(name)s.") % {"name": placed.provider.name}
