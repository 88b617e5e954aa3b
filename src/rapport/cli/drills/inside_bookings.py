"""What the drill of bookings does inside its scratch installation: people, guards taken away, the recount."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any

from rapport.cli.drills.inside_constraints import drop_constraints_of
from rapport.cli.drills.inside_practice import (
    HOURS,
    SLATE,
    half_hour_of,
    join,
    make_client,
    make_providers,
)

SAFELY_AHEAD = timedelta(hours=24)
FREE_AGAIN = ("cancelled", "expired")
STANDING = ("held", "booked")
LIVE = ("waiting", "offered")


def booking_practice(asked: dict[str, Any]) -> dict[str, Any]:
    """Providers with accounts, clients with three offers each, and conversations whose time is over.

    `hours` are those of all providers, the few of the drill unless told.
    """
    from django.utils import timezone

    from rapport.site.consultations.queries.slots import offered_starts

    now = timezone.now()
    visits = join(make_providers(asked.get("hours", HOURS)), now)
    clients = [make_client(number, now) for number in range(asked["clients"])]
    some = clients[0]["requests"][0]
    starts = offered_starts(some, at=now + SAFELY_AHEAD)
    return {
        "clients": [
            {
                "session": each["session"],
                "requests": [request.pk for request in each["requests"]],
                "providers": [visits[request.provider_id] for request in each["requests"]],
                "past": [[booking.pk, visits[booking.provider_id]] for booking in each["past"]],
            }
            for each in clients
        ],
        "half_hours": [half_hour_of(each) for each in starts],
    }


def drop_booking_constraints(_: object) -> int:
    """Take away what the database itself promises of bookings; how many constraints went."""
    from rapport.site.consultations import overlap_guard
    from rapport.site.consultations.models import Booking, Transition

    overlap_guard.lift()
    return drop_constraints_of((Booking, Transition))


def bookings(acknowledged: list[str]) -> dict[str, Any]:
    """Every broken promise about bookings, counted straight from the tables.

    `acknowledged` are the keys of changes that were answered with a yes.
    """
    from rapport.site.consultations.models import Booking, Request, Transition
    from rapport.site.foundation import audit
    from rapport.site.foundation.models import AuditEvent
    from rapport.site.matches.models import Match

    rows = list(Booking.objects.select_related("request").order_by("pk"))
    broken: Counter[str] = Counter()
    broken.update(_overlaps(rows))
    for each in rows:
        broken.update(_faults_of_one(each))
    broken["more than one booking stands on a request"] += _repeated(
        each.request_id for each in rows if each.state in STANDING
    )
    live = Counter(Request.objects.filter(state__in=LIVE).values_list("client_id", flat=True))
    broken["more than three live requests"] += sum(count > SLATE for count in live.values())
    matches = Counter(Match.objects.filter(is_open=True).values_list("client_id", flat=True))
    broken["more than three open matches"] += sum(count > SLATE for count in matches.values())
    made = list(Transition.objects.order_by("pk").values_list("booking_id", "key", "state", "half_hour"))
    broken.update(_faults_of_history({each.pk: each for each in rows}, made))
    broken["acknowledged and gone"] += len(set(acknowledged) - {key for _, key, _, _ in made})
    broken["done twice under one key"] += _repeated(key for _, key, _, _ in made)
    broken["a reminder of what is not booked"] += _idle_reminders()
    broken["trail broken"] += len(audit.broken_links())
    told = AuditEvent.objects.filter(verb__startswith="booking_").count()
    broken["changed without a trace, or traced without a change"] += abs(told - len(made))
    found = {kind: count for kind, count in sorted(broken.items()) if count}
    states = Counter(each.state for each in rows)
    return {"bookings": len(rows), "transitions": len(made), "states": dict(states), "broken": found}


def _overlaps(rows: list[Any]) -> Iterable[str]:
    """Two at the same time, for a provider or for a client: minutes are compared, not half hours."""
    for side in ("provider_id", "client_id"):
        of_side: dict[str, list[tuple[int, int]]] = {}
        for each in rows:
            if each.state not in FREE_AGAIN:
                begins = each.half_hour * 30
                of_side.setdefault(getattr(each, side), []).append((begins, begins + each.minutes))
        for taken in of_side.values():
            taken.sort()
            for (_, ended), (begun, _) in pairwise(taken):
                if begun < ended:
                    yield f"two at once for a {side.removesuffix('_id')}"


def _faults_of_one(booking: Any) -> Iterable[str]:
    if (booking.client_id, booking.provider_id) != (booking.request.client_id, booking.request.provider_id):
        yield "a booking of other people than its request"
    if booking.state == "booked" and booking.identity is None and booking.request.state in LIVE:
        yield "booked without anybody to call"


def _faults_of_history(rows: dict[str, Any], made: list[tuple[str, str, str, int]]) -> Iterable[str]:
    """A booking stands where its last transition left it; only a hold may have run out since."""
    last = {booking: (state, half_hour) for booking, _key, state, half_hour in made}
    for booking, (state, half_hour) in last.items():
        stands = rows[booking]
        ran_out = (state, stands.state) == ("held", "expired")
        if stands.half_hour != half_hour or (stands.state != state and not ran_out):
            yield "a booking that stands otherwise than its history says"


def _repeated(values: Iterable[str]) -> int:
    return sum(count > 1 for count in Counter(values).values())


def _idle_reminders() -> int:
    from rapport.site.consultations.choices import BookingState
    from rapport.site.consultations.models import Booking
    from rapport.site.foundation.outbox_models import MailState, OutboxMessage, Template

    waiting = OutboxMessage.objects.filter(state=MailState.WAITING, template=Template.CONSULTATION_REMINDER)
    booked = Booking.objects.filter(state=BookingState.BOOKED)
    return waiting.exclude(about__in=booked.values("pk")).count()


TASKS: dict[str, Any] = {
    task.__name__: task for task in (booking_practice, drop_booking_constraints, bookings)
}
