"""Which step a course is on, where another one is worth a question, and groups with their free places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef

from rapport.alliance.stepping import Proposal, Scored, propose
from rapport.site.checkins.queries.course import Measures
from rapport.site.checkins.queries.following import SHARE_COURSE_DESK
from rapport.site.consultations.models import Course
from rapport.site.directory.choices import Kind
from rapport.site.foundation import consent
from rapport.site.people.models import Client
from rapport.site.steps.choices import Step, StepState, Why
from rapport.site.steps.models import Group, GroupPlace, StepChange


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of all courses that a coordinator may follow, as one thing to ask the policy about."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One course at the desk: its step, what the rule finds, and what was proposed already."""

    course: Course
    step: Step
    found: tuple[Step, Why] | None
    proposed: StepChange | None


def step_of(course: Course, changes: Mapping[str, StepChange] | None = None) -> Step:
    """The step that was last agreed to, else that of whoever was chosen. One query without `changes`."""
    agreed = agreed_in([course]) if changes is None else changes
    if course.pk in agreed:
        return Step(agreed[course.pk].to_step)
    return Step.COACH if course.provider.kind == Kind.COACH else Step.THERAPIST


def agreed_in(courses: Sequence[Course]) -> dict[str, StepChange]:
    """Of these courses the change that was agreed to last, by the course's id. One query."""
    rows = StepChange.objects.filter(course__in=courses, state=StepState.AGREED).order_by("answered_at", "pk")
    return {row.course_id: row for row in rows}


def found_in(step: Step, measures: Measures) -> tuple[Step, Why] | None:
    """What the rule finds in a course; never a coach, since nothing here tells what is clinical."""
    symptoms = [
        Scored(each.instrument, [one.score for one in each.scores], each.in_red) for each in measures.symptoms
    ]
    found: Proposal | None = propose(step.value, measures.sessions, symptoms)
    return None if found is None else (Step(found.to), Why(found.why))


def shared_course(course_id: str) -> Course | None:
    """An open course whose client lets a coordinator follow it. Two queries."""
    found = Course.objects.filter(pk=course_id, ended_at__isnull=True)
    course = found.select_related("provider", "client__key").first()
    is_shared = course is not None and consent.is_given(client_id=course.client_id, purpose=SHARE_COURSE_DESK)
    return course if is_shared else None


def proposed_to(course: Course) -> StepChange | None:
    """What waits for the client's answer. One query."""
    found = StepChange.objects.filter(course=course, state=StepState.PROPOSED).first()
    if found is not None:
        found.client, found.course = course.client, course
    return found


def change_with_id(change_id: str) -> StepChange | None:
    """One by its id: ask the policy. One query."""
    found = StepChange.objects.select_related("client__key", "course__provider").filter(pk=change_id)
    return found.first()


def groups(*, on: date) -> list[Group]:
    """Groups to be joined or under way, the soonest first; `free` is how many places are. One query."""
    found = Group.objects.filter(is_open=True).select_related("provider").annotate(used=Count("taken"))
    rows = list(found.annotate(free=F("places") - F("used")).order_by("starts_on", "pk"))
    return [row for row in rows if row.starts_on >= on or row.used]


def group_with_id(group_id: str) -> Group | None:
    """One by its id: ask the policy. One query."""
    return Group.objects.select_related("provider").filter(pk=group_id).first()


def place_of(client: Client) -> GroupPlace | None:
    """The place that a client has, its group loaded. One query."""
    found = GroupPlace.objects.filter(client=client).select_related("group__provider").order_by("-at")
    return found.first()


def without_a_group() -> int:
    """How many agreed to a group and have no place in one yet. One query."""
    agreed = StepChange.objects.filter(state=StepState.AGREED, course__ended_at__isnull=True)
    later = agreed.filter(course_id=OuterRef("course_id"), answered_at__gt=OuterRef("answered_at"))
    newest = agreed.filter(~Exists(later), to_step=Step.GROUP, client__group_places__isnull=True)
    return newest.values("course_id").distinct().count()


def held_about(client: Client) -> dict[str, Any]:
    """Every proposal of another step and every place in a group, for the client's download."""
    rows = StepChange.objects.filter(client_id=client.pk).order_by("at", "pk")
    changes = []
    for row in rows:
        row.client = client
        changes.append(
            {
                "at": row.at.isoformat(),
                "from": row.from_step,
                "to": row.to_step,
                "why": row.why,
                "state": row.state,
                "answered_at": row.answered_at.isoformat() if row.answered_at else None,
                "words": row.unseal("words"),
            }
        )
    places = GroupPlace.objects.filter(client_id=client.pk).select_related("group").order_by("at")
    return {
        "changes": changes,
        "groups": [{"group": row.group.name, "at": row.at.isoformat()} for row in places],
    }
