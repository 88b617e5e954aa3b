"""What happened in a case, in order: dates, providers and codes; nothing that is sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.site.consultations.choices import BookingState, CourseEnded, Declined, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.intake.models import Intake
from rapport.site.matches.choices import Closed
from rapport.site.matches.models import Shortlist
from rapport.site.people.models import Assignment, Client
from rapport.site.referrals.choices import AskedBy
from rapport.site.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, in words for a coordinator; `who` names a provider, where one was there."""

    at: datetime
    what: str
    who: str = ""


def timeline(client: Client) -> list[Event]:
    """Everything, the newest first. Seven queries, however much there was."""
    found = [event for part in _PARTS for event in part(client)]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _answers(client: Client) -> Iterator[Event]:
    for row in Intake.objects.filter(client_id=client.pk).defer("answers"):
        yield Event(row.started_at, _("The questionnaire was begun"))
        if row.submitted_at is not None:
            yield Event(row.submitted_at, _("They asked for three people"))


def _shortlists(client: Client) -> Iterator[Event]:
    for row in Shortlist.objects.filter(client_id=client.pk).defer("record", "missing"):
        yield Event(row.issued_at, _("%(n)s were offered") % {"n": row.found})
        if row.closed_at is not None:
            told = _("The three were closed: %(why)s") % _lower(Closed, row.closed_because)
            yield Event(row.closed_at, told)


def _requests(client: Client) -> Iterator[Event]:
    rows = Request.objects.filter(client_id=client.pk).defer("need", "words").select_related("provider")
    for row in rows:
        who = row.provider.name
        yield Event(row.sent_at, _("Asked for a first conversation"), who)
        if row.answered_at is not None and row.state != RequestState.DECLINED:
            yield Event(row.answered_at, _("A first conversation was offered"), who)
        if row.ended_at is not None:
            state = str(RequestState(row.state).label)
            because = f" ({str(Declined(row.reason).label).lower()})" if row.reason else ""
            yield Event(row.ended_at, _("The request ended: %(why)s") % {"why": state.lower() + because}, who)


def _bookings(client: Client) -> Iterator[Event]:
    hidden = (BookingState.HELD, BookingState.EXPIRED)
    rows = Booking.objects.filter(client_id=client.pk).exclude(state__in=hidden).defer("identity")
    for row in rows.select_related("provider"):
        yield Event(row.made_at, _("A first conversation was booked"), row.provider.name)
        if row.state != BookingState.BOOKED:
            told = _("The conversation: %(state)s") % _lower(BookingState, row.state, "state")
            yield Event(row.changed_at, told, row.provider.name)


def _courses(client: Client) -> Iterator[Event]:
    for row in Course.objects.filter(client_id=client.pk).select_related("provider"):
        yield Event(row.opened_at, _("They began together"), row.provider.name)
        if row.ended_at is not None:
            told = _("The course ended: %(why)s") % _lower(CourseEnded, row.ended_because)
            yield Event(row.ended_at, told, row.provider.name)


def _referrals(client: Client) -> Iterator[Event]:
    rows = Referral.objects.filter(client_id=client.pk).defer("outside", "history")
    for row in rows.select_related("course__provider"):
        told = _("Somebody else is looked for, asked by: %(who)s") % _lower(AskedBy, row.asked_by, "who")
        yield Event(row.asked_at, told, row.course.provider.name)
        if row.agreed_at is not None:
            yield Event(row.agreed_at, _("They agreed to meet others"))
        if row.taken_back_at is not None:
            yield Event(row.taken_back_at, _("They stay"))


def _desk(client: Client) -> Iterator[Event]:
    for row in Assignment.objects.filter(client_id=client.pk):
        yield Event(row.assigned_at, _("A coordinator began to look after the case"))
        if row.ended_at is not None:
            yield Event(row.ended_at, _("That coordinator no longer does"))


def _lower(choices: type, value: str, name: str = "why") -> dict[str, str]:
    return {name: str(choices(value).label).lower()}


_PARTS = (_answers, _shortlists, _requests, _bookings, _courses, _referrals, _desk)
