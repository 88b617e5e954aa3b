"""What the drill of bookings does inside its scratch installation: people, guards taken away, the recount."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any

# Few half hours for many people: that is what makes them meet.
HOURS = "mon-09;tue-10;wed-11;thu-13;fri-14;sat-09;sun-15"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_HOUR = ";".join(f"{day}-{hour:02}" for day in DAYS for hour in range(24))
PROVIDERS, PAST_OF_EACH = 8, 3
SAFELY_AHEAD = timedelta(hours=24)
FREE_AGAIN = ("cancelled", "expired")
STANDING = ("held", "booked")
LIVE = ("waiting", "offered")
SLATE = 3


def booking_practice(asked: dict[str, Any]) -> dict[str, Any]:
    """Providers with accounts, clients with three offers each, and conversations whose time is over.

    `hours` are those of all providers, the few of the drill unless told.
    """
    from django.utils import timezone

    from rapport.cli.drills import cast
    from rapport.site.consultations.queries.slots import offered_starts
    from rapport.site.directory.actions.verification import link_account
    from rapport.site.people.choices import AccountKind

    now = timezone.now()
    visits = {}
    for provider in _providers(asked.get("hours", HOURS)):
        account = cast.joined(AccountKind.PROVIDER, at=now)
        link_account(provider, account, by="drill", at=now)
        visits[provider.pk] = _visit(cast.visit_of(account, at=now))
    clients = [_client(number, now) for number in range(asked["clients"])]
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
        "half_hours": [_number(each) for each in starts],
    }


def _providers(hours: str = HOURS) -> list[Any]:
    """All alike, so that everybody can be offered everybody; each is there in the same hours."""
    from datetime import date

    from django.utils import timezone

    from rapport.matching.columns import COLUMNS
    from rapport.matching.reading import read_roster
    from rapport.simulation.practice import make_practice
    from rapport.site.directory.actions import import_roster
    from rapport.site.directory.models import Provider

    row = make_practice(providers=1, clients=0, seed=7, on=date(2026, 11, 23)).roster_rows[0]
    alike = row | {
        "kind": "therapist", "licences": "CA", "licence_expires": "2099-01-01", "languages": "en",
        "formats": "video", "services": "individual", "age_groups": "adult", "concerns": "anxiety",
        "slots": hours, "timezone": "America/Los_Angeles", "capacity": "50", "accepting": "yes", "npi": "",
    }  # fmt: skip
    rows = [alike | {"provider_id": f"p{place}", "name": f"Person {place}"} for place in range(PROVIDERS)]
    table = [[each.get(name, "") for name in COLUMNS] for each in rows]
    import_roster(read_roster(tuple(COLUMNS), table), by="drill", at=timezone.now())
    return list(Provider.objects.order_by("provider_id"))


def _client(number: int, now: Any, *, past: bool = True) -> dict[str, Any]:
    from rapport.cli.demo_life.questionnaire import answer_questionnaire
    from rapport.cli.drills.inside import ANSWERS
    from rapport.site.matches.actions import issue
    from rapport.site.people import sessions

    client = answer_questionnaire(ANSWERS, at=now)
    matches = list(issue(by=client, at=now).matches.select_related("provider").order_by("position"))
    requests = [_request(match, now) for match in matches]
    over = [
        _past(matches[place % SLATE], number * PAST_OF_EACH + place, now)
        for place in range(PAST_OF_EACH if past else 0)
    ]
    session = _visit({sessions.CLIENT: client.pk, sessions.SEEN: now.isoformat()})
    return {"session": session, "requests": requests, "past": over}


def _request(match: Any, now: Any, **changes: Any) -> Any:
    from rapport.site.consultations.choices import RequestState
    from rapport.site.consultations.models import Request

    columns = {"state": RequestState.OFFERED, "answered_at": now} | changes
    return Request.objects.create(
        client=match.client, provider=match.provider, match=match, position=match.position, sent_at=now,
        due_at=now + timedelta(days=2), **columns,
    )  # fmt: skip


def _past(match: Any, number: int, now: Any) -> Any:
    """A conversation on a request that has ended, so long ago that either side may say what became of it."""
    from rapport.site.consultations.choices import BookingState, RequestState
    from rapport.site.consultations.models import Booking

    ended = _request(match, now, state=RequestState.WITHDRAWN, ended_at=now)
    return Booking.objects.create(
        request=ended, client=match.client, provider=match.provider, half_hour=_number(now) - 3 - number,
        state=BookingState.BOOKED, made_at=now, changed_at=now,
    )  # fmt: skip


def _number(moment: Any) -> int:
    from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR

    return int((moment - EPOCH) // HALF_HOUR)


def _visit(told: dict[str, str]) -> str:
    from rapport.cli.drills.inside import _visit as begin

    return begin(told)


def drop_booking_constraints(_: object) -> int:
    """Take away what the database itself promises of bookings; how many constraints went."""
    from django.db import connection
    from django.db.models import UniqueConstraint

    from rapport.site.consultations import overlap_guard
    from rapport.site.consultations.models import Booking, Transition

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA foreign_keys=OFF")
    overlap_guard.lift()
    dropped = 0
    with connection.schema_editor() as editor:
        for model in (Booking, Transition):
            for constraint in list(model._meta.constraints):
                if isinstance(constraint, UniqueConstraint):
                    # SQLite makes the table anew from what the model says: it must say so first.
                    kept = [each for each in model._meta.constraints if each is not constraint]
                    model._meta.constraints = kept
                    editor.remove_constraint(model, constraint)
                    dropped += 1
    return dropped


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
