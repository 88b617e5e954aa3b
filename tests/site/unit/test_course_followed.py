"""What is to be seen of a course: nothing that came later moves it, others count without the client."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from rapport.site.checkins.queries import others, symptoms_course
from rapport.site.checkins.queries.course import course_of, courses_of
from rapport.site.people.models import Client
from support import followed, practice, rated
from support.going import (
    _nothing_kept,  # noqa: F401  a fixture
    planted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nothing_kept")]
BROKEN = [74, 75, 77, 76, 78, 79, 45, 43, 47]


def a_course(means, client=None):
    """A client with an open course who rated so, the three parts alike but for a point or two."""
    course = followed.course(rated.first_of(rated.matched(client)), weeks_ago=9)
    for week, mean in enumerate(means):
        rated.rate_one(course.match, week + 1, goals=mean, tasks=mean + 1, bond=mean + 2, overall=mean + 1)
    return course


def seen(course, at=None):
    return course_of(course.client, course.provider, at or timezone.now())


def test_course_shows_where_something_may_have_shifted():
    practice.providers(6)
    found = seen(a_course(BROKEN))

    assert [each.number for each in found.shifts] == [7]
    assert found.unrepaired.number == 7
    assert found.shifts[0].fell.keys() == {"goals", "tasks", "bond"}
    assert found.shifts[0].fell["goals"] == pytest.approx(np.mean(BROKEN[:6]) - 45)
    assert found.pairs == 0
    assert found.forecast.measured > 0.5


def test_what_is_usual_begins_where_the_same_was_forecast():
    practice.providers(6)
    course = a_course([40, 42])
    course.match.client = followed.of(course.client)
    forecast = course.match.unseal("detail")["forecast"]

    usual = {part: line.usual for part, line in seen(course).lines.items()}

    assert usual.keys() == forecast.keys()
    for part, band in usual.items():
        assert band.mean[0] == pytest.approx(forecast[part]["mean"])
        assert forecast[part]["low"] <= band.low[0] < band.high[0] <= forecast[part]["high"]


def test_later_sessions_move_nothing():
    practice.providers(6)
    course = a_course([*BROKEN, 76, 78])
    whole = seen(course)
    rows = list(course.client.rated_sessions.order_by("number"))

    for last in (1, 4, 7, 9):
        part = seen(course, at=rows[last - 1].held_at)
        assert part.sessions == whole.sessions[:last]
        for name, line in part.lines.items():
            for band in ("usual", "line", "trait"):
                for figure in ("mean", "low", "high"):
                    left, right = (getattr(getattr(each, band), figure) for each in (line, whole.lines[name]))
                    np.testing.assert_allclose(left, right[:last], atol=1e-9)
            np.testing.assert_allclose(line.state, whole.lines[name].state[:last], atol=1e-9)


def test_others_count_with_their_yes_and_without_the_client():
    practice.providers(6)
    course = a_course([90, 91, 92])
    fold = others.fold_of(course.client_id)
    crowd = [a_course([30, 50, 60, 70]).client for _ in range(18)]
    alone = seen(course)
    others.forget_usual()
    for each in crowd:
        rated.yes(each, "learning")
    rated.yes(course.client, "learning")
    told = seen(course)

    assert alone.pairs == 0
    assert told.pairs == sum(others.fold_of(each.pk) != fold for each in crowd)
    # How it goes on from the forecast is theirs.
    assert told.lines["goals"].usual.mean[-1] > alone.lines["goals"].usual.mean[-1] + 5
    others.forget_usual()
    for each in crowd:
        rated.no(each, "learning")
    assert seen(course).pairs == 0


def test_queries_are_as_many_for_many_courses(django_assert_num_queries):
    practice.providers(6)
    courses = [a_course([70, 71]) for _ in range(4)]
    now = timezone.now()
    pairs = [(each.client_id, each.provider_id) for each in courses]
    courses_of(pairs, now)

    for some in (pairs[:1], pairs):
        with django_assert_num_queries(3):
            assert [each.client_id for each in courses_of(some, now)] == [one for one, _ in some]


def test_provider_of_somebody_else_sees_an_empty_course():
    practice.providers(6)
    course = a_course([70, 71])
    other = course.match.shortlist.matches.exclude(pk=course.match_id)[0].provider

    found = course_of(Client.objects.get(pk=course.client_id), other, timezone.now())

    assert (found.sessions, found.lines, found.unrepaired, found.forecast) == ((), {}, None, None)


def test_symptoms_stand_beside_what_is_expected_once_enough_tell(monkeypatch):
    practice.providers(6)
    monkeypatch.setattr(symptoms_course, "_expected_for", lambda *_: {"phq-9": (planted(), 80)})
    course = a_course([70, 71, 72])
    sessions = list(course.client.rated_sessions.order_by("number"))
    for session, total in zip(sessions, (15, 16, 19), strict=True):
        followed.symptom(session, total)

    (found,) = seen(course).symptoms

    assert [each.score for each in found.scores] == [15, 16, 19]
    assert [each.light for each in found.scores] == ["green", "red", "red"]
    assert (found.in_red, found.expected.n) == (2, 80)
    assert seen(course, at=sessions[1].held_at + timedelta(hours=3)).symptoms[0].in_red == 1
