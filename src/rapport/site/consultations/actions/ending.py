"""Ending a course of therapy: it gives the provider's place back, once, whoever ends it and how often."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.site.consultations.actions.once import NotTheirs, Refused, locked_client
from rapport.site.consultations.choices import MAY_END, CourseEnded, Ender
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import met_another
from rapport.site.directory.actions.current import hold_revision
from rapport.site.directory.actions.places import cool_off, give_back_place
from rapport.site.directory.choices import CoolingOff
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit, looking, outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.people.models import Account, Client

Someone = Client | Provider | Account


class NotForThem(Refused):
    """This reason is not theirs to give."""

    words = _("This is not yours to say alone.")


class StillHandingOver(Refused):
    """The client looks for the next one, and has met nobody yet: they are not left alone meanwhile."""

    words = _("They have not met the next one yet. Until then the course stays open, or until they end it.")


@dataclass(frozen=True, slots=True)
class Ending:
    """Who ends a course, and why."""

    by: Someone
    because: CourseEnded

    @property
    def side(self) -> Ender:
        """Which side that is."""
        return side_of(self.by)


def side_of(someone: Someone) -> Ender:
    """On which side somebody stands."""
    if isinstance(someone, Client):
        return Ender.CLIENT
    return Ender.PROVIDER if isinstance(someone, Provider) else Ender.COORDINATOR


def end_course(*, by: Someone, at: datetime, course: Course, because: CourseEnded) -> Course:
    """End a course for good. Ended before, by whomever, it is left as it ended.

    A client ends at once, for any reason of theirs. "Finished" said by the provider waits for the client,
    and then both have ended it. A provider who gives up somebody who had chosen them is sent nobody new for
    a while.

    Raises:
        NotTheirs, NotForThem: nothing was changed.
        StillHandingOver: a provider ends what is being handed over before the client met the next one.
        Client.DoesNotExist: erased meanwhile, and the course with them.
    """
    ending = Ending(by, because)
    with transaction.atomic():
        found = locked_course(course, by)
        if found.ended_at is not None:
            return found
        if ending.side is Ender.PROVIDER and because == CourseEnded.FINISHED:
            return _ask_to_finish(found, by=by.pk, at=at)
        _check(found, ending, at=at)
        hold_revision()
        close(found, ending, at=at)
    return found


def _check(course: Course, ending: Ending, *, at: datetime) -> None:
    if ending.because not in MAY_END[ending.side]:
        raise NotForThem
    if ending.because == CourseEnded.REFERRED and course.handing_over_since is None:
        raise NotForThem
    if ending.side is Ender.PROVIDER and course.handing_over_since and not met_another(course, at=at):
        raise StillHandingOver


def close(course: Course, ending: Ending, *, at: datetime) -> None:
    """End an open course; in a transaction that holds the client's lock and the directory's revision."""
    looking.again(course.client_id, at=at)
    is_agreed = ending.because == CourseEnded.FINISHED and course.finish_asked_at is not None
    course.ended_at, course.ended_because = at, ending.because
    course.ended_by = Ender.BOTH if is_agreed else ending.side
    course.handing_over_since = None
    course.save(update_fields=["ended_at", "ended_because", "ended_by", "handing_over_since"])
    give_back_place(course.provider, by=ending.by.pk, at=at)
    if ending.because == CourseEnded.GAVE_UP:
        cool_off(course.provider, because=CoolingOff.GAVE_UP, by=ending.by.pk, at=at)
    tell_client(course, "ended", at=at)
    tell_provider(course, "ended", at=at)
    detail = {"by": course.ended_by, "because": course.ended_because}
    audit.record(actor=ending.by.pk, verb="course_ended", subject=course.client_id, at=at, detail=detail)


def locked_course(course: Course, by: Someone) -> Course:
    """The course as it stands now, its client locked and their key at hand.

    Raises:
        NotTheirs: it is another client's or another provider's.
    """
    client = locked_client(course.client_id)
    found = Course.objects.select_related("provider", "match").get(pk=course.pk)
    found.client = client
    owner = {Ender.CLIENT: found.client_id, Ender.PROVIDER: found.provider_id}.get(side_of(by), by.pk)
    if owner != by.pk:
        raise NotTheirs
    return found


def _ask_to_finish(course: Course, *, by: str, at: datetime) -> Course:
    if course.finish_asked_at is None:
        course.finish_asked_at = at
        course.save(update_fields=["finish_asked_at"])
        tell_client(course, "finish", at=at)
        audit.record(actor=by, verb="finish_asked", subject=course.client_id, at=at)
    return course


def tell_client(course: Course, what: str, *, at: datetime) -> None:
    """The mail says no more than that there is news."""
    outbox.put(
        template=Template.REQUEST_ANSWERED,
        to=outbox.to_client(course.client_id),
        key=f"course:{course.pk}:{what}:client",
        due_at=at,
    )


def tell_provider(course: Course, what: str, *, at: datetime) -> None:
    """The same to the provider; without an account they are told by the service alone."""
    if course.provider.account_id is not None:
        outbox.put(
            template=Template.REQUEST_ANSWERED,
            to=outbox.to_account(course.provider.account_id),
            key=f"course:{course.pk}:{what}:provider",
            due_at=at,
            client_id=course.client_id,
        )
