"""A client's own account: a name that we draw, a password; the receipt code goes on working."""

import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.foundation.models import AuditEvent
from rapport.site.people import actions, client_account_actions
from rapport.site.people import factor_queries as factors
from rapport.site.people.models import Account, Client, Session
from support import accounts, practice
from support.story import words_of

pytestmark = pytest.mark.django_db
PASSWORD = "a pond with nine green frogs"


@pytest.fixture
def person(client):
    found, _code = actions.open_client(at=timezone.now())
    practice.sign_in(client, found)
    return found


def made(client, password=PASSWORD):
    page = client.post("/mine/account/", {"password": password, "again": password})
    return re.search(r'data-part="sign-in-name">([a-z0-9-]+)<', page.content.decode())[1]


def come_back(name, password=PASSWORD):
    browser = Browser()
    browser.post("/sign-in/", {"name": name, "password": password})
    return browser


def holds(browser, person):
    return person.receipt_code() in browser.get("/mine/").content.decode()


def test_name_and_password_bring_a_client_back(client, person):
    name = made(client)

    assert re.fullmatch(r"[a-z]+-[a-z]+-[1-9][0-9]", name)
    assert holds(come_back(name), person)
    assert holds(come_back(name.replace("-", "  ").upper()), person)
    assert not holds(come_back(name, "another one altogether"), person)
    assert Session.objects.filter(client_id=person.pk, account_id="").exists()


def test_name_stands_nowhere_in_the_database_and_on_no_trail(client, person):
    name = made(client)

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert name not in repr(cursor.fetchall()), table
    assert client.get("/mine/account/").content.decode().count(name) == 0


def test_new_password_brings_a_new_name_and_ends_the_old(client, person):
    old = made(client)
    new = made(client, "seven slow trains go north")

    assert old != new
    assert not holds(come_back(old), person)
    assert holds(come_back(new, "seven slow trains go north"), person)
    assert Account.objects.count() == 1


def test_receipt_code_goes_on_working_and_removing_leaves_the_answers(client, person):
    name = made(client)
    browser = Browser()
    browser.post("/return/", {"code": person.receipt_code()})
    assert holds(browser, person)

    assert client.post("/mine/account/remove/").url == "/mine/account/"

    assert not holds(come_back(name), person)
    assert holds(client, person)
    assert not Account.objects.exists()


def test_weak_password_is_refused_beside_the_field(client, person):
    page = client.post("/mine/account/", {"password": "password", "again": "password"})

    assert "There is a problem" in words_of(page)
    assert not Account.objects.exists()


def test_record_tells_of_the_account_and_of_who_came_in_with_it(client, person):
    name = made(client)
    come_back(name, "wrong and wrong again")
    come_back(name)

    words = words_of(client.get("/mine/"))
    held = client.get("/mine/download/").json()

    assert "Marks of your sign-in name and password" in words
    assert "someone tried to come in with your account, and was refused" in words
    assert "someone came in with your account" in words
    assert held["people"]["account"]["has_password"] is True
    assert set(AuditEvent.objects.filter(verb__startswith="sign").values_list("subject", flat=True)) == {
        person.pk
    }


def test_account_of_a_client_whose_time_has_passed_opens_nothing(client, person):
    name = made(client)
    Client.objects.update(expires_at=timezone.now())

    assert come_back(name).get("/mine/").status_code == 403


def test_erasing_takes_the_account_along(client, person, django_capture_on_commit_callbacks):
    made(client)
    with django_capture_on_commit_callbacks():
        client.post("/mine/erase/")

    assert not Account.objects.exists()


def test_name_that_somebody_has_is_drawn_again(client, person, monkeypatch):
    other, _code = actions.open_client(at=timezone.now())
    drawn = iter(["amber-heron-10", "amber-heron-10", "quiet-lake-11"])
    monkeypatch.setattr(client_account_actions, "draw_name", lambda: next(drawn))

    first = client_account_actions.set_password(other, password=PASSWORD, at=timezone.now())
    second = client_account_actions.set_password(person, password=PASSWORD, at=timezone.now())

    assert (first, second) == ("amber-heron-10", "quiet-lake-11")


@pytest.mark.parametrize("path", ["/mine/account/", "/mine/account/remove/", "/mine/account/passkeys/"])
def test_others_find_nothing(path):
    for browser in (Browser(), accounts.signed_in("coordinator"), accounts.signed_in("provider")):
        assert browser.post(path).status_code == 403
    assert not Account.objects.filter(kind="client").exists()


def test_passkey_that_no_browser_made_is_refused(client, person):
    client.post("/mine/account/passkeys/question/")
    for said in ("", "null", "[]", "{}", "x", '{"id":1}', '{"response":{"userHandle":7}}'):
        page = client.post("/mine/account/passkeys/", {"credential": said})
        assert "That passkey did not work" in words_of(page)
        page = Browser().post("/sign-in/passkey/", {"credential": said})
        assert "That passkey did not work" in words_of(page)
    assert factors.passkeys(Account.objects.get()) == []
