"""Which client a browser's visit belongs to. The receipt code itself is never kept in a visit."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from rapport.site.people import actions, queries
from rapport.site.people.models import Client
from rapport.site.people.session_store import ACCOUNT, CLIENT

SEEN = "seen"
# A visit's end is moved at most this often, so that reading pages does not write at every click.
SEEN_EVERY = timedelta(minutes=1)
KNOWN = "_rapport_client"


def sign_in(request: HttpRequest, client: Client) -> None:
    """Begin a visit of this client under a new session key: one planted earlier is worth nothing."""
    if request.session.get(CLIENT, client.pk) != client.pk or ACCOUNT in request.session:
        request.session.flush()
    request.session.cycle_key()
    now = timezone.now()
    request.session[CLIENT] = client.pk
    request.session[SEEN] = now.isoformat()
    setattr(request, KNOWN, client)
    actions.touch(client, at=now)


def sign_out(request: HttpRequest) -> None:
    """End the visit and forget it on the server; `leaving` clears the browser."""
    request.session.flush()
    setattr(request, KNOWN, None)
    request.user = AnonymousUser()


def current_client(request: HttpRequest) -> Client | None:
    """The client of this visit; `None` when signed out, idle for too long, expired or erased."""
    if hasattr(request, KNOWN):
        known: Client | None = getattr(request, KNOWN)
        return known
    client = _of_session(request, timezone.now())
    setattr(request, KNOWN, client)
    return client


def _of_session(request: HttpRequest, now: datetime) -> Client | None:
    client_id = request.session.get(CLIENT)
    if client_id is None:
        return None
    client = _client(request, client_id, now)
    seen = request.session[SEEN]
    if client is None or not is_awake(request, now):
        request.session.flush()
        return None
    if request.session[SEEN] != seen:
        actions.touch(client, at=now)
    return client


def is_awake(request: HttpRequest, now: datetime) -> bool:
    """Whether the visit was used lately; if so, its end is moved."""
    if SEEN not in request.session:
        return False
    idle = now - datetime.fromisoformat(request.session[SEEN])
    if idle > timedelta(minutes=settings.ENVIRONMENT.session_minutes):
        return False
    if idle >= SEEN_EVERY:
        request.session[SEEN] = now.isoformat()
    return True


def _client(request: HttpRequest, client_id: str, now: datetime) -> Client | None:
    """The client who came with the visit; one who has just signed in is looked up."""
    found: Client | None = request.session.client
    if found is not None and found.pk == client_id:
        return found if found.expires_at > now else None
    return queries.client_by_id(client_id, at=now)
