"""Accounts of staff and providers for tests, and their signed-in browsers."""

import itertools
from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.people import account_actions, account_queries, account_visits, factor_actions, sessions
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account
from rapport.site.people.policy import Kind, Viewer
from rapport.site.people.session_store import ACCOUNT

PASSWORD = "four quiet herons at noon"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BACKEND = "rapport.site.people.sign_in.AccountBackend"
_numbers = itertools.count(1)


def account(kind: str = "coordinator", *, address: str = "", codes: bool = True) -> Account:
    """Somebody who was invited and joined; with `codes`, their second factor is an app with `SECRET`."""
    link = account_actions.invite(
        address=address or f"person{next(_numbers)}@practice.example",
        kind=AccountKind(kind),
        by="operator",
        at=timezone.now(),
    )
    token = account_queries.token_of(link)
    person = account_actions.follow_link(token, password=PASSWORD, at=timezone.now())
    if codes:
        factor_actions.set_up_codes(person, secret=SECRET, counter=0, at=timezone.now())
    return person


def code(*, at: datetime | None = None) -> str:
    """What the app of everybody here shows at a time."""
    return code_of(SECRET, at=at)


def code_of(secret: str, *, at: datetime | None = None) -> str:
    """What an app that was given a secret shows at a time."""
    counter = int((at or timezone.now()).timestamp()) // 30
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(browser: Browser, person: Account) -> Account:
    """Make this browser's visit that account's, second factor and all."""
    session = browser.session
    session[ACCOUNT] = person.pk
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[sessions.SEEN] = session[account_visits.PROVED_AT] = timezone.now().isoformat()
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
