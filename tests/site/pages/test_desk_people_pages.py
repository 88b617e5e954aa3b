"""The desk's people: invited, helped in again and revoked by a coordinator; for everybody else, no page."""

import re

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.cli.main import main
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from rapport.site.foundation.models import AuditEvent
from rapport.site.foundation.outbox_models import OutboxMessage
from rapport.site.people import account_actions, account_queries, mails
from rapport.site.people.models import Account
from support import accounts, practice
from support.story import words_of

pytestmark = pytest.mark.django_db
ADDRESS = "sam@practice.example"


@pytest.fixture
def desk(client):
    client.person = accounts.sign_in(client, accounts.account("coordinator"))
    return client


def link_on(page):
    return re.search(r'data-part="link">\S*(/join/[^<]+/)<', page.content.decode())[1]


def test_coordinator_invites_and_somebody_joins(desk):
    page = desk.post("/desk/people/invite/", {"address": ADDRESS, "kind": "provider"})
    mail = OutboxMessage.objects.get(template="invitation", recipient_id=_invited().pk)
    assert mails.path_of(mail.about) == link_on(page)

    browser, new = Browser(), {"password": accounts.PASSWORD, "again": accounts.PASSWORD}
    assert browser.post(link_on(page), new).url == "/sign-in/"

    assert _invited().is_active
    assert mails.path_of(mail.about) is None
    assert AuditEvent.objects.get(verb="invited", subject=_invited().pk).actor == desk.person.pk
    assert "no second factor yet" in words_of(desk.get("/desk/people/"))


def _invited():
    return account_queries.account_by_name(ADDRESS)


@pytest.mark.parametrize(
    "said",
    [{}, {"address": ADDRESS}, {"address": "x", "kind": "provider"}, {"address": ADDRESS, "kind": "client"}],
)
def test_half_an_invitation_is_refused_and_nothing_typed_is_lost(desk, said):
    page = desk.post("/desk/people/invite/", said)

    assert "There is a problem" in words_of(page)
    assert said.get("address", "") in page.content.decode()
    assert _invited() is None


def test_whoever_is_here_is_not_invited_again(desk):
    accounts.account("provider", address=ADDRESS)

    page = desk.post("/desk/people/invite/", {"address": ADDRESS, "kind": "provider"})

    assert "can sign in already" in words_of(page)


def test_coordinator_revokes_others_and_not_themselves(desk):
    other = accounts.account("provider", address=ADDRESS)
    browser = Browser()
    accounts.sign_in(browser, other)

    assert desk.get(f"/desk/people/{other.pk}/revoke/").status_code == 200
    assert Account.objects.get(pk=other.pk).revoked_at is None
    assert desk.post(f"/desk/people/{other.pk}/revoke/").url == "/desk/people/"

    assert browser.get("/account/").url == "/sign-in/"
    assert desk.post(f"/desk/people/{desk.person.pk}/revoke/").status_code == 404
    assert desk.get("/account/").status_code == 200
    assert "Revoked" in words_of(desk.get("/desk/people/"))
    assert desk.post(f"/desk/people/{other.pk}/link/").status_code == 404


def test_new_link_is_an_invitation_before_joining_and_a_new_password_after(desk):
    account_actions.invite(address=ADDRESS, kind="researcher", by="operator", at=timezone.now())
    first = desk.post(f"/desk/people/{_invited().pk}/link/")
    token = link_on(first).strip("/").split("/")[1]
    account_actions.follow_link(token, password=accounts.PASSWORD, at=timezone.now())

    second = desk.post(f"/desk/people/{_invited().pk}/link/")

    assert "The invitation is on its way" in words_of(first)
    assert "The link is on its way" in words_of(second)


@pytest.mark.parametrize("path", ["", "people/", "people/invite/", "people/{}/revoke/", "people/{}/link/"])
def test_desk_is_a_missing_page_to_others(path):
    other = accounts.account("provider")
    for browser in (Browser(), accounts.signed_in("provider"), accounts.signed_in("researcher")):
        for method in (browser.get, browser.post):
            status = method("/desk/" + path.format(other.pk)).status_code
            assert status in (404, 405) or (path == "" and status == 200)


def test_list_costs_the_same_queries_for_one_and_for_thirty(desk, django_assert_num_queries):
    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/people/")
        return len(queries)

    one = count()
    for number in range(30):
        account_actions.invite(address=f"n{number}@x.example", kind="provider", by="x", at=timezone.now())

    assert count() == one


def test_somebody_of_the_roster_signs_in_as_themselves(desk):
    practice.providers(2)
    said = {"address": ADDRESS, "kind": "provider", "provider": " p0 "}

    link = link_on(desk.post("/desk/people/invite/", said))
    again = link_on(desk.post("/desk/people/invite/", said | {"provider": ""}))

    assert link != again
    browser = Browser()
    browser.post(again, {"password": accounts.PASSWORD, "again": accounts.PASSWORD})
    assert Provider.objects.get(provider_id="p0").account_id == _invited().pk
    assert AuditEvent.objects.get(verb="account_linked").actor == desk.person.pk


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"provider": "p9"}, "Enter an id that stands in the roster"),
        ({"provider": "p0", "kind": "researcher"}, "Only a therapist or coach stands in the roster"),
        ({"provider": "p1"}, "This provider has an account"),
    ],
)
def test_wrong_person_of_the_roster_is_said_beside_the_field(desk, said, words):
    practice.providers(2)
    link_account(
        Provider.objects.get(provider_id="p1"), accounts.account("provider"), by="x", at=timezone.now()
    )

    page = desk.post("/desk/people/invite/", {"address": ADDRESS, "kind": "provider"} | said)

    assert words in words_of(page)
    assert said["provider"] in page.content.decode()
    assert _invited() is None


def test_command_invites_somebody_of_the_roster(capsys):
    practice.providers(1)

    assert main(["invite", ADDRESS, "--as", "provider", "--provider", "p0"]) == 0
    assert Provider.objects.get().account_id == _invited().pk
    assert main(["invite", "other@practice.example", "--as", "provider", "--provider", "p0"]) == 1
    assert main(["invite", ADDRESS, "--as", "researcher", "--provider", "p0"]) == 2
    assert main(["invite", ADDRESS, "--as", "provider", "--provider", "p7"]) == 2
    assert "expected the id of a provider in the roster, got 'p7'" in capsys.readouterr().err


def test_command_invites_and_revokes(capsys):
    assert main(["invite", ADDRESS, "--as", "coordinator"]) == 0
    said = capsys.readouterr().out
    token = re.search(r"/join/(\S+)/", said)[1]
    account_actions.follow_link(token, password=accounts.PASSWORD, at=timezone.now())
    assert main(["invite", ADDRESS, "--as", "coordinator"]) == 1
    assert main(["revoke", ADDRESS]) == 0
    assert main(["revoke", ADDRESS]) == 1
    assert ADDRESS not in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["invite", "nobody", "--as", "provider"], ["revoke", "nobody"]])
def test_address_that_is_none_is_one_line(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
