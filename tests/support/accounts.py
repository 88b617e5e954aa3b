"""Accounts of staff and providers for tests, and their signed-in browsers."""

import itertools

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.people import account_actions, account_queries, sessions
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account
from rapport.site.people.policy import Kind, Viewer
from rapport.site.people.session_store import ACCOUNT

PASSWORD = "four quiet herons at noon"
BACKEND = "rapport.site.people.sign_in.AccountBackend"
_numbers = itertools.count(1)


def account(kind: str = "coordinator", *, address: str = "") -> Account:
    """Somebody who was invited and joined."""
    link = account_actions.invite(
        address=address or f"person{next(_numbers)}@practice.example",
        kind=AccountKind(kind),
        by="operator",
        at=timezone.now(),
    )
    token = account_queries.token_of(link)
    return account_actions.follow_link(token, password=PASSWORD, at=timezone.now())


def sign_in(browser: Browser, person: Account) -> Account:
    """Make this browser's visit that account's, second factor and all."""
    session = browser.session
    session[ACCOUNT] = person.pk
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[sessions.SEEN] = timezone.now().isoformat()
    session.save()
    return person


def signed_in(kind: str = "coordinator") -> Browser:
    """The browser of a new member of staff or provider."""
    browser = Browser()
    sign_in(browser, account(kind))
    return browser


def viewer(person: Account) -> Viewer:
    """How the policy sees an account."""
    return Viewer(Kind(person.kind), person.pk)
