"""Who has finished, or stopped, waits for nobody; whom their provider left does."""

import pytest
from django.utils import timezone

from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.actions.renewing import issue
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.queries.waiting import waiting
from rapport.site.intake.models import Intake
from rapport.site.matches.rematch import Rematch
from support import followed, practice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("because", "waits"), [(CourseEnded.FINISHED, 0), (CourseEnded.LEFT, 0), (CourseEnded.GAVE_UP, 1)]
)
def test_a_course_that_ended_leaves_somebody_waiting_only_where_they_did_not_end_it(because, waits):
    practice.providers(6)
    course, at = followed.course(), timezone.now()
    Intake.objects.filter(client=course.client).update(submitted_at=course.opened_at)
    by = course.provider if because == CourseEnded.GAVE_UP else course.client

    end_course(by=by, at=at, course=course, because=because)

    assert len(waiting("", at=at)) == waits


def test_who_asks_for_others_after_it_waits_again():
    practice.providers(12)
    course, at = followed.course(), timezone.now()
    Intake.objects.filter(client=course.client).update(submitted_at=course.opened_at)
    end_course(by=course.client, at=at, course=course, because=CourseEnded.LEFT)
    assert waiting("", at=at) == []

    issue(by=course.client, at=at, rematch=Rematch())

    assert len(waiting("", at=at)) == 1
