"""Clients come, come back, go, and nothing of them stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as site
from django.test import RequestFactory
from django.utils import timezone

from rapport.site.foundation import audit, consent
from rapport.site.foundation.models import AuditEvent, ConsentEntry, DataKey
from rapport.site.people import actions, queries, sessions
from rapport.site.people.models import Client, Session
from rapport.site.people.session_store import SessionStore

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def visit(client=None):
    """A request with a visit, of a client or of nobody."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session.create()
    if client is not None:
        sessions.sign_in(request, client)
        request.session.save()
    return request


def again(request):
    """The browser's next request of the same visit."""
    following = RequestFactory().get("/")
    following.session = SessionStore(request.session.session_key)
    return following


def test_code_brings_back_its_client_and_no_other():
    mine, my_code = actions.open_client(at=NOW)
    theirs, their_code = actions.open_client(at=NOW)

    assert queries.client_by_receipt(my_code, at=NOW) == mine
    assert queries.client_by_receipt(their_code.upper().replace("-", "  "), at=NOW) == theirs
    assert queries.client_by_receipt("brook brook brook brook brook", at=NOW) is None
    assert queries.client_by_receipt("", at=NOW) is None


def test_code_is_kept_sealed_and_shown_to_its_client():
    client, code = actions.open_client(at=NOW)

    stored = Client.objects.values_list("receipt", "receipt_digest").get(pk=client.pk)

    assert code.encode() not in bytes(stored[0])
    assert code not in stored[1]
    assert Client.objects.get(pk=client.pk).receipt_code() == code


def test_code_of_an_expired_client_does_not_hold_before_they_are_erased():
    client, code = actions.open_client(at=NOW)
    later = client.expires_at

    assert queries.client_by_receipt(code, at=later - timedelta(seconds=1)) == client
    assert queries.client_by_receipt(code, at=later) is None
    assert queries.client_by_id(client.pk, at=later) is None


def test_client_is_kept_for_the_retention_time_from_the_last_visit():
    client, _ = actions.open_client(at=NOW)
    assert client.expires_at == NOW + timedelta(days=site.RETENTION_DAYS)

    actions.touch(client, at=NOW + timedelta(hours=3))
    assert Client.objects.get().expires_at == NOW + timedelta(days=site.RETENTION_DAYS)

    actions.touch(client, at=NOW + timedelta(days=2))
    assert Client.objects.get().expires_at == NOW + timedelta(days=site.RETENTION_DAYS + 2)


def test_erasing_leaves_a_random_id_on_the_audit_trail_alone():
    client, _ = actions.open_client(at=NOW)
    other, _ = actions.open_client(at=NOW)
    consent.give(client_id=client.pk, purpose="matching", at=NOW)
    consent.give(client_id=other.pk, purpose="matching", at=NOW)
    visit(client)

    actions.erase_client(client, by=client.pk, at=NOW)

    assert list(Client.objects.all()) == [other]
    assert DataKey.objects.count() == 1
    assert not DataKey.objects.filter(pk=client.key_id).exists()
    assert list(ConsentEntry.objects.values_list("client_id", flat=True)) == [other.pk]
    assert Session.objects.filter(client_id=client.pk).count() == 0
    assert list(AuditEvent.objects.filter(subject=client.pk).values_list("verb", flat=True)) == [
        "opened",
        "erased",
    ]
    assert audit.broken_links() == []


def test_erasing_twice_is_noted_once():
    client, _ = actions.open_client(at=NOW)
    same = Client.objects.get(pk=client.pk)

    actions.erase_client(client, by=client.pk, at=NOW)
    actions.erase_client(same, by=client.pk, at=NOW)

    assert AuditEvent.objects.filter(verb="erased").count() == 1


def test_expired_clients_are_erased_and_others_stay():
    old, _ = actions.open_client(at=NOW - timedelta(days=site.RETENTION_DAYS))
    new, _ = actions.open_client(at=NOW - timedelta(days=site.RETENTION_DAYS - 1))

    assert actions.delete_expired(NOW) == 1
    assert actions.delete_expired(NOW) == 0

    assert list(Client.objects.all()) == [new]
    assert AuditEvent.objects.get(verb="erased").actor == "system"
    assert old.pk != new.pk


def test_ended_visits_are_deleted():
    visit()
    ended = visit()
    Session.objects.filter(pk=ended.session.session_key).update(expire_date=NOW)

    assert actions.end_old_sessions(NOW + timedelta(seconds=1)) == 1
    assert Session.objects.count() == 1


def test_visit_knows_its_client_but_not_the_code():
    client, code = actions.open_client(at=timezone.now())
    request = visit(client)

    assert sessions.current_client(again(request)) == client
    stored = Session.objects.get(pk=request.session.session_key)
    assert stored.client_id == client.pk
    assert code not in str(stored.get_decoded())
    assert set(stored.get_decoded()) == {"client", "seen"}


def test_visit_without_a_client_is_of_nobody():
    assert sessions.current_client(visit()) is None


def test_key_planted_before_signing_in_is_worth_nothing():
    client, _ = actions.open_client(at=timezone.now())
    request = visit()
    planted = request.session.session_key

    sessions.sign_in(request, client)
    request.session.save()

    assert request.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_signing_in_as_another_client_forgets_the_first():
    first, _ = actions.open_client(at=timezone.now())
    second, _ = actions.open_client(at=timezone.now())
    request = visit(first)
    request.session["draft"] = "of the first"

    sessions.sign_in(request, second)

    assert sessions.current_client(request) == second
    assert "draft" not in request.session


def test_signing_out_ends_the_visit_on_the_server():
    client, _ = actions.open_client(at=timezone.now())
    request = visit(client)
    key = request.session.session_key

    sessions.sign_out(request)

    assert sessions.current_client(request) is None
    assert not Session.objects.filter(pk=key).exists()


def test_idle_visit_ends(monkeypatch):
    client, _ = actions.open_client(at=timezone.now())
    request = visit(client)
    minutes = site.ENVIRONMENT.session_minutes
    for late, expected in ((minutes - 1, client), (2 * minutes - 2, client), (3 * minutes, None)):
        now = timezone.now() + timedelta(minutes=late)
        monkeypatch.setattr(sessions.timezone, "now", lambda now=now: now)
        following = again(request)
        assert sessions.current_client(following) == expected
        if expected:
            following.session.save()
        monkeypatch.undo()


def test_visit_of_an_erased_client_is_of_nobody_at_once():
    client, _ = actions.open_client(at=timezone.now())
    request = visit(client)

    actions.erase_client(client, by="operator", at=timezone.now())

    assert sessions.current_client(again(request)) is None


def test_reading_pages_does_not_write_at_every_click(django_assert_num_queries):
    client, _ = actions.open_client(at=timezone.now())
    request = again(visit(client))

    with django_assert_num_queries(1):  # the visit, the client and their key
        sessions.current_client(request)
        sessions.current_client(request)

    assert not request.session.modified


def test_everything_held_is_told():
    client, code = actions.open_client(at=NOW)
    consent.give(client_id=client.pk, purpose="matching", at=NOW)

    held = queries.held_about(client)

    assert held["receipt_code"] == code
    assert held["kept_until"] == client.expires_at.isoformat()
    assert [entry["purpose"] for entry in held["consents"]] == ["matching"]
    assert [event["what"] for event in held["who_did_what"]] == ["opened"]


def test_visit_comes_with_its_client_and_one_of_nobody_without():
    person, _ = actions.open_client(at=timezone.now())
    store = visit(person).session
    store.save()
    nobodys = SessionStore()
    nobodys["language"] = "en"
    nobodys.save()

    loaded, empty, gone = (SessionStore(key) for key in (store.session_key, nobodys.session_key, "x" * 32))

    assert (loaded.get("client"), loaded.client) == (person.pk, person)
    assert (empty.get("language"), empty.client) == ("en", None)
    assert (gone.get("client"), gone.client, gone.session_key) == (None, None, None)


def test_visit_that_names_another_client_than_its_column_is_that_of_the_one_it_names():
    """The column is for erasing; what a visit holds is signed and decides."""
    first, second = (actions.open_client(at=timezone.now())[0] for _ in range(2))
    request = visit(first)
    request.session.save()
    Session.objects.filter(session_key=request.session.session_key).update(client_id=second.pk)

    assert sessions.current_client(again(request)) == first
