"""Pages that are kept: the same to read, written anew when anything behind them changed, noted each time."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.client.matches import presentation
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit, remembered
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches import actions
from rapport.site.matches.models import Match
from rapport.site.people.actions import erase_client
from support import practice

pytestmark = pytest.mark.django_db
# The visit, the client, the shortlist or match, version of answers, of directory; then the audit trail's
# savepoint, end, event, new end, release.
MOST_QUERIES = 10


@pytest.fixture(autouse=True)
def _empty():
    for memory in remembered.MEMORIES:
        memory.forget_all()


@pytest.fixture
def person(client):
    practice.providers(6)
    person = practice.client()
    actions.issue(by=person, at=timezone.now())
    practice.sign_in(client, person)
    return person


def addresses(person):
    match = Match.objects.filter(client=person).order_by("position").first()
    return ["/matches/", f"/matches/{match.pk}/", f"/recommended/{match.provider.pk}/fit/"]


@pytest.fixture
def written(monkeypatch):
    """How often a person was put into words."""
    counted = []
    person = presentation.person

    def counting(card, **named):
        counted.append(card.id)
        return person(card, **named)

    monkeypatch.setattr(presentation, "person", counting)
    return counted


@pytest.mark.parametrize("which", [0, 1, 2])
def test_page_seen_again_is_the_same_and_not_written_again(client, person, written, which):
    address = addresses(person)[which]

    first, again = client.get(address), client.get(address)

    assert first.content == again.content
    assert first.headers == again.headers
    assert len(written) == (3 if which == 0 else 1)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_every_reading_is_on_the_trail(client, person, which):
    address = addresses(person)[which]

    for count in (1, 2, 3):
        client.get(address)
        assert AuditEvent.objects.filter(verb="read_matches", subject=person.pk).count() == count

    assert audit.broken_links() == []


@pytest.mark.parametrize("which", [0, 1, 2])
def test_page_seen_again_costs_few_queries(client, person, which):
    address = addresses(person)[which]
    client.get(address)

    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) <= MOST_QUERIES, [each["sql"] for each in captured]


def test_provider_whose_row_changed_is_written_anew(client, person):
    before = [client.get(address).content.decode() for address in addresses(person)]
    practice.providers(6, fee_min="90", fee_max="91", openings_confirmed_on="2026-11-25")

    after = [client.get(address).content.decode() for address in addresses(person)]

    for old, new in zip(before, after, strict=True):
        assert "opening confirmed 20 November" in old
        assert "opening confirmed 25 November" in new
        assert "$91" in new


def test_changed_answer_shows_at_once(client, person):
    fit = addresses(person)[2]
    before = client.get(fit).content
    client.get("/matches/")
    client.post("/questionnaire/concerns/", {"said": ["grief"]})

    assert "You changed an answer" in client.get("/matches/").content.decode()
    assert client.get(fit).content != before


def test_form_of_a_page_carries_the_token_of_its_own_visit(client, person):
    client.post("/questionnaire/concerns/", {"said": ["grief"]})
    other = Browser()
    practice.sign_in(other, person)

    tokens = [
        re.search(r'csrfmiddlewaretoken" value="([^"]+)"', browser.get("/matches/").content.decode())[1]
        for browser in (client, other)
    ]

    assert tokens[0] != tokens[1]


def test_new_three_are_shown_at_once(client, person):
    before = re.findall(r'data-provider="(p\d)"', client.get("/matches/").content.decode())
    actions.issue(by=person, at=timezone.now(), missing={"missing": ["way"]})

    after = re.findall(r'data-provider="(p\d)"', client.get("/matches/").content.decode())

    assert len(after) == 3
    assert not set(before) & set(after)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_page_is_written_anew_when_the_clients_day_begins(person, written, which):
    """New York's midnight: licences and the like are judged by the client's own day."""
    address, late = addresses(person)[which], Browser()
    evening = timezone.now().replace(hour=4, minute=40, second=0) + timedelta(days=1)
    with time_machine.travel(evening, tick=False):
        practice.sign_in(late, person)
        assert late.get(address).status_code == 200
        at_first = len(written)
        assert late.get(address).status_code == 200
        assert len(written) == at_first > 0
    with time_machine.travel(evening + timedelta(minutes=25), tick=False):
        assert late.get(address).status_code == 200

    assert len(written) == 2 * at_first


def test_another_client_is_shown_their_own(client, person):
    mine = client.get("/matches/").content
    stranger = practice.client(text="Something else altogether.")
    actions.issue(by=stranger, at=timezone.now())
    other = Browser()
    practice.sign_in(other, stranger)

    assert other.get("/matches/").content != mine
    assert other.get(addresses(person)[1]).status_code == 404
    assert client.get("/matches/").content == mine


def test_erased_client_is_shown_nothing(client, person):
    seen = addresses(person)
    for address in seen:
        client.get(address)
    erase_client(person, by=person.pk, at=timezone.now())

    assert [client.get(address).status_code for address in seen] == [302, 302, 302]


def test_name_no_longer_listed_does_not_exist_however_often_it_was_seen(client, person):
    address = addresses(person)[2]
    client.get(address)
    Provider.objects.all().update(is_listed=False)

    assert client.get(address).status_code == 404


def test_kept_pages_are_not_stored_by_browsers(client, person):
    for address in [*addresses(person)] * 2:
        assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/crisis/", "/privacy/", "/guides/"])
def test_page_for_everyone_needs_no_database_and_is_the_same_again(client, address):
    with CaptureQueriesContext(connection) as captured:
        first, again = client.get(address), client.get(address)

    assert first.content == again.content
    assert len(captured) == 0


def test_number_told_on_a_page_for_everyone_is_the_one_that_holds(client, settings):
    client.get("/privacy/")
    settings.RETENTION_DAYS = 33

    assert "33 days" in client.get("/privacy/").content.decode()
