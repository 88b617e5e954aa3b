"""What choosing and parting ask for: requests and matches by id, and who was met and not chosen."""

from datetime import datetime

from rapport.site.consultations.choices import LIVE, RequestState
from rapport.site.consultations.models import Booking, Request
from rapport.site.consultations.queries.reflections import took_place
from rapport.site.matches.models import Match
from rapport.site.people.models import Client


def match_with(match_id: str) -> Match | None:
    """A match by its id, its provider loaded: ask the policy before showing anything of it. One query."""
    return Match.objects.select_related("provider").filter(pk=match_id).first()


def request_with(request_id: str) -> Request | None:
    """A request by its id, its provider loaded: ask the policy before showing anything of it. One query."""
    found = Request.objects.select_related("provider", "farewell", "client__key")
    return found.filter(pk=request_id).first()


def others_open(client: Client, request: Request) -> list[Request]:
    """The client's other live requests, which choosing would close. One query."""
    found = Request.objects.filter(client_id=client.pk, state__in=LIVE).exclude(pk=request.pk)
    return list(found.select_related("provider").order_by("position"))


def met_not_chosen(client: Client, at: datetime) -> list[Request]:
    """Closed requests of people whom the client has met, with what was written to them. Two queries."""
    met = took_place(Booking.objects.filter(client_id=client.pk), at).values("request_id")
    found = Request.objects.filter(pk__in=met, state=RequestState.CLOSED)
    return list(found.select_related("provider", "farewell").order_by("ended_at", "id"))


def may_part(request: Request) -> bool:
    """Whether a closing note may be written: the request ended without being chosen, and none was sent."""
    return request.state == RequestState.CLOSED and not hasattr(request, "farewell")
