"""Drill: nobody is booked twice, in any change of any booking, whatever happens at the same time.

Clients and providers in several processes hold, book, move, cancel, say what became of it and repeat
themselves, through HTTP and against the real server, for the same few half hours; and the processes that
answer are killed in the middle. Then the tables are counted over.
"""

import math
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from rapport.cli.drills.instance import scratch, twin
from rapport.cli.drills.storm import CONNECTIONS, PROCESSES, Storm, idle, told_of, weathered
from rapport.cli.drills.visits import Answer, Visit

ATTEMPTS = 4000
# Enough to break promises that nothing guards; a drill should not be long because its control is.
CONTROL_ATTEMPTS = 600
GUARD = ("booking_locks",)
CLIENTS = 24
FEW_HALF_HOURS = 14
IDENTITY = {"called": "Robin", "contact": "555 0100", "shares": "yes"}


def run(
    url: str, attempts: int | None, *, say: Callable[[str], None], seconds: float = math.inf
) -> dict[str, Any]:
    """One run on one database, and the control on a copy of it without the guards.

    After so many `seconds` no more attempts are made: those that were are judged.
    """
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    say("making a scratch installation")
    with scratch(url) as instance:
        practice = instance.inside("booking_practice", {"clients": CLIENTS})
        with twin(instance) as bare:
            # First of the two: a visit ends where nobody asks for so long as a run can take.
            say("the control, without the guards")
            bare.inside("drop_booking_constraints")
            fewer = min(wanted, CONTROL_ATTEMPTS)
            other, _ = weathered(bare, practice, fewer, without=GUARD, act=storming, say=say)
            control = bare.inside("bookings", other.acknowledged)
        say(f"{wanted} attempts from {PROCESSES} processes, killing those that answer")
        until = time.monotonic() + seconds
        storm, killed = weathered(instance, practice, wanted, act=storming, say=say, until=until)
        found = instance.inside("bookings", storm.acknowledged)
    broken = Counter(found["broken"]) + storm.seen_wrong + Counter({"hardly anything was done": idle(storm)})
    return {
        "database": instance.database,
        "attempts": storm.made,
        "violations": sum(broken.values()),
        "control_violations": sum(control["broken"].values()),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "answered": dict(sorted(storm.answered.items())),
            "done": dict(sorted(storm.done.items())),
            "web_processes_killed": killed,
            "bookings": found["bookings"],
            "transitions": found["transitions"],
            "states": found["states"],
            "broken": dict(broken),
            "control": "no transaction, no lock, no unique or exclusion constraint",
            "control_broken": control["broken"],
        },
    }


def storming(port: int, practice: dict[str, Any], attempts: int, number: int) -> dict[str, Any]:
    """One process of people: several connections, each doing one thing after the other."""
    storm = Storm()

    def act(place: int) -> None:
        rng = random.Random(f"{number}-{place}")  # noqa: S311 - no secret
        key = f"{number}-{place}"
        client = rng.choice(practice["clients"])
        one = Person(port, practice, client, rng, storm, key)
        rng.choices(ACTS, WEIGHTS)[0](one)

    with ThreadPoolExecutor(CONNECTIONS) as connections:
        list(connections.map(act, range(attempts)))
    return told_of(storm)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody about to do one thing, and what this process knows of their bookings."""

    port: int
    practice: dict[str, Any]
    client: dict[str, Any]
    rng: random.Random
    storm: Storm
    key: str

    def visit(self) -> Visit:
        """The client's browser."""
        return Visit(self.port, self.client["session"])

    def post(self, verb: str, visit: Visit, path: str, fields: dict[str, object], *, key: str = "") -> Answer:
        """Send a form, and note whether it was done."""
        answer = visit.post(path, {"key": self.key, **fields})
        self.storm.note(verb, key or self.key, answer, done=was_done(verb, answer))
        return answer

    def half_hour(self) -> int:
        """One of the few that everybody wants."""
        number: int = self.rng.choice(self.practice["half_hours"][:FEW_HALF_HOURS])
        return number

    def booking(self) -> tuple[str, int] | None:
        """A booking of this client, and which of their requests it is on."""
        place = self.rng.randrange(len(self.client["requests"]))
        known = self.storm.known.get(self.client["requests"][place])
        return (known, place) if known else None


def was_done(verb: str, answer: Answer) -> bool:
    """Whoever did something is sent to its page; whoever was refused reads why where they are."""
    went = answer.headers.get("location", "")
    # A client who has a booking already is sent there, too.
    goes_on = went.endswith("/check/") if verb == "hold" else went.startswith(GOES_TO)
    return answer.is_elsewhere and goes_on


GOES_TO = ("/bookings/", "/portal/calendar/")


def hold(one: Person) -> None:
    """Press a time."""
    request, number = one.rng.choice(one.client["requests"]), one.half_hour()
    path = f"/bookings/times/{request}/"
    for _ in range(1 + (one.rng.random() < 0.1)):  # An impatient finger presses twice.
        answer = one.post("hold", one.visit(), path, {"starts": number}, key=f"{one.key}-{number}")
    # Whoever is booked already is sent to that booking, to move or cancel it: or all would end there.
    if answer.is_elsewhere:
        one.storm.known[request] = answer.headers["location"].split("/")[2]


def book(one: Person) -> None:
    """Check and book; now and then twice, and now and then with something else under the same key."""
    if (found := one.booking()) is None:
        return hold(one)
    path = f"/bookings/{found[0]}/check/"
    first = one.post("book", one.visit(), path, IDENTITY)
    if was_done("book", first) and one.rng.random() < 0.2:
        again = one.post("book", one.visit(), path, IDENTITY)
        other = one.visit().post(path, {**IDENTITY, "called": "Kim", "key": one.key})
        one.storm.seen_wrong["another answer to one key"] += again.is_elsewhere and not was_done(
            "book", again
        )
        one.storm.seen_wrong["another body under one key"] += was_done("book", other)
    return None


def move(one: Person) -> None:
    """Move to another of the few."""
    if (found := one.booking()) is None:
        return hold(one)
    number = one.half_hour()
    fields = {"starts": number, "sure": "yes"}
    one.post("move", one.visit(), f"/bookings/{found[0]}/move/", fields, key=f"{one.key}-{number}")
    return None


def cancel(one: Person) -> None:
    """The client cancels, or lets a hold go."""
    if (found := one.booking()) is None:
        return hold(one)
    one.post("cancel", one.visit(), f"/bookings/{found[0]}/cancel/", {})
    return None


def provider_cancels(one: Person) -> None:
    """The provider cancels."""
    if (found := one.booking()) is None:
        return hold(one)
    visit = Visit(one.port, one.client["providers"][found[1]])
    one.post("provider cancel", visit, f"/portal/calendar/{found[0]}/cancel/", {})
    return None


def outcome(one: Person) -> None:
    """Either side says what became of a conversation whose time is over."""
    booking, provider = one.rng.choice(one.client["past"])
    if one.rng.random() < 0.3:
        one.post("missed", one.visit(), f"/bookings/{booking}/missed/", {})
    else:
        said = one.rng.choice(("took_place", "no_show"))
        visit = Visit(one.port, provider)
        one.post(said, visit, f"/portal/calendar/{booking}/outcome/", {"outcome": said})


def look(one: Person) -> None:
    """Read the times, or the calendar."""
    request = one.rng.choice(one.client["requests"])
    answer = one.visit().get(f"/bookings/times/{request}/")
    one.storm.note("look", one.key, answer, done=False)


ACTS = (hold, book, move, cancel, provider_cancels, outcome, look)
WEIGHTS = (0.34, 0.24, 0.16, 0.1, 0.06, 0.06, 0.04)
