"""The client's own record: seen, taken, erased by them alone; and two ways out."""

import json

import pytest
from django.db import OperationalError
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.foundation.models import AuditEvent, DataKey
from rapport.site.people import actions, sessions
from rapport.site.people.models import Client, Session
from rapport.site.people.session_store import CLIENT

pytestmark = pytest.mark.django_db
PAGES = ("/mine/", "/mine/download/", "/mine/erase/")


def visiting(client):
    """A browser in a visit of this client."""
    browser = Browser()
    session = browser.session
    session[CLIENT] = client.pk
    session[sessions.SEEN] = timezone.now().isoformat()
    session.save()
    return browser


@pytest.fixture
def someone():
    return actions.open_client(at=timezone.now())


@pytest.mark.parametrize("address", PAGES)
def test_without_a_visit_the_code_is_asked_for(client, address):
    response = client.get(address)

    assert response.status_code == 403
    assert b'href="/return/"' in response.content
    assert not response.cookies


def test_record_shows_the_code_and_what_is_held(someone):
    client, code = someone

    text = visiting(client).get("/mine/").content.decode()

    assert code in text
    assert "A random number for you, and 1 note of what was done with your record" in text
    assert "your record was begun (by you)" in text
    assert "The people we showed you" not in text
    assert "See or change my answers" not in text
    assert 'action="/mine/sign-out/"' in text


def test_reading_by_the_operator_is_told_to_the_client(someone):
    client, _ = someone
    actions.audit.record(actor="operator", verb="disclosed", subject=client.pk, at=timezone.now())

    text = visiting(client).get("/mine/").content.decode()

    assert "everything in your record was read (by the people who run this service)" in text


def test_pages_cost_the_same_queries_whatever_was_noted(someone, django_assert_max_num_queries):
    client, _ = someone
    browser = visiting(client)
    for _ in range(30):
        actions.audit.record(actor="operator", verb="read", subject=client.pk, at=timezone.now())

    with django_assert_max_num_queries(34):
        browser.get("/mine/")


def test_download_is_everything_of_this_client_alone(someone):
    client, code = someone
    other, other_code = actions.open_client(at=timezone.now())

    response = visiting(client).get("/mine/download/")

    held = json.loads(response.content)
    assert held["people"]["receipt_code"] == code
    assert set(held) == {"people", "intake", "matches", "consultations", "checkins", "referrals", "steps"}
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"] == "no-store, private"
    assert other_code not in response.content.decode()
    assert other.pk not in response.content.decode()


def test_erasing_asks_first(someone):
    client, _ = someone

    response = visiting(client).get("/mine/erase/")

    assert response.status_code == 200
    assert b'<form method="post"' in response.content
    assert Client.objects.filter(pk=client.pk).exists()


def test_erasing_says_what_was_erased_and_leaves_nothing(someone, django_capture_on_commit_callbacks):
    client, _ = someone
    browser, second = visiting(client), visiting(client)

    with django_capture_on_commit_callbacks():
        response = browser.post("/mine/erase/")

    assert response.status_code == 200
    assert "Everything is erased" in response.content.decode()
    assert "A random number stays" in response.content.decode()
    assert "notes of what was done" not in response.content.decode()
    assert '"storage"' in response["Clear-Site-Data"]
    assert not Client.objects.filter(pk=client.pk).exists()
    assert not DataKey.objects.filter(pk=client.key_id).exists()
    assert not Session.objects.filter(client_id=client.pk).exists()
    assert AuditEvent.objects.filter(subject=client.pk, verb="erased", actor=client.pk).count() == 1
    for address in PAGES:
        assert second.get(address).status_code == 403


def test_erasing_twice_asks_for_the_code(someone):
    client, _ = someone
    browser, second = visiting(client), visiting(client)
    browser.post("/mine/erase/")

    assert second.post("/mine/erase/").status_code == 403
    assert AuditEvent.objects.filter(verb="erased").count() == 1


def test_erasing_needs_the_token_of_our_own_form(someone):
    client, _ = someone
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = visiting(client).cookies

    assert browser.post("/mine/erase/").status_code == 403
    assert Client.objects.filter(pk=client.pk).exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("address", [*PAGES, "/mine/leave/", "/mine/sign-out/"])
def test_other_methods_are_refused_with_a_page(client, address, method):
    response = getattr(client, method)(address)

    assert response.status_code == 405
    assert response["Allow"]
    assert b'href="/crisis/' in response.content


def test_signing_out_ends_the_visit_and_clears_the_browser(someone):
    client, _ = someone
    browser = visiting(client)

    response = browser.post("/mine/sign-out/")

    assert "You are signed out" in response.content.decode()
    assert '"cookies"' in response["Clear-Site-Data"]
    assert not Session.objects.filter(client_id=client.pk).exists()
    assert browser.get("/mine/").status_code == 403
    assert Client.objects.filter(pk=client.pk).exists()


def test_signing_out_cannot_be_a_link(client):
    assert client.get("/mine/sign-out/").status_code == 405


def test_leaving_is_a_plain_link_out_that_ends_the_visit(someone, settings):
    client, _ = someone
    browser = visiting(client)

    response = browser.get("/mine/leave/")

    assert (response.status_code, response["Location"]) == (302, settings.EXIT_URL)
    assert '"cache"' in response["Clear-Site-Data"]
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert not Session.objects.filter(client_id=client.pk).exists()


def test_leaving_without_a_visit_asks_nothing_of_the_database(client, django_assert_num_queries, settings):
    with django_assert_num_queries(0):
        assert client.get("/mine/leave/")["Location"] == settings.EXIT_URL


def test_leaving_works_when_the_database_is_down(someone, settings, monkeypatch):
    client, _ = someone
    browser = visiting(client)

    def lost(*_, **__):
        raise OperationalError

    monkeypatch.setattr(sessions, "sign_out", lost)

    response = browser.get("/mine/leave/")

    assert response["Location"] == settings.EXIT_URL
    assert '"cookies"' in response["Clear-Site-Data"]
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def test_page_under_another_language_is_english_until_there_is_one(someone):
    client, _ = someone

    response = visiting(client).get("/mine/", headers={"accept-language": "fr"})

    assert response["Content-Language"] == "en"
