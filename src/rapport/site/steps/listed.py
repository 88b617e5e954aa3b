"""Whose open course asks a coordinator for a look, or for another step: the sealed list, brought up to date.

The list is the worker's; what became due since its last turn is judged here and now, and nothing is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from rapport.site.checkins.queries import caseload
from rapport.site.checkins.queries.caseload import CaseloadRow, Need
from rapport.site.checkins.queries.course import Followed
from rapport.site.checkins.queries.following import SHARE_COURSE_DESK
from rapport.site.consultations.models import Course
from rapport.site.foundation import consent, looking
from rapport.site.foundation.paging import Mark, Page, page_behind, page_in
from rapport.site.steps.choices import Step, StepState, Why
from rapport.site.steps.models import StepChange
from rapport.site.steps.queries import Standing, agreed_in, found_in, step_of

# So many are judged while somebody waits, the latest news first; the worker judges the others.
MOST_AT_ONCE: Final = 50
# So many that are due are looked up when the list is read; more wait only where no worker runs.
MOST_ASKED: Final = 2000
# Drawn courses on a page: half a second of work, and as much as somebody looks at in one go.
DRAWN: Final = 12
ASKS: Final = (Need.RUPTURE, Need.OFF_TRACK)


@dataclass(frozen=True, slots=True)
class Listed:
    """One open course: why it asks for a look, and the step that the rule finds; one of them at least."""

    client_id: str
    course_id: str
    opened_at: datetime
    needs: tuple[Need, ...]
    found: tuple[Step, Why] | None

    @property
    def entry(self) -> looking.Entry:
        """As it is kept."""
        return [self.course_id, self.opened_at.isoformat(), list(map(int, self.needs)), self.found]

    @classmethod
    def of(cls, client_id: str, entry: looking.Entry) -> "Listed":
        """As it was kept."""
        course_id, opened_at, needs, found = entry
        step = None if found is None else (Step(found[0]), Why(found[1]))
        return cls(client_id, course_id, datetime.fromisoformat(opened_at), tuple(map(Need, needs)), step)


def listed(*, at: datetime) -> list[Listed]:
    """Every course that asks for something, the longest open first. Queries as for one."""
    entries = {key: Listed.of(key, each) for key, each in looking.listed().items()}
    due = [client_id for client_id, _ in looking.due(at, MOST_ASKED)]
    fresh = judged(open_shared(due[:MOST_AT_ONCE]), at=at)
    for client_id in due[:MOST_AT_ONCE]:
        entries.pop(client_id, None)
    entries |= {each.client_id: each for each in fresh}
    unsure = [client_id for client_id in due[MOST_AT_ONCE:] if client_id in entries]
    gone = set(unsure) - set(open_shared(unsure).values_list("client_id", flat=True))
    left = [each for each in entries.values() if each.client_id not in gone]
    return sorted(left, key=lambda each: (each.opened_at, each.course_id))


def open_shared(clients: Iterable[str]) -> QuerySet[Course, Course]:
    """The open courses of these clients that a coordinator may follow now."""
    return shared().filter(client_id__in=list(clients))


def open_shared_courses(ids: Any) -> QuerySet[Course, Course]:
    """Of these courses, by their ids."""
    return shared().filter(pk__in=ids)


def shared() -> QuerySet[Course, Course]:
    """Every open course that a coordinator may follow now."""
    told = consent.holders(SHARE_COURSE_DESK)
    return Course.objects.filter(ended_at__isnull=True, client_id__in=told).select_related("provider")


def judged(courses: Iterable[Course], *, at: datetime) -> list[Listed]:
    """Of these courses those that ask for something, read anew."""
    rows = list(courses)
    return found_among(rows, caseload.at_the_desk(rows, at=at), at=at)


def found_among(rows: Sequence[Course], seen: dict[str, Followed], *, at: datetime) -> list[Listed]:
    """Of those seen, what asks for something. One query."""
    agreed = agreed_in(rows)
    found = (
        Listed(
            each.client_id,
            each.pk,
            each.opened_at,
            tuple(need for need in caseload.needs_of(each, seen[each.pk], at=at) if need in ASKS),
            found_in(step_of(each, agreed), seen[each.pk].measures),
        )
        for each in rows
        if each.pk in seen
    )
    return [each for each in found if each.needs or each.found]


def stuck(rows: Iterable[Listed]) -> list[Listed]:
    """Of those listed, the ones with an unresolved rupture, then those off track."""
    return sorted((each for each in rows if each.needs), key=lambda each: each.needs[0])


def stuck_page(mark: Mark, *, at: datetime) -> Page[CaseloadRow]:
    """A page of them as they stand, each opened; who needs no look any more, or shares no more, is left out.

    No name, no answer about safety: a coordinator is told where help may be needed, and by whom.
    """
    page = page_in(stuck(listed(at=at)), mark, id_of=lambda each: each.course_id, size=DRAWN)
    courses = {each.pk: each for each in open_shared(each.client_id for each in page.rows)}
    rows = [courses[each.course_id] for each in page.rows if each.course_id in courses]
    seen = caseload.at_the_desk(rows, at=at)
    found = [
        CaseloadRow(each, caseload.needs_of(each, seen[each.pk], at=at), followed=seen[each.pk])
        for each in rows
        if each.pk in seen
    ]
    return Page([each for each in found if each.needs[0] in ASKS], page.before, page.after)


def standing_page(mark: Mark, *, at: datetime) -> Page[Standing]:
    """Fifty of all courses that a coordinator may follow, as they stand, each opened.

    First those in which the rule finds another step, then those where one is proposed, then all others, each
    the longest open first.
    """
    of_proposed = open_shared_courses(StepChange.objects.filter(state=StepState.PROPOSED).values("course"))
    proposed = list(of_proposed.order_by("opened_at", "pk").values_list("pk", flat=True))
    found = [each.course_id for each in listed(at=at) if each.found]
    waits, is_found = set(proposed), set(found)
    first = sorted(found, key=waits.__contains__)
    first += [each for each in proposed if each not in is_found]
    page = page_behind(first, shared(), mark, key="opened_at")
    courses = {each.pk: each for each in open_shared_courses(page.rows)}
    rows = [courses[each] for each in page.rows if each in courses]
    return Page(_standing(rows, at=at), page.before, page.after)


def _standing(rows: Sequence[Course], *, at: datetime) -> list[Standing]:
    seen, agreed = caseload.measured_at_the_desk(rows, at=at), agreed_in(rows)
    waiting = StepChange.objects.filter(course__in=rows, state=StepState.PROPOSED)
    proposed = {row.course_id: row for row in waiting}
    return [
        Standing(each, step := step_of(each, agreed), found_in(step, seen[each.pk]), proposed.get(each.pk))
        for each in rows
        if each.pk in seen
    ]


def asking(rows: Iterable[Listed]) -> list[Listed]:
    """Of those listed, the ones in which the rule finds another step and none is proposed yet. One query."""
    waiting = set(StepChange.objects.filter(state=StepState.PROPOSED).values_list("course_id", flat=True))
    return [each for each in rows if each.found and each.course_id not in waiting]
