"""A provider's day: courses that press are named on the first page, and a course shows all that is shared."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.site.checkins.models import RatedSession
from rapport.site.foundation.models import AuditEvent
from support import followed, rated
from support.caseload import FELL, course_of, matches_with, signed_in
from support.story import words_of

pytestmark = pytest.mark.django_db


def test_first_page_names_the_course_that_may_have_shifted_and_the_trail_says_so():
    course = course_of(matches_with()[0], FELL)
    course_of(matches_with(course.provider)[0], called="Kim")
    browser = signed_in(course.provider)

    answer = browser.get("/portal/")

    words = words_of(answer)
    assert "Robin Something may have shifted." in words
    assert "Kim" not in words
    assert f"/portal/caseload/{course.pk}/" in answer.content.decode()
    looked = AuditEvent.objects.filter(verb="followed_course", actor=course.provider_id)
    assert list(looked.values_list("subject", flat=True)) == [course.client_id]

    rated.no(course.client, "share_course")
    assert "shifted" not in words_of(browser.get("/portal/"))


def test_first_page_costs_the_same_queries_for_one_shift_and_ten():
    course = course_of(matches_with()[0], FELL)
    browser = signed_in(course.provider)

    def cost():
        browser.get("/portal/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/portal/")
        return len(asked)

    before = cost()
    for match in matches_with(course.provider, count=9):
        course_of(match, FELL)
    assert cost() == before


def test_course_page_shows_parts_symptoms_and_the_way_on():
    course = course_of(matches_with()[0])
    for session, total in zip(RatedSession.objects.order_by("number"), (14, 12, 9), strict=False):
        followed.symptom(session, total)

    answer = signed_in(course.provider).get(f"/portal/caseload/{course.pk}/")

    body, words = answer.content.decode(), words_of(answer)
    assert body.count('<svg class="course-picture part-') == 5
    assert "How they are" in words
    assert "Patient Health Questionnaire" in words
    for what in ("refer", "end"):
        assert f"/portal/courses/{course.pk}/{what}/" in body
