"""Accounts: invited, joined, reset, revoked; and what the database itself refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from rapport.site.foundation.models import AuditEvent, DataKey
from rapport.site.people import account_actions, account_queries, actions, policy
from rapport.site.people.choices import INVITED, AccountKind, LinkPurpose
from rapport.site.people.models import Account, AccountLink, Session
from rapport.site.people.policy import Kind, Viewer
from support import accounts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADDRESS = "Kim.Ortega@Practice.example"


def invite(kind=AccountKind.COORDINATOR, *, address=ADDRESS, at=NOW):
    return account_actions.invite(address=address, kind=kind, by="operator", at=at)


def follow(link, *, at=NOW, password=accounts.PASSWORD):
    token = account_queries.token_of(link)
    return account_actions.follow_link(token, password=password, at=at)


@pytest.mark.parametrize("kind", INVITED)
def test_whoever_is_invited_is_nobody_until_they_join(kind):
    link = invite(kind)
    assert not link.account.is_active
    assert account_queries.account_by_id(link.account_id) is None

    joined = follow(link)

    assert account_queries.account_by_id(joined.pk).kind == kind
    assert [each.verb for each in AuditEvent.objects.order_by("seq")] == ["invited", "joined"]


def test_address_stands_nowhere_in_plain_and_opens_for_letters():
    account = invite().account
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_account")
        stored = repr(cursor.fetchall()).lower()
        cursor.execute("SELECT * FROM foundation_auditevent")
        stored += repr(cursor.fetchall()).lower()

    assert "ortega" not in stored
    assert Account.objects.get().unseal("address") == ADDRESS.lower()
    assert account_queries.account_by_name("  kim.ortega@practice.EXAMPLE ").pk == account.pk


@pytest.mark.parametrize("late", [False, True])
def test_link_works_once_and_for_a_while(late):
    link = invite()
    if late:
        with pytest.raises(account_actions.LinkSpent):
            follow(link, at=NOW + timedelta(days=7))
    else:
        follow(link)
        with pytest.raises(account_actions.LinkSpent):
            follow(link, password="another one altogether")
        assert Account.objects.get().check_password(accounts.PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "a" * 26, "a" * 26 + ":forged", ":"])
def test_forged_link_is_like_a_spent_one(token):
    with pytest.raises(account_actions.LinkSpent):
        account_actions.follow_link(token, password=accounts.PASSWORD, at=NOW)


def test_second_invitation_takes_the_place_of_the_first():
    first = invite()
    second = invite(AccountKind.PROVIDER)

    with pytest.raises(account_actions.LinkSpent):
        follow(first)
    assert follow(second).kind == "provider"
    assert Account.objects.count() == 1


def test_whoever_joined_is_not_invited_again():
    follow(invite())

    with pytest.raises(account_actions.AlreadyJoined):
        invite()


def test_client_is_never_invited():
    with pytest.raises(ValueError, match="got client"):
        invite(AccountKind.CLIENT)


def test_reset_sets_another_password_and_ends_every_visit():
    account = accounts.account()
    Session.objects.create(session_key="s", session_data="", expire_date=NOW, account_id=account.pk)

    link = account_actions.send_link(account, LinkPurpose.RESET, by=account.pk, at=NOW)
    follow(link, password="a wholly different thing")

    account.refresh_from_db()
    assert account.check_password("a wholly different thing")
    assert not Session.objects.exists()


def test_reset_link_of_somebody_revoked_since_is_spent():
    account = accounts.account()
    link = account_actions.send_link(account, LinkPurpose.RESET, by="operator", at=NOW)
    account_actions.revoke(account, by="operator", at=NOW)

    with pytest.raises(account_actions.LinkSpent):
        follow(link)


def test_revoking_ends_visits_at_once_and_begins_anew_with_an_invitation():
    account = accounts.account(address=ADDRESS)
    browser = accounts.Browser()
    accounts.sign_in(browser, account)

    account_actions.revoke(account, by="operator", at=NOW)
    account_actions.revoke(account, by="operator", at=NOW)

    assert not Session.objects.filter(account_id=account.pk).exists()
    assert account_queries.account_by_id(account.pk) is None
    assert AuditEvent.objects.filter(verb="revoked").count() == 1
    again = invite()
    assert again.account_id == account.pk
    assert not Account.objects.get().has_usable_password()


def _client_account(**changes):
    client, _ = actions.open_client(at=NOW)
    return Account.objects.create(**{"kind": "client", "holder": client, "created_at": NOW} | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "client", "holder": None},
        {"kind": "coordinator"},
        {"kind": "invented", "holder": None},
        {"kind": "provider", "holder": None},
        {"address": b"sealed"},
    ],
)
def test_database_refuses_an_account_that_is_neither(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        _client_account(**changes)


def test_database_refuses_a_second_open_link():
    account = invite().account
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountLink.objects.create(account=account, purpose="reset", made_at=NOW, expires_at=NOW)


def test_erasing_a_client_takes_their_account(django_capture_on_commit_callbacks):
    account = _client_account()

    with django_capture_on_commit_callbacks():
        actions.erase_client(account.holder, by="system", at=NOW)

    assert not Account.objects.exists()
    assert not DataKey.objects.exists()


def test_rule_of_accounts_goes_by_what_is_whose():
    me, colleague, provider = (accounts.account(kind) for kind in ("coordinator", "coordinator", "provider"))
    of_client = _client_account()
    things = {"own": me, "colleague": colleague, "provider": provider, "client": of_client}
    viewers = {
        "coordinator": accounts.viewer(me),
        "provider": accounts.viewer(provider),
        "client": Viewer(Kind.CLIENT, of_client.holder_id),
        "nobody": policy.NOBODY,
        "system": policy.SYSTEM,
    }

    allowed = {
        (who, verb, whose)
        for who, viewer in viewers.items()
        for whose, thing in things.items()
        for verb in ("read", "change", "invite", "revoke", "reset", "download", "erase")
        if policy.may(viewer, verb, thing)
    }  # fmt: skip

    assert allowed == {
        ("coordinator", "read", "own"), ("coordinator", "change", "own"),
        *(("coordinator", verb, whose) for verb in ("read", "invite", "revoke", "reset")
          for whose in ("colleague", "provider")),
        ("provider", "read", "provider"), ("provider", "change", "provider"),
        *(("client", verb, "client") for verb in ("read", "change", "download", "erase")),
    }  # fmt: skip
