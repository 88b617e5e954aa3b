"""Workers that are killed at every step of a mail: a parent forks one after another until nothing waits.

A killed worker ends by SIGKILL, as by a power cut or by the system's want of memory: no lock is given back,
no transaction is ended, no connection is closed.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

# Shorter than the real ones, as the lease is, or the drill would mostly wait.
PAUSE, REST_SECONDS = timedelta(seconds=0.5), 0.1
IDLE_SECONDS = 0.2
NOTHING_LEFT = 0
WORKERS = 3
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//drill//\r\nBEGIN:VEVENT\r\nUID:a@drill.example\r\n"
    b"DTSTAMP:20261123T090000Z\r\nDTSTART:20261201T090000Z\r\nSUMMARY:Appointment\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)
# A machine so busy that a mail took longer than its lease was good for: another worker may have sent it too.
TOO_SLOW = "not killed, but slower than its lease"
# Killed there, a mail may have been taken without anybody knowing.
BETWEEN = ("after the server took it", "before the commit")
STEPS = (
    "before the lease", "before the lease's commit", "after the lease", "before it is handed over", *BETWEEN,
    "after the commit",
)  # fmt: skip


def main() -> None:
    """Standard input says how likely each step is a death, without which guard, and where to note it."""
    from rapport.cli.drills.unguarded_checkins import CHECKIN_GUARDS
    from rapport.site.config.start import start

    asked = json.load(sys.stdin)
    for name in set(asked["without"]) & set(CHECKIN_GUARDS):
        CHECKIN_GUARDS[name]()
    start()
    # Ended from outside, no child is left behind.
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    os.setpgid(0, 0)
    begun = count()
    alive = {_fork(asked, next(begun)) for _ in range(WORKERS)}
    while alive:
        child, ended = os.wait()
        alive.discard(child)
        status = os.waitstatus_to_exitcode(ended)
        if status == -signal.SIGKILL:
            alive.add(_fork(asked, next(begun)))
        elif status != NOTHING_LEFT:
            sys.exit(f"a worker ended with {status}")


def _fork(asked: dict[str, Any], number: int) -> int:
    child = os.fork()
    if not child:
        _work(asked, number)
    return child


def _work(asked: dict[str, Any], number: int) -> None:
    """One worker's life."""
    status = 1
    try:
        from rapport.site.foundation.mail import delivery

        rng = random.Random(number)  # noqa: S311 - no secret
        _hurry(timedelta(seconds=asked["lease_seconds"]))
        deaths = _Deaths(asked["chances"], rng, asked["log"])
        _around_the_lease(deaths)
        _around_the_server(deaths)
        for name in set(asked["without"]) & set(WITHOUT):
            WITHOUT[name]()
        courier = delivery.Courier(now=lambda: datetime.now(UTC), rng=rng)
        while _goes_on(courier):
            time.sleep(IDLE_SECONDS)
        status = NOTHING_LEFT
    finally:
        os._exit(status)


def _goes_on(courier: Any) -> bool:
    """Send what is due; whether there may be more.

    A database that fails is asked again later, as by the real worker.
    """
    from django.db import DatabaseError, connection

    try:
        if not _is_something_left():
            return False
        courier.deliver(is_over=lambda: False)
    except DatabaseError:
        connection.close()
    return True


def _is_something_left() -> bool:
    """Whether mails wait, once the next ones of a newsletter are in the outbox too."""
    from rapport.site.foundation.models import OutboxMessage
    from rapport.site.foundation.outbox_models import MailState
    from rapport.site.newsletter.actions.sending import send_due
    from rapport.site.newsletter.queries.editions import under_way

    now = datetime.now(UTC)
    send_due(now)
    return OutboxMessage.objects.filter(state=MailState.WAITING).exists() or bool(under_way(now))


def _hurry(lease: timedelta) -> None:
    from rapport.site.foundation.mail import delivery, leases, parts

    leases.LEASE, leases.LEFT_TO_BEGIN = lease, lease / 2
    delivery.FIRST_PAUSE = delivery.LONGEST_PAUSE = PAUSE
    delivery.SHORTEST_REST_SECONDS = delivery.LONGEST_REST_SECONDS = REST_SECONDS
    parts._files[parts.CALENDAR] = lambda row: CALENDAR  # noqa: ARG005


class _Deaths:
    """Ends this process at a step, with the chance of that step; which it was is noted first."""

    def __init__(self, chances: dict[str, float], rng: random.Random, log: str) -> None:
        self._chances, self._rng, self._log = chances, rng, log

    def at(self, step: str) -> None:
        if self._rng.random() < self._chances.get(step, 0.0):
            self.note(step)
            os.kill(os.getpid(), signal.SIGKILL)

    def note(self, step: str) -> None:
        handle = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(handle, f"{step}\n".encode())
        os.close(handle)


def _around_the_lease(deaths: _Deaths) -> None:
    from django.db import connection

    from rapport.site.foundation.mail import leases

    lease = leases.lease

    def leasing(at: datetime) -> Any:
        if leases.due(at).exists():
            deaths.at("before the lease")
        taken = lease(at)
        if taken:
            deaths.at("after the lease")
        return taken

    def asking(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if sql.startswith('UPDATE "foundation_outboxmessage"'):
            deaths.at("before the lease's commit" if '"attempts" + ' in sql else "before the commit")
        return answer

    leases.lease = leasing
    connection.execute_wrappers.append(asking)


def _around_the_server(deaths: _Deaths) -> None:
    from rapport.site.foundation.mail import leases
    from rapport.site.foundation.mail.server import Connection

    hand_over, mark_sent = Connection.hand_over, leases.mark_sent
    began = [0.0]

    def _handing_over(self: Connection, **given: Any) -> None:
        began[0] = time.monotonic()
        deaths.at("before it is handed over")
        hand_over(self, **given)
        deaths.at("after the server took it")

    def marking(row: Any, *, at: datetime) -> None:
        mark_sent(row, at=at)
        if time.monotonic() - began[0] > leases.LEFT_TO_BEGIN.total_seconds():
            deaths.note(TOO_SLOW)
        deaths.at("after the commit")

    Connection.hand_over, leases.mark_sent = _handing_over, marking  # type: ignore[method-assign]


def _no_lease() -> None:
    """Whatever is due is sent by whoever sees it."""
    from rapport.site.foundation.mail import leases

    leases.lease = lambda at: list(leases.due(at).order_by("due_at")[: leases.BATCH])
    leases.is_mine = lambda row, at: True  # noqa: ARG005


def _sent_too_early() -> None:
    """A mail is written down as sent before it is handed over."""
    from rapport.site.foundation.mail import delivery, leases

    ready = delivery.ready

    def marked(row: Any, at: datetime) -> Any:
        made = ready(row, at)
        leases.mark_sent(row, at=at)
        return made

    delivery.ready = marked


WITHOUT: dict[str, Callable[[], None]] = {"lease": _no_lease, "order": _sent_too_early}
