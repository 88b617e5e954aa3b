"""What one process of `rapport bench bookings` does: fill a scratch installation, book, insert, empty it.

python -m benchmarks.booking_work TASK     a JSON value on standard input, another on standard output
"""

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any, Final

from benchmarks.processor import milliseconds

IDENTITY: Final = ("Robin", "555 0100")
MAKE: Final = "CREATE TABLE IF NOT EXISTS bare (half_hour bigint, client text, state text)"
INSERT: Final = "INSERT INTO bare VALUES ({0}, {0}, {0})"
ROW: Final = (997787, "a" * 26, "booked")
PRAGMAS: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
BUSY_SECONDS: Final = 20
# A web process has its connection and its statements from earlier pages.
WARMING: Final = 5


def fill(asked: dict[str, int]) -> list[tuple[str, int]]:
    """So many clients, each with three offers: every request, and a half hour that is free for both."""
    from rapport.cli.drills.inside_bookings import booking_practice
    from rapport.cli.drills.inside_practice import EVERY_HOUR, SLATE

    practice = booking_practice({"clients": asked["clients"], "hours": EVERY_HOUR})
    half_hours, taken, todo = practice["half_hours"], Counter[str](), []
    for client in practice["clients"]:
        for place, (request, provider) in enumerate(
            zip(client["requests"], client["providers"], strict=True)
        ):
            # Every third one for each of a client's three: so no client has two at once either.
            number = SLATE * taken[provider] + place
            assert number < len(half_hours), "expected fewer clients: their providers' weeks are full"
            taken[provider] += 1
            todo.append((request, half_hours[number]))
    return todo


def book(asked: dict[str, Any]) -> dict[str, float]:
    """Hold and book one request after the other, until the time is over; the first few are not timed."""
    from rapport.site.consultations.queries.bookings import request_with_id

    todo = [(request_with_id(request), number) for request, number in asked["todo"]]
    for each in todo[:WARMING]:
        _book(*each)
    todo, done = todo[WARMING:], 0
    server = _backend()
    used, by_server, started = process_time(), server(), perf_counter()
    while done < len(todo) and perf_counter() - started < asked["seconds"]:
        _book(*todo[done])
        done += 1
    return _told(done, perf_counter() - started, process_time() - used, server() - by_server)


def _told(done: int, seconds: float, used: float, by_server: float) -> dict[str, float]:
    return {"done": done, "seconds": seconds, "processor": used, "server": by_server}


def _backend() -> Callable[[], float]:
    """What tells how much processor time, in ms, PostgreSQL has used for this connection; 0 if it is far."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return lambda: milliseconds(pid) or 0.0


def _book(request: Any, number: int) -> None:
    from django.utils import timezone

    from rapport.site.consultations.actions import bookings
    from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR

    client, starts_at = request.client, EPOCH + number * HALF_HOUR
    made = bookings.hold(by=client, at=timezone.now(), request=request, starts_at=starts_at, key=f"h{number}")
    identity = bookings.Identity(*IDENTITY, shares=True)
    bookings.book(by=client, at=timezone.now(), booking=made.booking, identity=identity, key=f"b{number}")


def queries(asked: dict[str, Any]) -> int:
    """How many queries one booking takes, hold and all."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from rapport.site.consultations.queries.bookings import request_with_id

    request, number = asked["todo"][-1]
    found = request_with_id(request)
    with CaptureQueriesContext(connection) as captured:
        _book(found, number)
    return len(captured)


def empty(_: object) -> int:
    """Take every booking away, so that the next round finds what the first one found."""
    from rapport.site.consultations.models import Booking
    from rapport.site.foundation.models import OutboxMessage

    OutboxMessage.objects.all().delete()
    return Booking.objects.filter(state__in=("held", "booked"), half_hour__gt=0).delete()[0]


def insert(asked: dict[str, Any]) -> dict[str, float]:
    """One bare row a transaction, as durably as bookings, until the time is over."""
    connection, place = _connected(asked)
    statement, done = INSERT.format(place), 0
    pid = None if place == "?" else connection.info.backend_pid
    used, started = process_time(), perf_counter()
    by_server = milliseconds(pid) or 0.0 if pid else 0.0
    while perf_counter() - started < asked["seconds"]:
        connection.execute("BEGIN IMMEDIATE" if place == "?" else "BEGIN")
        connection.execute(statement, ROW)
        connection.execute("COMMIT")
        done += 1
    ended = milliseconds(pid) or 0.0 if pid else 0.0
    return _told(done, perf_counter() - started, process_time() - used, ended - by_server)


def _connected(asked: dict[str, Any]) -> tuple[Any, str]:
    """A connection that commits by itself, with the table there; and how a value is marked."""
    if not asked["url"]:
        connection = sqlite3.connect(asked["file"], timeout=BUSY_SECONDS, isolation_level=None)
        connection.executescript(PRAGMAS)
        connection.execute(MAKE)
        return connection, "?"
    import psycopg

    server = psycopg.connect(asked["url"], autocommit=True)
    with server.transaction():
        server.execute("SELECT pg_advisory_xact_lock(1)")
        server.execute(MAKE)
    return server, "%s"


def show(count: int) -> dict[str, Any]:
    """So many new clients with three: how they sign in, two offers, one of them booked; a provider's visit.

    Each client is a receipt code and two paths: choosing a time, and an appointment.
    """
    from django.utils import timezone

    from rapport.cli.demo_life.questionnaire import answer_questionnaire
    from rapport.cli.drills import cast
    from rapport.cli.drills.inside_practice import ANSWERS, begin_visit
    from rapport.site.consultations.actions import requests
    from rapport.site.directory.actions.verification import link_account
    from rapport.site.matches.actions import issue
    from rapport.site.people.choices import AccountKind

    now, clients = timezone.now(), []
    for _ in range(count):
        client = answer_questionnaire(ANSWERS, at=now)
        matches = issue(by=client, at=now).matches.select_related("client__key", "provider")
        first, second = matches.order_by("position")[:2]
        booking = cast.booked(first, at=now)
        offered = requests.request(by=client, match=second, at=now)
        requests.offer(by=second.provider, request=offered, words="Gladly.", at=now)
        clients.append([client.receipt_code(), f"/bookings/times/{offered.pk}/", f"/bookings/{booking.pk}/"])
    account = cast.joined(AccountKind.PROVIDER, at=now)
    link_account(first.provider, account, by="bench", at=now)
    return {
        "clients": clients,
        "visit": begin_visit(cast.visit_of(account, at=now)),
        "appointment": f"/portal/calendar/{booking.pk}/",
    }


TASKS: Final[dict[str, Callable[[Any], Any]]] = {
    task.__name__: task for task in (fill, book, queries, empty, insert, show)
}


def main() -> None:
    """Do the task that is named first on the command line."""
    name = sys.argv[1]
    if name != insert.__name__:
        from rapport.site.config.start import start

        start()
    json.dump(TASKS[name](json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
