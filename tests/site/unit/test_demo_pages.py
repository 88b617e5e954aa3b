"""The demo: what its invented clients send is what the pages can show again."""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.cli import demo
from rapport.site.checkins.models import RatedSession
from rapport.site.checkins.queries.sessions import rated_sessions
from rapport.site.people.models import Client
from support import practice

pytestmark = pytest.mark.django_db


def test_every_invented_client_can_check_their_answers_and_see_their_matches() -> None:
    demo.fill(providers=200, clients=12, seed=7, until="matches")

    for person in Client.objects.select_related("key"):
        browser = Browser()
        practice.sign_in(browser, person)
        for address in ("/questionnaire/check/", "/matches/", "/mine/", "/mine/download/"):
            assert browser.get(address).status_code == 200, address


def test_invented_clients_rate_sessions_in_the_past_through_the_real_actions() -> None:
    demo.fill(providers=200, clients=12, seed=7, until="checkins")

    sessions = RatedSession.objects.select_related("match__shortlist")
    assert 20 <= sessions.count() <= 120
    assert all(each.match.shortlist.issued_at < each.held_at < timezone.now() for each in sessions)
    assert all(each.expires_at > timezone.now() for each in Client.objects.all())
    learned_from = rated_sessions(timezone.now())
    assert learned_from is not None
    assert len(set(learned_from.clients)) < sessions.values("client").distinct().count()
    assert 40 < learned_from.ratings["overall"].mean() < 95


def test_demo_until_the_directory_opens_no_clients() -> None:
    demo.fill(providers=20, clients=5, seed=7, until="directory")

    assert not Client.objects.exists()
