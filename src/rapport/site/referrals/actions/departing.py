"""A provider leaves the service or has died: one action begins the continuity of each of their clients."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.actions.leaving import leave_everybody
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import open_courses_of
from rapport.site.directory.actions.verification import let_go
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.people import account_actions, case_actions
from rapport.site.people.case_queries import assignment_of
from rapport.site.people.models import Account, Client
from rapport.site.referrals.actions.referring import NotOpen, ask
from rapport.site.referrals.choices import Departs
from rapport.site.referrals.models import Continuity, Departure


@dataclass(frozen=True, slots=True)
class Departed:
    """What was begun: the departure, for how many open courses, and how many others got the next one."""

    departure: Departure
    courses: int
    others: int


def depart(*, by: Account, at: datetime, provider: Provider, why: Departs) -> Departed:
    """Begin the continuity of everybody who is with a provider, asked them or might be sent to them.

    Nobody new is sent to them, for good. Who works with them is asked about somebody else, and keeps the
    course until they have met the next one; where the provider has died, the course ends, since no
    reminder of a session may come any more. Whoever has nobody at the desk is looked after by `by`.
    Done again, it goes on where it stopped: each client in transactions of their own.
    """
    departure = _said(by=by, at=at, provider=provider, why=why)
    if departure.why == Departs.DIED and provider.account is not None:
        account_actions.revoke(provider.account, by=by.pk, at=at)
    begun = sum(_continue(each, departure, by=by, at=at) for each in open_courses_of(provider))
    return Departed(departure, begun, leave_everybody(provider, by=by.pk, at=at))


def _said(*, by: Account, at: datetime, provider: Provider, why: Departs) -> Departure:
    with transaction.atomic():
        let_go(provider, by=by.pk, at=at)
        told = {"why": why, "by": by, "at": at}
        departure, is_new = Departure.objects.get_or_create(provider=provider, defaults=told)
        if is_new:
            audit.record(actor=by.pk, verb=f"provider_{why}", subject=provider.pk, at=at)
    return departure


def _continue(course: Course, departure: Departure, *, by: Account, at: datetime) -> bool:
    try:
        with transaction.atomic():
            Continuity.objects.get_or_create(
                course=course, defaults={"client": course.client, "departure": departure, "begun_at": at}
            )
            if assignment_of(course.client) is None:
                case_actions.assign(course.client, by, by=by.pk, at=at)
        return _go_on(course, departure, by=by, at=at)
    except (NotOpen, Client.DoesNotExist):
        return False  # Ended or erased meanwhile.


def _go_on(course: Course, departure: Departure, *, by: Account, at: datetime) -> bool:
    if departure.why == Departs.DIED:
        end_course(by=by, at=at, course=course, because=CourseEnded.MOVED_AWAY)
    else:
        ask(by=by, at=at, course=course)
    return True
