"""A provider's open courses by need, and how courses stand for whom they are shared with: queries as for one.

Consent is asked before anything is opened, and once more after all of it is read: a yes that was taken back
meanwhile shows nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final, TypeVar

from rapport.site.checkins.models import SafetyAnswer
from rapport.site.checkins.queries.alerts import Alert, alert_of, is_off_track
from rapport.site.checkins.queries.course import Followed, Measures, courses_of, measures_of
from rapport.site.checkins.queries.following import SHARE_COURSE, SHARE_COURSE_DESK, unseen_safety_answers
from rapport.site.checkins.queries.raised import Said, raised_to
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.called import called_by
from rapport.site.directory.models import Provider
from rapport.site.foundation import consent

Read = TypeVar("Read")
# Ours: at one session a week, two forms in a row were left out.
SILENT_AFTER: Final = timedelta(days=21)


class Need(IntEnum):
    """Why to look at a course, the most pressing first; the last ones say nothing, or may say nothing."""

    SAFETY = 0
    RAISED = 1
    RUPTURE = 2
    OFF_TRACK = 3
    SILENCE = 4
    COMFORT = 5
    NONE = 6
    NOT_SHARED = 7


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One open course; of one that is not shared nothing is known here but that it is open.

    `needs` holds every reason, the most pressing first, and is never empty. `called` is empty where the
    client shows no name; `followed` is None where the course is not shared.
    """

    course: Course
    needs: tuple[Need, ...]
    called: str = ""
    followed: Followed | None = None
    unsafe: tuple[SafetyAnswer, ...] = ()
    raised: tuple[Said, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether there is anything to look at."""
        return self.followed is not None

    @property
    def alert(self) -> Alert | None:
        """The open question, None without one."""
        return alert_of(self.followed) if self.followed else None


def caseload(provider: Provider, *, at: datetime) -> list[CaseloadRow]:
    """Every open course of a provider, what needs them first, then the longest open. Queries as for one.

    An answer about safety has a yes of its own: it shows, and nothing else, also where the course is not
    shared.
    """
    open_ones = Course.objects.filter(provider=provider, ended_at__isnull=True)
    return _in_order(_rows(provider, list(open_ones.select_related("client__key")), at=at))


def one_course(course: Course, *, at: datetime) -> CaseloadRow:
    """One course as its provider may see it now."""
    return _rows(course.provider, [course], at=at)[0]


def followed(courses: Sequence[Course], *purposes: str, at: datetime) -> dict[str, Followed]:
    """Of these courses those whose clients say yes to any of these purposes, as they stand, by their ids."""
    return _read(courses, purposes, lambda pairs: courses_of(pairs, at))


def at_the_desk(courses: Sequence[Course], *, at: datetime) -> dict[str, Followed]:
    """Those that a coordinator may follow."""
    return followed(courses, SHARE_COURSE_DESK, at=at)


def measured_at_the_desk(courses: Sequence[Course], *, at: datetime) -> dict[str, Measures]:
    """Of those what a step of care is judged by."""
    return _read(courses, (SHARE_COURSE_DESK,), lambda pairs: measures_of(pairs, at))


def needs_of(
    course: Course,
    followed: Followed | None,
    *,
    at: datetime,
    is_unsafe: bool = False,
    is_raised: bool = False,
) -> tuple[Need, ...]:
    """Every reason to look at a course, the most pressing first; without `followed` it is not shared."""
    found = [Need.SAFETY] if is_unsafe else []
    if followed is None:
        return (*found, Need.NOT_SHARED)
    last = followed.sessions[-1].held_at if followed.sessions else course.opened_at
    reasons = (
        (Need.RAISED, is_raised),
        (Need.RUPTURE, alert_of(followed) is not None),
        (Need.OFF_TRACK, is_off_track(followed)),
        (Need.SILENCE, at - last > SILENT_AFTER),
        (Need.COMFORT, followed.comfort.noticed),
    )
    found += [need for need, holds in reasons if holds]
    return tuple(found or [Need.NONE])


def _rows(provider: Provider, courses: Sequence[Course], *, at: datetime) -> list[CaseloadRow]:
    unsafe = _by_client(unseen_safety_answers(provider).select_related("client__key"))
    called = called_by(provider, [each.client_id for each in courses])
    raised = raised_to(provider)
    seen = followed(courses, SHARE_COURSE, at=at)
    found = []
    for each in courses:
        course, told = seen.get(each.pk), tuple(unsafe.get(each.client_id, ()))
        said = tuple(raised.get(each.pk, ())) if course else ()
        is_raised = any(one.is_open for one in said)
        needs = needs_of(each, course, at=at, is_unsafe=bool(told), is_raised=is_raised)
        name = called.get(each.client_id, "") if course or told else ""
        found.append(CaseloadRow(each, needs, name, course, told, said))
    return found


def _read(
    courses: Sequence[Course],
    purposes: Sequence[str],
    read: Callable[[list[tuple[str, str]]], list[Read]],
) -> dict[str, Read]:
    """What is read of those that are shared, before it and after it."""
    told = _holders(purposes, [each.client_id for each in courses])
    shared = [each for each in courses if each.client_id in told]
    found = read([(each.client_id, each.provider_id) for each in shared])
    still = _holders(purposes, told)
    return {each.pk: one for each, one in zip(shared, found, strict=True) if each.client_id in still}


def _holders(purposes: Iterable[str], clients: Iterable[str]) -> set[str]:
    asked = list(clients)
    return {each for purpose in purposes for each in consent.holders(purpose).filter(client_id__in=asked)}


def _in_order(rows: Iterable[CaseloadRow]) -> list[CaseloadRow]:
    return sorted(rows, key=lambda row: (row.needs[0], row.course.opened_at, row.course.pk))


def _by_client(answers: Iterable[SafetyAnswer]) -> dict[str, list[SafetyAnswer]]:
    found: dict[str, list[SafetyAnswer]] = {}
    for each in answers:
        found.setdefault(each.client_id, []).append(each)
    return found
