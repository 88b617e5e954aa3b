"""Who has finished, or stopped, waits for nobody until they ask anew."""

import pytest
from django.utils import timezone

from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.actions.renewing import issue
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.queries.waiting import Whose, waiting_page
from rapport.site.foundation.paging import Mark
from rapport.site.intake.models import Intake
from rapport.site.matches.rematch import Rematch
from support import followed, practice

pytestmark = pytest.mark.django_db


def waiting(at):
    return waiting_page("", Mark(), whose=Whose.ANYBODY, at=at).rows


@pytest.mark.parametrize("because", [CourseEnded.FINISHED, CourseEnded.LEFT])
def test_who_ended_a_course_waits_for_nobody(because):
    practice.providers(6)
    course, at = followed.course(), timezone.now()
    Intake.objects.filter(client=course.client).update(submitted_at=course.opened_at)

    end_course(by=course.client, at=at, course=course, because=because)

    assert waiting(at) == []


def test_who_asks_for_others_after_it_waits_again():
    practice.providers(12)
    course, at = followed.course(), timezone.now()
    Intake.objects.filter(client=course.client).update(submitted_at=course.opened_at)
    end_course(by=course.client, at=at, course=course, because=CourseEnded.LEFT)
    assert waiting(at) == []

    issue(by=course.client, at=at, rematch=Rematch())

    assert len(waiting(at)) == 1
