"""Sending what is due, at least once, whoever is killed in between.

1. Lease: a worker takes a few due mails (`leases`). One that dies leaves its lease to end.
2. Look again, right before sending: cancelled, too late, nobody to write to, not at this hour.
3. Hand the mail to the server.
4. Write down what became of it. Killed between 3 and 4, it is sent once more, under the same Message-ID.

Who cannot write to the database cannot lease, and so does not send what could not be written down.
"""

import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError

from rapport.site.foundation.logs import described
from rapport.site.foundation.mail import leases, parts, recipients, writing
from rapport.site.foundation.mail.server import Connection, Later, Never, Unwell
from rapport.site.foundation.outbox_models import MailState, OutboxMessage

log = logging.getLogger("rapport.mail")
# A mail that was not taken is tried again after half a minute, twice that, … an hour, each earlier by chance
# so that not all come back at once; for about four days (RFC 5321, 4.5.4.1).
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
MOST_ATTEMPTS = 100
# A server that is unwell is asked again after so long, and twice that, …
SHORTEST_REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 300.0
Clock = Callable[[], datetime]
IsOver = Callable[[], bool]


class NotNow(Exception):
    """The mail may not be sent before a later time."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class Courier:
    """Sends what is due; one a worker. `now` is the clock, `rng` the chance in pauses."""

    def __init__(self, *, now: Clock, rng: random.Random) -> None:
        self._now = now
        self._rng = rng
        self._rest_seconds = 0.0
        self._rests_until = 0.0

    def deliver(self, *, is_over: IsOver) -> int:
        """Send until nothing is due, or `is_over` says so between two mails; returns how many were sent."""
        if settings.MAIL_SERVER is None or time.monotonic() < self._rests_until:
            return 0
        sent, connection = 0, Connection(settings.MAIL_SERVER, greeting=settings.MAIL_FROM.domain)
        try:
            while not is_over() and (leased := leases.lease(self._now())):
                sent += self._send_all(leased, connection, is_over)
                self._rest_seconds = 0.0
        except Unwell as error:
            self._rest(str(error))
        finally:
            connection.close()
        return sent

    def _send_all(self, leased: list[OutboxMessage], connection: Connection, is_over: IsOver) -> int:
        sent, left = 0, list(leased)
        try:
            while left and not is_over():
                # Taken off first: what breaks after a mail was handed over must not free it to be sent again.
                row = left.pop(0)
                try:
                    sent += self._send(row, connection)
                except Unwell as error:
                    row.last_error = str(error)
                    left.append(row)
                    raise
        finally:
            with suppress(DatabaseError):  # Their lease ends by itself.
                for row in left:
                    leases.put_back(row, due_at=row.due_at, error=row.last_error, is_tried=False)
        return sent

    def _send(self, row: OutboxMessage, connection: Connection) -> bool:
        at = self._now()
        if not leases.is_mine(row, at):
            return False
        try:
            address, mail = ready(row, at)
            connection.hand_over(sender=settings.MAIL_FROM.address, recipient=address, mail=mail)
        except Unwell:
            raise
        except Exception as error:
            self._not_sent(row, error, at)
            return False
        leases.mark_sent(row, at=self._now())
        return True

    def _not_sent(self, row: OutboxMessage, error: Exception, at: datetime) -> None:
        """Whatever went wrong with one mail must not keep the others from leaving."""
        match error:
            case NotNow():
                leases.put_back(row, due_at=error.until, error="", is_tried=False)
            case parts.Gone():
                leases.end(row, state=MailState.CANCELLED, error=str(error), at=at)
            case Never():
                leases.end(row, state=MailState.FAILED, error=str(error), at=at)
            case Later():
                self._again(row, str(error), at)
            case _:
                log.error("a mail could not be written: %s", described(error))
                self._again(row, type(error).__name__, at)

    def _again(self, row: OutboxMessage, error: str, at: datetime) -> None:
        if row.attempts >= MOST_ATTEMPTS:
            leases.end(row, state=MailState.FAILED, error=error, at=at)
            return
        pause = min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 10), LONGEST_PAUSE)
        leases.put_back(row, due_at=at + pause * self._rng.uniform(0.5, 1.0), error=error, is_tried=True)

    def _rest(self, why: str) -> None:
        self._rest_seconds = min(max(self._rest_seconds * 2, SHORTEST_REST_SECONDS), LONGEST_REST_SECONDS)
        self._rests_until = time.monotonic() + self._rest_seconds
        log.warning("the mail server is unwell (%s); asked again in %.0f s", why, self._rest_seconds)


def ready(row: OutboxMessage, at: datetime) -> tuple[str, bytes]:
    """The address and the mail as they are now; raises `Gone` or `NotNow` when it may not be sent."""
    to = recipients.recipient(row)
    if to is None:
        raise parts.Gone("nobody to write to")
    free_at = to.free_at(at)
    if free_at is None or (row.not_after is not None and free_at > row.not_after):
        raise parts.Gone("too late")
    if free_at > at:
        raise NotNow(free_at)
    return to.address, bytes(writing.written(row, to, at=at))
