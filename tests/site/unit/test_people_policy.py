"""Who may do what: relationship or nothing; a refusal tells nothing and is noted."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from rapport.site.foundation import audit
from rapport.site.foundation.models import AuditEvent
from rapport.site.people import account_queries, account_visits, actions, policy, sessions
from rapport.site.people.policy import NOBODY, SYSTEM, Kind, Viewer
from rapport.site.people.session_store import SessionStore
from support import accounts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VERBS = ("read", "change", "download", "erase", "invented")


class Unruled:
    """A thing that no rule speaks of."""


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_client_may_do_to_their_own_record_and_to_no_other(verb):
    mine, _ = actions.open_client(at=NOW)
    theirs, _ = actions.open_client(at=NOW)
    me = Viewer(Kind.CLIENT, mine.pk)

    assert policy.may(me, verb, mine) is (verb != "invented")
    assert policy.may(me, verb, theirs) is False


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_others_may_nothing_and_the_system_may_erase(verb):
    client, _ = actions.open_client(at=NOW)

    assert policy.may(NOBODY, verb, client) is False
    assert policy.may(Viewer(Kind.COORDINATOR, "c" * 26), verb, client) is False
    assert policy.may(Viewer(Kind.COORDINATOR, client.pk), verb, client) is False
    assert policy.may(SYSTEM, verb, client) is (verb == "erase")


@pytest.mark.parametrize(
    "viewer", [NOBODY, SYSTEM, Viewer(Kind.CLIENT, "x"), Viewer(Kind.COORDINATOR, "c" * 26)]
)
def test_what_no_rule_speaks_of_is_refused(viewer):
    assert policy.may(viewer, "read", Unruled()) is False
    assert policy.may(viewer, "read", None) is False


def test_rule_that_answers_anything_but_true_refuses(monkeypatch):
    monkeypatch.setitem(policy._rules, Unruled, lambda viewer, verb, thing: "yes")

    assert policy.may(SYSTEM, "read", Unruled()) is False


def test_second_rule_for_a_thing_is_a_mistake(monkeypatch):
    monkeypatch.setitem(policy._rules, Unruled, lambda viewer, verb, thing: True)

    with pytest.raises(ValueError, match="one rule for Unruled"):
        policy.rule(Unruled)(lambda viewer, verb, thing: True)


@pytest.mark.django_db
def test_refusal_looks_like_nothing_and_is_noted():
    client, _ = actions.open_client(at=NOW)

    with pytest.raises(Http404) as caught:
        policy.require(NOBODY, "read", client)

    assert str(caught.value) == ""
    noted = AuditEvent.objects.get(verb="refused")
    assert (noted.actor, noted.subject) == ("signed_out", client.pk)
    assert noted.detail == '{"thing":"Client","verb":"read"}'
    assert audit.broken_links() == []


@pytest.mark.django_db
def test_viewer_is_whoever_the_visit_belongs_to():
    client, _ = actions.open_client(at=datetime.now(UTC))
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    assert policy.viewer_of(request) == NOBODY

    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    account = accounts.account("researcher")
    account_visits.sign_in(request, account)
    request.user = account_queries.account_by_id(account.pk)
    assert policy.viewer_of(request) == Viewer(Kind.RESEARCHER, account.pk)

    sessions.sign_in(request, client)
    assert policy.viewer_of(request) == Viewer(Kind.CLIENT, client.pk)


def test_every_model_that_belongs_to_a_client_has_a_rule():
    """A new table with a client in it must say who may see it."""
    owned = [
        model
        for model in apps.get_models()
        if any(getattr(field.related_model, "__name__", "") == "Client" for field in model._meta.fields)
    ]

    assert [model.__name__ for model in owned if model not in policy._rules] == []
