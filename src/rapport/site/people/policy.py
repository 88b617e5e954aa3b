"""Who may do what to whom: one function, asked by every face; what no rule allows is refused.

Access follows relationships (a client and their own rows, a provider and what is theirs), not roles: a rule
is given the thing. A refusal looks like a thing that does not exist, and is noted on the audit trail without
content.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from rapport.site.foundation import audit
from rapport.site.people import account_visits, sessions
from rapport.site.people.models import Account


class Kind(StrEnum):
    """What sort of viewer asks."""

    SIGNED_OUT = "signed_out"
    CLIENT = "client"
    PROVIDER = "provider"
    COORDINATOR = "coordinator"
    RESEARCHER = "researcher"
    SYSTEM = "system"


@dataclass(frozen=True)
class Viewer:
    """Whoever asks: a kind, and the id of their client record or account unless nobody is signed in."""

    kind: Kind
    id: str = ""

    @property
    def actor(self) -> str:
        """How the audit trail names them."""
        return self.id or self.kind.value


NOBODY = Viewer(Kind.SIGNED_OUT)
SYSTEM = Viewer(Kind.SYSTEM, "system")
Rule = Callable[[Viewer, str, Any], bool]
_rules: dict[type, Rule] = {}


def rule(thing: type) -> Callable[[Rule], Rule]:
    """Register the one rule for a type of thing; a second rule for it is a mistake."""

    def registering(function: Rule) -> Rule:
        if thing in _rules:
            raise ValueError(f"expected one rule for {thing.__name__}, got a second")
        _rules[thing] = function
        return function

    return registering


def may(viewer: Viewer, verb: str, thing: object) -> bool:
    """Whether this viewer may do this to this thing; no rule means no."""
    # Not `type`: the account of a request is looked up only when asked, and stands behind another type.
    decide = _rules.get(thing.__class__)
    return decide is not None and decide(viewer, verb, thing) is True


def require(viewer: Viewer, verb: str, thing: object) -> None:
    """Go on only when allowed; otherwise the answer is the same as for a thing that does not exist."""
    if may(viewer, verb, thing):
        return
    subject = str(getattr(thing, "pk", ""))
    detail = {"verb": verb, "thing": thing.__class__.__name__}
    audit.record(actor=viewer.actor, verb="refused", subject=subject, at=timezone.now(), detail=detail)
    raise Http404


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks in this request: the client of the visit, else its account, else nobody.

    Raises `account_visits.SecondFactorFirst` for an account that lacks what it must have.
    """
    client = sessions.current_client(request)
    if client is not None:
        return Viewer(Kind.CLIENT, client.pk)
    account = account_visits.current(request)
    return NOBODY if account is None else viewer_as(account)


def viewer_as(account: Account) -> Viewer:
    """Somebody with an account, as rules see them."""
    if account.holder_id is not None:
        return Viewer(Kind.CLIENT, account.holder_id)
    return Viewer(Kind(account.kind), account.pk)
