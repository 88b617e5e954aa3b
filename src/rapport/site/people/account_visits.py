"""Which member of staff or provider a browser's visit belongs to, and how far they have come in."""

from datetime import datetime, timedelta

from django.contrib import auth
from django.http import HttpRequest
from django.utils import timezone

from rapport.site.people import account_queries, sessions
from rapport.site.people.models import Account

# In the visit: who gave the right password and must still show a second factor; when they last showed both.
HALF_WAY, HALF_WAY_AT, PROVED_AT = "half_way", "half_way_at", "proved_at"
HALF_WAY_LASTS = timedelta(minutes=10)
# What protects the account may be changed for so long after signing in; then the password is asked for again.
PROOF_LASTS = timedelta(minutes=15)


class SecondFactorFirst(Exception):
    """Someone signed in who lacks a second factor: nothing but its set-up is shown to them."""


def begin(request: HttpRequest, account: Account) -> None:
    """The right password was given: whatever the visit held is gone, and a second factor is asked for."""
    sessions.sign_out(request)
    request.session[HALF_WAY] = account.pk
    request.session[HALF_WAY_AT] = timezone.now().isoformat()


def half_way(request: HttpRequest) -> Account | None:
    """Who gave the right password a short while ago and has still to show a second factor."""
    account_id = request.session.get(HALF_WAY)
    if account_id is None or _age(request, HALF_WAY_AT) > HALF_WAY_LASTS:
        return None
    return account_queries.account_by_id(account_id)


def sign_in(request: HttpRequest, account: Account) -> None:
    """Begin a visit of theirs under a new session key; whatever the browser's visit held is gone."""
    sessions.sign_out(request)
    auth.login(request, account)
    now = timezone.now().isoformat()
    request.session[sessions.SEEN] = request.session[PROVED_AT] = now


def signed_in(request: HttpRequest) -> Account | None:
    """Whose visit this is; `None` when signed out, idle for too long or revoked."""
    account: Account | None = getattr(request, "user", None)
    if account is None or not account.is_authenticated or account.is_client:
        return None
    if not sessions.is_awake(request, timezone.now()):
        sessions.sign_out(request)
        return None
    return account


def current(request: HttpRequest) -> Account | None:
    """Whose visit this is; raises `SecondFactorFirst` when they lack one."""
    account = signed_in(request)
    if account is not None and not account.has_second_factor:
        raise SecondFactorFirst
    return account


def proved(request: HttpRequest) -> None:
    """They have just shown again who they are."""
    request.session[PROVED_AT] = timezone.now().isoformat()


def has_proved_lately(request: HttpRequest) -> bool:
    """Whether what protects the account may be changed without asking again."""
    return _age(request, PROVED_AT) <= PROOF_LASTS


def stay(request: HttpRequest, account: Account) -> None:
    """A changed password ends other visits; this one goes on, under a new key."""
    auth.update_session_auth_hash(request, account)


def _age(request: HttpRequest, name: str) -> timedelta:
    since = request.session.get(name)
    return timezone.now() - datetime.fromisoformat(since) if since else timedelta.max
