"""Of whom a night learns what is usual: those who rated last, found from the newest session back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.site.checkins.models import RatedSession
from rapport.site.checkins.queries import others
from support import practice, rated


def rater(sessions: int, *, days_ago: int, learns: bool = True) -> str:
    """A client with so many sessions in the days up to then."""
    match = rated.first_of(rated.matched())
    for number in range(1, sessions + 1):
        rated.rate_one(match, number, overall=70)
    for row in RatedSession.objects.filter(client=match.client):
        held_at = timezone.now() - timedelta(days=days_ago + sessions - row.number)
        RatedSession.objects.filter(pk=row.pk).update(held_at=held_at, recorded_at=timezone.now())
    (rated.yes if learns else rated.no)(match.client, others.LEARNING)
    return match.client.pk


@pytest.mark.django_db
def test_whoever_rated_last_is_learnt_from_however_many_sessions_others_have(monkeypatch):
    monkeypatch.setattr(others, "MOST_CLIENTS", 2)
    monkeypatch.setattr(others, "A_LOOK_BACK", 2)
    practice.providers(6)
    often, second = rater(9, days_ago=0), rater(1, days_ago=20)
    rater(1, days_ago=30)
    rater(2, days_ago=1, learns=False)

    found = others.learning_clients(timezone.now())

    assert set(found) == {often, second}
    assert set(others.learning_clients(timezone.now() - timedelta(days=10))) >= {second}


@pytest.mark.django_db
def test_fewer_than_are_asked_for_are_all_who_rated(monkeypatch):
    monkeypatch.setattr(others, "MOST_CLIENTS", 3)
    monkeypatch.setattr(others, "A_LOOK_BACK", 2)
    practice.providers(6)
    both = {rater(1, days_ago=0), rater(2, days_ago=3)}

    assert set(others.learning_clients(timezone.now())) == both
