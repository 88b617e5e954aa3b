"""A course ends once: who may end it and why, one place back, both told; the database keeps the promises."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.site.consultations.actions.ending import NotForThem, StillHandingOver, end_course
from rapport.site.consultations.actions.once import NotTheirs
from rapport.site.consultations.choices import CourseEnded, Ender
from rapport.site.consultations.models import Course
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.choices import Away
from rapport.site.directory.models import Absence, Places
from rapport.site.foundation.models import AuditEvent
from rapport.site.foundation.outbox_models import OutboxMessage
from support import accounts, practice
from support.coursed import opened, practice_of
from support.met import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    """A course under way, with a provider who has an account."""
    practice_of()
    found = opened()
    link_account(found.provider, accounts.account("provider"), by="coordinator", at=practice.AT)
    return Course.objects.select_related("client__key", "provider").get(pk=found.pk)


def used(course: Course) -> int:
    return Places.objects.get(pk=course.provider_id).used


def test_client_who_stops_ends_at_once_and_gives_the_place_back(course: Course) -> None:
    assert used(course) == 1

    ended = end_course(by=course.client, at=NOW, course=course, because=CourseEnded.LEFT)

    assert (ended.ended_because, ended.ended_by, used(course)) == (CourseEnded.LEFT, Ender.CLIENT, 0)
    told = OutboxMessage.objects.filter(key__startswith=f"course:{course.pk}:ended")
    assert set(told.values_list("kind", flat=True)) == {"client", "account"}


def test_course_ended_by_one_then_the_other_stays_as_it_ended_first(course: Course) -> None:
    end_course(by=course.client, at=NOW, course=course, because=CourseEnded.LEFT)

    again = end_course(by=course.provider, at=NOW, course=course, because=CourseEnded.GAVE_UP)

    assert (again.ended_by, used(course)) == (Ender.CLIENT, 0)
    assert not Absence.objects.exists()
    assert AuditEvent.objects.filter(verb="course_ended").count() == 1


def test_provider_who_gives_up_is_sent_nobody_new_for_a_while(course: Course) -> None:
    end_course(by=course.provider, at=NOW, course=course, because=CourseEnded.GAVE_UP)

    away = Absence.objects.get(provider=course.provider)
    assert (away.kind, away.because, away.until) == (Away.COOLING_OFF, "gave_up", NOW + timedelta(days=14))


def test_finished_needs_both_when_the_provider_says_it(course: Course) -> None:
    asked = end_course(by=course.provider, at=NOW, course=course, because=CourseEnded.FINISHED)
    assert (asked.ended_at, asked.finish_asked_at, used(course)) == (None, NOW, 1)

    ended = end_course(by=course.client, at=NOW, course=course, because=CourseEnded.FINISHED)

    assert (ended.ended_by, used(course)) == (Ender.BOTH, 0)
    assert not Absence.objects.exists()


def test_coordinator_ends_when_a_provider_leaves(course: Course) -> None:
    ended = end_course(by=accounts.account(), at=NOW, course=course, because=CourseEnded.MOVED_AWAY)

    assert (ended.ended_by, used(course)) == (Ender.COORDINATOR, 0)


@pytest.mark.parametrize(
    ("side", "because"),
    [
        ("client", CourseEnded.GAVE_UP),
        ("client", CourseEnded.REFERRED),
        ("provider", CourseEnded.LEFT),
        ("provider", CourseEnded.REFERRED),
        ("coordinator", CourseEnded.FINISHED),
    ],
)
def test_nobody_gives_a_reason_that_is_not_theirs(course: Course, side: str, because: CourseEnded) -> None:
    by = accounts.account() if side == "coordinator" else getattr(course, side)

    with pytest.raises(NotForThem):
        end_course(by=by, at=NOW, course=course, because=because)

    assert used(course) == 1


def test_strangers_end_nothing(course: Course) -> None:
    stranger, colleague = practice.client(), opened(days_ago=3).provider
    other = (
        colleague
        if colleague.pk != course.provider_id
        else type(colleague).objects.exclude(pk=colleague.pk)[0]
    )

    for by in (stranger, other):
        with pytest.raises(NotTheirs):
            end_course(by=by, at=NOW, course=course, because=CourseEnded.LEFT)


def test_provider_does_not_leave_somebody_who_has_met_nobody_yet(course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(handing_over_since=NOW - timedelta(hours=3))

    with pytest.raises(StillHandingOver):
        end_course(by=course.provider, at=NOW, course=course, because=CourseEnded.GAVE_UP)


def test_place_never_falls_below_none(course: Course) -> None:
    Places.objects.filter(pk=course.provider_id).update(used=0)

    end_course(by=course.client, at=NOW, course=course, because=CourseEnded.LEFT)

    assert used(course) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"ended_at": NOW},
        {"ended_at": NOW, "ended_because": "left", "ended_by": "provider"},
        {"ended_at": NOW, "ended_because": "gave_up", "ended_by": "client"},
        {"ended_because": "left", "ended_by": "client"},
        {"ended_at": NOW - timedelta(days=900), "ended_because": "left", "ended_by": "client"},
    ],
)
def test_database_refuses_an_end_that_is_not_whole(course: Course, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.filter(pk=course.pk).update(**wrong)
