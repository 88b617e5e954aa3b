"""What needs a provider today: each part of the portal says its own, the most pressing first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.checkins.queries.caseload import CaseloadRow
from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.queries.after_talks import talks_to_note
from rapport.site.consultations.queries.requests import shown_to
from rapport.site.directory.choices import VOUCHED, Away, CaseState
from rapport.site.directory.models import Provider, VerificationCase
from rapport.site.directory.queries import absence_of, places_of, zone_of
from rapport.site.directory.queries.answering import why_not_live
from rapport.site.directory.queries.verification import expires_soon, open_case
from rapport.site.directory.queries.vignettes import replies_of
from rapport.site.portal.caseload.presentation import NEEDS, PRESSING, called
from rapport.site.portal.profile.parts import is_said
from rapport.site.portal.requests.clock import UNSAID_ZONE, clock_of

# As the client's pages say it: after this, openings count as not confirmed.
OPENINGS_KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what, why, where; `presses` when clients wait for it or nobody is sent without it."""

    title: str
    text: str
    url: str
    action: str
    presses: bool = False


Part = Callable[[Provider, datetime], Iterator[Need]]


def needs_of(provider: Provider, rows: Iterable[CaseloadRow], *, at: datetime) -> list[Need]:
    """Everything there is to do now, what presses first; a constant number of queries.

    rows: the courses that press, from the caseload; whoever shows them writes down that they were looked at.
    """
    found = [*_courses(rows), *(need for part in PARTS for need in part(provider, at))]
    return sorted(found, key=lambda need: not need.presses)


def _courses(rows: Iterable[CaseloadRow]) -> Iterator[Need]:
    """Each course that presses by name, the reasons in words."""
    for row in rows:
        words = [str(NEEDS[each]) for each in row.needs if each in PRESSING]
        url = reverse("portal-course", args=[row.course.pk]) if row.is_shared else reverse("portal-caseload")
        yield Need(called(row), f"{'. '.join(words)}.", url, _("Look at it"), presses=True)


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


def _verification(provider: Provider, at: datetime) -> Iterator[Need]:
    case, url = open_case(provider), reverse("portal-verification")
    if case is not None:
        yield from _of_case(case, url)
    elif provider.vouched not in VOUCHED:
        text = _("Until a coordinator has checked who you are, nobody is sent to you.")
        yield Need(_("Show who you are"), text, url, _("Begin"), presses=True)
    expires = expires_soon(provider, at=at)
    if expires is not None and case is None:
        yield _renewal(expires, at.date(), url)


def _of_case(case: VerificationCase, url: str) -> Iterator[Need]:
    if case.state == CaseState.ASKED:
        text = _("The coordinator has a question before they can decide.")
        yield Need(_("Answer the coordinator"), text, url, _("See the question"), presses=True)
    elif case.state == CaseState.DRAFT:
        text = _("Hand in your number and licences: a coordinator then looks at them.")
        yield Need(_("Show who you are"), text, url, _("Go on"), presses=True)


def _renewal(expires: date, today: date, url: str) -> Need:
    told = {"day": date_format(expires, "j F Y")}
    if expires < today:
        text = _("It ran out on %(day)s. Nobody is sent to you until it is renewed.") % told
    else:
        text = _("It runs out on %(day)s. After that nobody is sent to you.") % told
    return Need(_("Renew your licence"), text, url, _("Give the new date"), presses=expires < today)


def _profile(provider: Provider, at: datetime) -> Iterator[Need]:  # noqa: ARG001
    if not is_said(provider.row):
        text = _("Some of what clients are matched on is not said yet.")
        yield Need(_("Finish your profile"), text, reverse("portal-profile"), _("Go on"), presses=True)


def _hours(provider: Provider, at: datetime) -> Iterator[Need]:
    if not zone_of(provider) or not provider.row.get("slots"):
        text = _("Clients who say when they are free are not sent to you without them.")
        yield Need(_("Say when you are there"), text, reverse("portal-hours"), _("Set hours"), presses=True)
        return
    confirmed = provider.row.get("openings_confirmed_on", "")
    if not confirmed or at.date() - date.fromisoformat(confirmed) > OPENINGS_KEPT:
        text = _("It is more than thirty days since you said that your openings are true.")
        yield Need(_("Confirm your openings"), text, reverse("portal-places"), _("Look at them"))


def _places(provider: Provider, at: datetime) -> Iterator[Need]:  # noqa: ARG001
    places, url = places_of(provider), reverse("portal-places")
    if places.left or absence_of(provider, Away.PAUSE) is not None:
        return
    if places.capacity:
        text = _("Every place is taken, so nobody new is sent to you.")
        yield Need(_("No place is open"), text, url, _("Look at your places"))
    else:
        text = _("Nobody is sent to you before you say for how many clients you have room.")
        yield Need(_("Say how many places you have"), text, url, _("Say it"))


def _replies(provider: Provider, at: datetime) -> Iterator[Need]:  # noqa: ARG001
    if sum(reply.sent_at is not None for reply in replies_of(provider)) < 2:
        text = _("Two short answers that colleagues rate without knowing whose they are.")
        yield Need(_("Write two replies"), text, reverse("portal-vignettes"), _("Write"))


def _after_talks(provider: Provider, at: datetime) -> Iterator[Need]:
    open_talks = talks_to_note(provider, at=at)
    if open_talks:
        title = ngettext("%(n)s conversation to note", "%(n)s conversations to note", open_talks)
        text = _("A minute each, while it is fresh.")
        yield Need(title % {"n": open_talks}, text, reverse("portal-reflections"), _("How was it?"))


PARTS: tuple[Part, ...] = (
    _requests,
    _after_talks,
    _verification,
    _profile,
    _hours,
    _places,
    _replies,
)
