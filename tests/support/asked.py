"""Clients who asked for a first conversation, and the providers whom they asked, through the real actions."""

from datetime import UTC, datetime, timedelta
from typing import Any

from rapport.site.consultations.actions import requests
from rapport.site.consultations.models import Request
from rapport.site.directory.models import Provider
from rapport.site.matches.actions import issue
from rapport.site.matches.models import Match
from rapport.site.people.models import Account, Client
from support import accounts, practice

# A Tuesday; Thanksgiving is two days later, so that an answer is due on Friday.
SENT = datetime(2026, 11, 24, 15, tzinfo=UTC)
DUE = datetime(2026, 11, 27, 15, tzinfo=UTC)
LATER = DUE + timedelta(minutes=1)


def person(*, providers: int = 10, at: datetime = SENT, **answers: Any) -> Client:
    """A client with three matches."""
    if not Provider.objects.exists():
        practice.providers(providers)
    client = practice.client(**answers)
    issue(by=client, at=at)
    return client


def match_at(client: Client, position: int = 1) -> Match:
    """Who stands there now."""
    found = Match.objects.select_related("provider", "shortlist").get(
        client=client, position=position, is_open=True
    )
    found.client = client
    return found


def ask(client: Client, position: int = 1, *, at: datetime = SENT, **ticks: bool) -> Request:
    """The client asks whoever stands there."""
    return requests.request(by=client, match=match_at(client, position), at=at, **ticks)


def with_account(provider: Provider) -> Account:
    """The provider, invited and joined."""
    provider.refresh_from_db()
    if provider.account_id is None:
        provider.account = accounts.account("provider")
        provider.save(update_fields=["account"])
    return provider.account
