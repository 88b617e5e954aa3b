"""Who asks for what: the visit's client, and the request or booking in the address, if it is theirs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from rapport.site.consultations.models import Booking, Request
from rapport.site.consultations.queries.bookings import booking_with_id, request_with_id
from rapport.site.people import policy, sessions

RETURN = "/return/"
View = Callable[..., HttpResponse]


def _with_own(find: Callable[[str], Booking | Request | None]) -> Callable[[View], View]:
    """Pass the client and what the address names to a view; what is anybody else's does not exist."""

    def wrapping(view: View) -> View:
        @wraps(view)
        def _asking(request: HttpRequest, **named: Any) -> HttpResponse:
            client = sessions.current_client(request)
            if client is None:
                return redirect(RETURN)
            (thing_id,) = named.values()
            found = find(thing_id)
            if found is None:
                raise Http404
            verb = "change" if request.method == "POST" else "read"
            policy.require(policy.viewer_of(request), verb, found)
            return view(request, client, found)

        return _asking

    return wrapping


with_booking, with_request = _with_own(booking_with_id), _with_own(request_with_id)
