"""A provider's open courses by need, and those that a coordinator may follow: a constant number of queries.

Whose courses may be seen is asked in each query that reads (`queries.following`): a yes that was taken back
hides from that moment on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from django.db.models import BooleanField, Case, Value, When

from rapport.site.checkins.models import SafetyAnswer
from rapport.site.checkins.queries.following import (
    SHARE_COURSE,
    courses_followed_at_the_desk,
    sessions_followed,
    sessions_followed_at_the_desk,
    unseen_safety_answers,
)
from rapport.site.checkins.queries.lines import Line, lines_of
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.called import called_by
from rapport.site.directory.models import Provider
from rapport.site.foundation import consent

# Ours: at one session a week, two forms in a row were left out.
SILENT_AFTER: Final = timedelta(days=21)


class Need(IntEnum):
    """Why to look at a course, the most pressing first; the last ones say nothing, or may say nothing."""

    SAFETY = 0
    RUPTURE = 1
    OFF_TRACK = 2
    SILENCE = 3
    COMFORT = 4
    NONE = 5
    NOT_SHARED = 6


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One open course; of one that is not shared nothing is known here but that it is open.

    `needs` holds every reason, the most pressing first, and is never empty. `called` is empty where the
    client shows no name.
    """

    course: Course
    needs: tuple[Need, ...]
    called: str = ""
    line: Line | None = None
    unsafe: tuple[SafetyAnswer, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether there is anything to look at."""
        return self.line is not None


def caseload(provider: Provider, *, at: datetime) -> list[CaseloadRow]:
    """Every open course of a provider, what needs them first, then the longest open. Six queries.

    An answer about safety has a yes of its own: it shows, and nothing else, also where the course is not
    shared.
    """
    courses = list(_open_courses(provider))
    shared = {each.client_id for each in courses if each.is_shared}  # type: ignore[attr-defined]
    unsafe = _by_client(unseen_safety_answers(provider).select_related("client__key"))
    lines = lines_of(sessions_followed(provider))
    called = called_by(provider, [each.client_id for each in courses])
    rows = [
        _row(each, lines.get(each.client_id), each.client_id in shared, called, unsafe, at=at)
        for each in courses
    ]
    return sorted(rows, key=lambda row: (row.needs[0], row.course.opened_at, row.course.pk))


def course_in(course_id: str) -> Course | None:
    """A course by its id: ask the policy before showing anything of it. One query."""
    return Course.objects.select_related("client__key", "provider").filter(pk=course_id).first()


def one_course(course: Course, *, at: datetime) -> CaseloadRow:
    """One course as its provider may see it now, consent read with every row. Three queries."""
    provider, client = course.provider, course.client_id
    lines = lines_of(sessions_followed(provider).filter(client_id=client))
    unsafe = tuple(unseen_safety_answers(provider).filter(client_id=client).select_related("client__key"))
    line = lines.get(client, Line())
    needs = needs_of(course, line, is_unsafe=bool(unsafe), at=at)
    return CaseloadRow(course, needs, called_by(provider, [client]).get(client, ""), line, unsafe)


def needs_of(course: Course, line: Line | None, *, is_unsafe: bool, at: datetime) -> tuple[Need, ...]:
    """Every reason to look at a course, the most pressing first; `line` is None where it is not shared."""
    found = [Need.SAFETY] if is_unsafe else []
    if line is None:
        return (*found, Need.NOT_SHARED)
    last = line.sessions[-1].held_at if line.sessions else course.opened_at
    reasons = (
        (Need.RUPTURE, line.alert is not None),
        (Need.OFF_TRACK, line.is_off_track),
        (Need.SILENCE, at - last > SILENT_AFTER),
        (Need.COMFORT, line.is_comfortable),
    )
    found += [need for need, holds in reasons if holds]
    return tuple(found or [Need.NONE])


def courses_at_the_desk(*, at: datetime) -> list[CaseloadRow]:
    """Courses that are off track or have an unresolved rupture, of clients who let a coordinator follow.

    No name, no safety answer: a coordinator is told where help may be needed, and by whom. Three queries.
    """
    courses = courses_followed_at_the_desk().filter(ended_at__isnull=True).select_related("provider")
    lines = lines_of(sessions_followed_at_the_desk())
    rows = [
        CaseloadRow(each, needs_of(each, line, is_unsafe=False, at=at), line=line)
        for each in courses
        if (line := lines.get(each.client_id, Line())).alert or line.is_off_track
    ]
    return sorted(rows, key=lambda row: (row.needs[0], row.course.opened_at, row.course.pk))


def _open_courses(provider: Provider) -> Iterable[Course]:
    """Open ones alone, each with `is_shared`: the client's yes is read with the row."""
    yes = When(client_id__in=consent.holders(SHARE_COURSE), then=Value(True))
    shared = Case(yes, default=Value(False), output_field=BooleanField())
    own = Course.objects.filter(provider=provider, ended_at__isnull=True).annotate(is_shared=shared)
    return own.order_by("opened_at", "id")


def _row(
    course: Course,
    line: Line | None,
    is_shared: bool,
    called: Mapping[str, str],
    unsafe: dict[str, list[SafetyAnswer]],
    *,
    at: datetime,
) -> CaseloadRow:
    seen = (line or Line()) if is_shared else None
    told = tuple(unsafe.get(course.client_id, ()))
    needs = needs_of(course, seen, is_unsafe=bool(told), at=at)
    name = called.get(course.client_id, "") if seen or told else ""
    return CaseloadRow(course, needs, name, seen, told)


def _by_client(answers: Iterable[SafetyAnswer]) -> dict[str, list[SafetyAnswer]]:
    found: dict[str, list[SafetyAnswer]] = {}
    for each in answers:
        found.setdefault(each.client_id, []).append(each)
    return found
