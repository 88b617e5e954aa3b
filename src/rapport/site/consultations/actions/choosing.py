"""Choosing one of those met: it opens a course of therapy, takes a place, and closes what else is open."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.site.consultations.actions.closing import close_others
from rapport.site.consultations.actions.ending import Ending, close
from rapport.site.consultations.actions.reflections import NotTheirs, locked
from rapport.site.consultations.actions.requests import end, give_up_place, key_of
from rapport.site.consultations.choices import LIVE, CourseEnded, Declined, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.consultations.queries.reflections import took_place
from rapport.site.directory.actions import NoPlace, take_place
from rapport.site.directory.actions.current import hold_revision
from rapport.site.foundation import audit, looking, outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.matches.choices import MatchClosed
from rapport.site.matches.models import Match
from rapport.site.people.models import Client


class NotMet(Exception):
    """Nobody is chosen unseen: no conversation on this request was held."""


class NotOpen(Exception):
    """The request has ended: declined, withdrawn or closed."""


class ChoseAnother(Exception):
    """The client has an open course with somebody else."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What came of it: a course, or where the last place had gone, who comes next (None when nobody can)."""

    course: Course | None
    next_one: Match | None = None


def choose(*, by: Client, at: datetime, request: Request) -> Choice:
    """Begin a course of therapy with the provider of this request; chosen twice, it is one course.

    One transaction: the course, the provider's place, this request, the others; a course that is handed over
    ends in it, and not before. When every place is taken the request ends as declined for that reason, and
    the place among the three is filled again.

    Raises:
        NotTheirs, NotMet, NotOpen, ChoseAnother: nothing was changed.
    """
    if request.client_id != by.pk:
        raise NotTheirs
    with transaction.atomic():
        client = locked(by)
        open_one = (
            Course.objects.filter(client=client, ended_at__isnull=True).select_related("provider").first()
        )
        if open_one is not None and not _leads_on(open_one, request):
            return _same(open_one, request)
        chosen = (
            Request.objects.select_for_update(of=("self",))
            .select_related("provider", "match")
            .get(pk=request.pk)
        )
        chosen.client = chosen.match.client = client
        _check(chosen, at)
        looking.again(client.pk, at=at)
        # Before anything is written, and kept whether or not there is a place: after the audit trail, as by
        # those who then fill a place among the three, it would be waited for in a ring.
        hold_revision()
        try:
            take_place(chosen.provider, by=client.pk, at=at)
        except NoPlace:
            return Choice(None, _lost(chosen, at=at))
        if open_one is not None:
            open_one.client = client
            close(open_one, Ending(client, CourseEnded.REFERRED), at=at)
        return Choice(_opened(chosen, at=at))


def _leads_on(course: Course, request: Request) -> bool:
    """Whether choosing this one is how a course that is handed over ends."""
    return course.handing_over_since is not None and course.match_id != request.match_id


def _same(course: Course, request: Request) -> Choice:
    if course.match_id != request.match_id:
        raise ChoseAnother
    return Choice(course)


def _check(request: Request, at: datetime) -> None:
    if request.state not in LIVE:
        raise NotOpen
    if not took_place(Booking.objects.filter(request=request), at).exists():
        raise NotMet


def _opened(request: Request, *, at: datetime) -> Course:
    client = request.client
    course = Course(client=client, provider=request.provider, match=request.match, opened_at=at)
    course.save(force_insert=True)
    request.answered_at = request.answered_at or at
    end(request, RequestState.CHOSEN, by=client.pk, at=at)
    close_others(client, chosen=request, by=client.pk, at=at)
    _tell(request, at=at)
    audit.record(actor=client.pk, verb="chose", subject=client.pk, at=at)
    return course


def _tell(request: Request, *, at: datetime) -> None:
    """The provider is told that there is news; which, stands in their portal alone."""
    if request.provider.account_id is not None:
        outbox.put(
            template=Template.REQUEST_ANSWERED,
            to=outbox.to_account(request.provider.account_id),
            key=key_of(request, "chosen"),
            due_at=at,
            client_id=request.client_id,
        )


def _lost(request: Request, *, at: datetime) -> Match | None:
    """The last place went to somebody else meanwhile: the request ends, and the next one comes."""
    request.reason, request.answered_at = Declined.FULL, request.answered_at or at
    return give_up_place(request, RequestState.DECLINED, MatchClosed.DECLINED, by=request.client.pk, at=at)
