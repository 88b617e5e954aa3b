"""Who asks for what: the visit's client, and the request or booking in the address, if it is theirs."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from rapport.site.consultations.models import Booking, Request
from rapport.site.consultations.queries.bookings import booking_with_id, request_with_id
from rapport.site.people import policy, sessions
from rapport.site.people.models import Client

RETURN = "/return/"
BookingView = Callable[[HttpRequest, Client, Booking], HttpResponse]
RequestView = Callable[[HttpRequest, Client, Request], HttpResponse]


def with_booking(view: BookingView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Pass the client's own booking to a view; a booking of anybody else does not exist."""

    @wraps(view)
    def asking(request: HttpRequest, booking_id: str) -> HttpResponse:
        client = sessions.current_client(request)
        if client is None:
            return redirect(RETURN)
        found = _existing(booking_with_id(booking_id))
        policy.require(policy.viewer_of(request), _verb(request), found)
        return view(request, client, found)

    return asking


def with_request(view: RequestView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Pass the client's own request to a view; a request of anybody else does not exist."""

    @wraps(view)
    def asking(request: HttpRequest, request_id: str) -> HttpResponse:
        client = sessions.current_client(request)
        if client is None:
            return redirect(RETURN)
        found = request_with_id(request_id)
        if found is None:
            raise Http404
        policy.require(policy.viewer_of(request), _verb(request), found)
        return view(request, client, found)

    return asking


def _existing(booking: Booking | None) -> Booking:
    if booking is None:
        raise Http404
    return booking


def _verb(request: HttpRequest) -> str:
    return "change" if request.method == "POST" else "read"
