"""A course that both end at one moment gives one place back; without the guard it gives two."""

import json
from pathlib import Path

import pytest

from faults.scratch_site import Site, new_site
from faults.together import MEET, TESTS, run_together

# Two people have begun with one provider, who has two places; one of the courses is then ended by both sides.
PREPARE = """
from rapport.site.consultations.actions import choosing
from support.coursed import opened, practice_of
from support.met import NOW, met, three
practice_of(3, capacity="2")
first = opened()
match = next(each for each in three() if each.provider_id == first.provider_id)
met(match, days_ago=3)
choosing.choose(by=match.client, at=NOW, request=match.requests.get())
"""
END = """
from rapport.site.consultations.actions import ending
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from support.met import NOW
course = Course.objects.select_related("client__key", "provider").order_by("id")[0]
sides = [(course.client, CourseEnded.LEFT), (course.provider, CourseEnded.GAVE_UP)]
by, because = sides[NUMBER % 2]
ending.end_course(by=by, at=NOW, course=course, because=because)
"""
# Nobody waits for anybody: each looks, they meet, each writes.
WITHOUT_GUARDS = """
from contextlib import nullcontext
from types import SimpleNamespace
from django.db.models import F, QuerySet
from rapport.site.consultations.actions import ending
from rapport.site.directory.models import Places
QuerySet.select_for_update = lambda self, **named: self
ending.transaction = SimpleNamespace(atomic=nullcontext)
ending.hold_revision = meet
def unguarded(provider, *, by, at):
    Places.objects.filter(pk=provider.pk, used__gt=0).update(used=F("used") - 1)
ending.give_back_place = unguarded
# What else an end brings about needs the transaction that was taken away.
ending.tell_client = ending.tell_provider = ending.cool_off = lambda *given, **named: None
"""
STATE = """
import json
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Places
from rapport.site.foundation.models import AuditEvent
courses = Course.objects.order_by("id")
under_way = courses.filter(ended_at__isnull=True).count()
used = Places.objects.get(pk=courses[0].provider_id).used
print(json.dumps([under_way, used, AuditEvent.objects.filter(verb="course_ended").count()]))
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two open courses with one provider, two places taken."""
    found = new_site(tmp_path)
    found.python(TESTS + PREPARE)
    assert state(found) == [2, 2, 0]
    return found


def state(site: Site) -> list[int]:
    """Open courses, places taken, how often an end is on the trail."""
    found: list[int] = json.loads(site.python(STATE))
    return found


def test_course_ended_by_both_at_once_gives_one_place_back(site: Site) -> None:
    run_together(site, END, 4)

    assert state(site) == [1, 1, 1]


def test_without_the_guards_it_gives_two(site: Site) -> None:
    """The control of the test above."""
    run_together(site, MEET + WITHOUT_GUARDS + END, 2)

    assert state(site)[1] == 0
