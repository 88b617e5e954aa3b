"""Cases: a client with a questionnaire, as the desk knows them, who looks after them, what stands open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rapport.site.foundation import consent
from rapport.site.people.choices import AccountKind, GlassState
from rapport.site.people.models import Account, Assignment, Client, Glass

SHARE_CASE: Final = "share_case"


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases, as one thing to ask the policy about."""


@dataclass(frozen=True, slots=True)
class Case:
    """One client's case at a moment: access to it ends with an assignment, a consent, or an hour."""

    client: Client
    at: datetime

    @property
    def pk(self) -> str:
        """How the audit trail names it: by the client."""
        return self.client.pk


def assignment_of(client: Client) -> Assignment | None:
    """Who looks after a case now. One query."""
    found = Assignment.objects.filter(client_id=client.pk, ended_at__isnull=True)
    return found.select_related("coordinator__key").first()


def assigned(clients: Sequence[str]) -> dict[str, str]:
    """Who looks after each of these clients now, as account ids. One query."""
    found = Assignment.objects.filter(client_id__in=clients, ended_at__isnull=True)
    return dict(found.values_list("client_id", "coordinator_id"))


def is_assigned(account_id: str, client: Client) -> bool:
    """Whether this coordinator looks after this client now. For rules; one query."""
    own = Assignment.objects.filter(client_id=client.pk, coordinator_id=account_id, ended_at__isnull=True)
    return own.exists()


def glass_broken(account_id: str, client: Client, *, at: datetime) -> Glass | None:
    """The glass that this coordinator, or whoever granted it, may look through now. One query."""
    found = Glass.objects.filter(client_id=client.pk, asked_by_id=account_id, state=GlassState.GRANTED)
    return found.filter(expires_at__gt=at).order_by("-expires_at").first()


def glass_asked(client: Client, *, at: datetime) -> Glass | None:
    """What waits for a second person, if anything does. One query."""
    found = Glass.objects.filter(client_id=client.pk, state=GlassState.ASKED, answer_until__gt=at)
    row = found.select_related("asked_by__key").first()
    if row is not None:
        row.client = client
    return row


def glass_with_id(glass_id: str) -> Glass | None:
    """One by its id, the client's key and whoever asked at hand: ask the policy. One query."""
    return Glass.objects.select_related("client__key", "asked_by__key").filter(pk=glass_id).first()


def glasses_asked(*, at: datetime) -> list[Glass]:
    """Everything that waits for a second person, the oldest first. One query."""
    found = Glass.objects.filter(state=GlassState.ASKED, answer_until__gt=at)
    return list(found.select_related("client").order_by("asked_at", "pk"))


def glasses_of(client: Client) -> list[Glass]:
    """Every glass ever asked to be broken over a client's record, the newest first. One query."""
    rows = list(Glass.objects.filter(client_id=client.pk).order_by("-asked_at", "pk"))
    for row in rows:
        row.client = client
    return rows


def lets_the_desk_see(client: Client) -> bool:
    """Whether this client now says yes to a coordinator looking at what they answered. One query."""
    return consent.is_given(client_id=client.pk, purpose=SHARE_CASE)


def coordinators() -> list[Account]:
    """Those who can look after a case, by when they joined, their keys at hand. One query."""
    found = Account.objects.filter(
        kind=AccountKind.COORDINATOR, joined_at__isnull=False, revoked_at__isnull=True
    )
    return list(found.select_related("key").order_by("joined_at", "pk"))


def held_about(client: Client) -> dict[str, Any]:
    """Who looked after a client and when the glass over their record was broken, for their download."""
    rows = Assignment.objects.filter(client_id=client.pk).order_by("assigned_at", "pk")
    return {
        "looked_after": [
            {"from": row.assigned_at.isoformat(), "until": row.ended_at.isoformat() if row.ended_at else None}
            for row in rows
        ],
        "break_glass": [
            {
                "asked_at": row.asked_at.isoformat(),
                "state": row.state,
                "reason": row.unseal("reason"),
                "decided_at": row.decided_at.isoformat() if row.decided_at else None,
                "open_until": row.expires_at.isoformat() if row.expires_at else None,
            }
            for row in reversed(glasses_of(client))
        ],
    }
