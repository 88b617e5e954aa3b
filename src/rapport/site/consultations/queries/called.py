"""How clients want to be called, for the provider they told: read together with their yes to that."""

from collections.abc import Iterable, Mapping

from rapport.site.consultations.calendars import SHOWN
from rapport.site.consultations.queries.bookings import identity_of, shared_bookings
from rapport.site.directory.models import Provider


def called_by(provider: Provider, clients: Iterable[str]) -> Mapping[str, str]:
    """The name that each of these clients gave this provider last, as far as they show it. One query."""
    told = shared_bookings().filter(provider=provider, client_id__in=list(clients), state__in=SHOWN)
    found: dict[str, str] = {}
    for booking in told.order_by("half_hour", "pk"):
        identity = identity_of(booking)
        if identity:
            found[booking.client_id] = identity["called"]
    return found
