"""Who is in the cast of every access test, what is theirs, and how a line says who may open a route."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapport.site.checkins.models import Raised
    from rapport.site.consultations.models import Booking, Course, Request
    from rapport.site.directory.models import Provider, VerificationCase
    from rapport.site.matches.models import Match
    from rapport.site.people.models import Account, Client, Glass
    from rapport.site.steps.models import Group, StepChange

# The cast of every access test. Things belong to the first client and to the first provider; for these the
# other ones are strangers and colleagues.
CLIENT, OTHER_CLIENT = "client", "other client"
PROVIDER, OTHER_PROVIDER = "provider", "other provider"
COORDINATOR, RESEARCHER, SIGNED_OUT = "coordinator", "researcher", "signed out"
CAST = (CLIENT, OTHER_CLIENT, PROVIDER, OTHER_PROVIDER, COORDINATOR, RESEARCHER, SIGNED_OUT)
CLIENTS, PROVIDERS = (CLIENT, OTHER_CLIENT), (PROVIDER, OTHER_PROVIDER)
SIGNED_IN = (*PROVIDERS, COORDINATOR, RESEARCHER)
# An id that nobody has.
NOBODYS = "a" * 26


@dataclass(frozen=True)
class Things:
    """What belongs to the first client and the first provider; a drill may have some of it only."""

    client: "Client | None" = None
    match: "Match | None" = None
    request: "Request | None" = None
    booking: "Booking | None" = None
    case: "VerificationCase | None" = None
    # A first talk that took place, on a request that was closed since.
    talk: "Booking | None" = None
    # An open course of the first client with the first provider, who may see how it goes.
    course: "Course | None" = None
    provider: "Provider | None" = None
    provider_account: "Account | None" = None
    # What the client raised with the provider, for themselves alone.
    raised: "Raised | None" = None
    # Asked over the first client's record, by a coordinator outside the cast.
    glass: "Glass | None" = None
    # Another step proposed in the first client's course; and a group that can be joined.
    change: "StepChange | None" = None
    group: "Group | None" = None


Example = Callable[[Things], Iterable[str]]


@dataclass(frozen=True)
class Route:
    """Who may open a route, and an example of each part of its address."""

    who: frozenset[str]
    parts: Mapping[str, Example] = field(default_factory=lambda: MappingProxyType({}))


def only(*who: str, parts: Mapping[str, Example] | None = None) -> Route:
    """These may open it, and nobody else."""
    return Route(frozenset(who), parts or {})


def everyone(*, parts: Mapping[str, Example] | None = None) -> Route:
    """A page for everybody: nothing on it is anybody's."""
    return only(*CAST, parts=parts)
