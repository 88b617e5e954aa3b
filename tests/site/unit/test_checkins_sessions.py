"""Rated sessions: kept once, by whose they are, sealed, learned from only with consent, gone when erased."""

import math
from datetime import timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.errors import BadInput
from rapport.site.checkins.actions import sessions as actions
from rapport.site.checkins.models import RatedSession
from rapport.site.checkins.queries import held, sessions
from rapport.site.foundation.models import AuditEvent
from rapport.site.people import policy
from rapport.site.people.actions import erase_client
from rapport.site.people.policy import Kind, Viewer
from support import practice, rated
from support.rated import RATINGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def match():
    practice.providers(6)
    return rated.first_of(rated.matched())


def record(match, **changes):
    now = timezone.now()
    values = {
        "by": match.client, "at": now, "match": match, "number": 1, "held_at": now - timedelta(days=3),
        "ratings": RATINGS, "key": "k1",
    } | changes  # fmt: skip
    return actions.record_session_ratings(**values)


def test_session_is_kept_with_its_ratings_sealed(match):
    session = record(match)

    assert RatedSession.objects.get().pk == session.pk
    assert session.unseal("ratings") == RATINGS
    assert b"overall" not in bytes(session.ratings)
    event = AuditEvent.objects.get(verb="rated")
    assert (event.subject, event.detail) == (match.client_id, '{"number":1}')


def test_session_sent_twice_is_kept_once(match):
    first, second = record(match), record(match)

    assert first.pk == second.pk
    assert RatedSession.objects.count() == 1
    assert AuditEvent.objects.filter(verb="rated").count() == 1


def test_session_rated_by_another_form_is_refused(match):
    record(match)

    with pytest.raises(actions.AlreadyRated):
        record(match, key="k2")


def test_key_of_another_session_is_refused(match):
    record(match)

    with pytest.raises(actions.AlreadyRated):
        record(match, number=2)


def test_match_of_another_client_is_refused(match):
    stranger = practice.client()

    with pytest.raises(actions.NotTheirs):
        record(match, by=stranger)

    assert not RatedSession.objects.exists()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"ratings": {}}, "ratings"),
        ({"ratings": {"warmth": 50}}, "ratings"),
        ({"ratings": {"bond": 100.5}}, "bond"),
        ({"ratings": {"bond": -1}}, "bond"),
        ({"ratings": {"bond": math.nan}}, "bond"),
        ({"number": 0}, "number"),
        ({"number": 1001}, "number"),
        ({"key": ""}, "key"),
        ({"key": "k" * 65}, "key"),
        ({"held_at": timezone.now() + timedelta(days=2)}, "held_at"),
        ({"held_at": timezone.now() - timedelta(days=90)}, "held_at"),
    ],
)
def test_values_out_of_bounds_are_refused_without_repeating_a_rating(match, change, column):
    with pytest.raises(BadInput) as refused:
        record(match, **change)

    assert refused.value.problem.column == column
    assert "100.5" not in str(refused.value)
    assert not RatedSession.objects.exists()


def test_sessions_out_of_order_are_refused(match):
    record(match, number=2, held_at=timezone.now() - timedelta(days=9))

    with pytest.raises(BadInput, match="in the order of their numbers"):
        record(match, number=1, key="k2", held_at=timezone.now() - timedelta(days=2))
    record(match, number=1, key="k2", held_at=timezone.now() - timedelta(days=16))

    assert RatedSession.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"number": 1, "entry_key": "other"},
        {"number": 2, "entry_key": "k1"},
        {"number": 0, "entry_key": "other"},
        {"number": 2, "entry_key": ""},
        {"number": 2, "entry_key": "other", "ratings": None},
        {"number": 2, "entry_key": "other", "held_at": timezone.now() + timedelta(days=99)},
    ],
)
def test_database_refuses_a_session_that_breaks_a_promise(match, change):
    session = record(match)
    values = {
        "client": match.client, "provider": match.provider, "match": match, "held_at": session.held_at,
        "recorded_at": session.recorded_at, "ratings": b"sealed",
    }  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        RatedSession.objects.create(**values | change)


def test_only_the_client_may_see_a_session(match):
    session = record(match)

    assert policy.may(Viewer(Kind.CLIENT, match.client_id), "read", session)
    for viewer in (
        Viewer(Kind.CLIENT, "x" * 26),
        policy.NOBODY,
        Viewer(Kind.COORDINATOR, "c" * 26),
        policy.SYSTEM,
    ):
        assert not policy.may(viewer, "read", session)


def test_download_holds_sessions(match):
    record(match)

    (told,) = held.held_about(match.client)["rated_sessions"]
    assert (told["number"], told["ratings"]) == (1, RATINGS)


def test_erasing_takes_sessions_with_it(match):
    record(match)
    erase_client(match.client, by=match.client_id, at=timezone.now())

    assert not RatedSession.objects.exists()


def test_nothing_is_learned_without_consent(match):
    record(match)

    assert sessions.rated_sessions(timezone.now()) is None


def test_what_is_learned_from_are_sessions_of_those_who_said_yes(match):
    rated.yes(match.client, "learning")
    rated.rate(match, [70, 72, 74], goals=60)
    silent = rated.first_of(rated.matched())
    rated.rate(silent, [10, 20])

    found = sessions.rated_sessions(timezone.now())

    assert found.clients == (match.client_id,)
    assert found.providers == (match.provider.provider_id,)
    assert found.ratings["overall"].tolist() == [70, 72, 74]
    assert found.ratings["goals"].tolist() == [60, 60, 60]
    assert np.isnan(found.ratings["bond"]).all()
    assert found.day.tolist() == [0, 7, 14]
    assert found.is_in_time_order


def test_withdrawn_consent_takes_sessions_out_at_once(match):
    rated.yes(match.client, "learning")
    rated.rate(match, [70])
    assert sessions.rated_sessions(timezone.now()) is not None

    rated.no(match.client, "learning")

    assert sessions.rated_sessions(timezone.now()) is None


def test_features_are_those_of_the_stored_match(match):
    rated.yes(match.client, "learning")
    rated.rate(match, [70])
    other = rated.matched(concerns=[{"code": "depression", "importance": 2}])
    rated.yes(other.client, "learning")
    rated.rate(rated.first_of(other), [80])

    found = sessions.rated_sessions(timezone.now())

    known = match.unseal("detail")["known"]
    columns = dict(zip(found.feature_names, found.features.T, strict=True))
    row = found.clients.index(match.client_id)
    assert {name: columns[name][row] for name in known} == known
    assert known["x_concern_anxiety"] == 1.0
    assert columns["x_concern_depression"][row] == 0.0
    assert {"x_concerns", "x_goals", "x_tasks", "x_directive", "x_challenge", "x_wishes"} <= set(known)


def test_overall_is_the_mean_of_the_parts_where_it_was_not_given(match):
    rated.yes(match.client, "learning")
    record(match, ratings={"goals": 60, "bond": 80})

    assert sessions.rated_sessions(timezone.now()).ratings["overall"].tolist() == [70]
