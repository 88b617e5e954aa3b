"""Reading that may come from a replica: reports over everybody, in which the last seconds change nothing.

Nothing that a person did a moment ago is looked for there, no consent and no place: only a function that says
so by `may_come_from_replica` is answered by one, and only while it has not fallen behind.
"""

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

P = ParamSpec("P")
R = TypeVar("R")
ALIAS = "replica"
# How far it may be behind, and how often both servers are asked.
LONGEST_LAG_SECONDS = 10.0
LOOK_SECONDS = 1.0

_is_wanted: ContextVar[bool] = ContextVar("is_wanted", default=False)


class Router:
    """Django's question which database answers: the primary, unless a replica may and can."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:  # noqa: ARG002
        """The replica inside a function that may be answered by it."""
        return ALIAS if _is_wanted.get() else None

    def db_for_write(self, model: Any, **hints: Any) -> str:  # noqa: ARG002
        """Always the primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:  # noqa: ARG002
        """Both hold the same rows."""
        return True

    def allow_migrate(self, alias: str, app: str, **hints: Any) -> bool:  # noqa: ARG002
        """Tables come to a replica by themselves."""
        return alias != ALIAS


def may_come_from_replica(read: Callable[P, R]) -> Callable[P, R]:
    """Let a replica answer a function that only reads, and gives what it read whole, not a query set.

    Where there is none, where it has fallen behind or is lost on the way, the primary answers.
    """

    @wraps(read)
    def _answered(*args: P.args, **given: P.kwargs) -> R:
        if _is_wanted.get() or not is_close():
            return read(*args, **given)
        token = _is_wanted.set(True)
        try:
            return read(*args, **given)
        except DatabaseError:
            _lag.lost()
        finally:
            _is_wanted.reset(token)
        return read(*args, **given)

    return _answered


def is_close() -> bool:
    """Whether there is a replica and it holds what the primary held a few seconds ago."""
    has_one: Mapping[str, Any] = connections.databases
    return ALIAS in has_one and not connections[DEFAULT_DB_ALIAS].in_atomic_block and _lag.is_close()


class Lag:
    """How old what a replica holds is at most, by places in the primary's log: no clock is compared.

    A place of the primary is noted with the time; once the replica has reached it, it was no older then.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._looked_at = self._fresh_at = float("-inf")
        self._noted: tuple[float, int] | None = None

    def is_close(self) -> bool:
        """Asks both servers, unless that was done just now."""
        with self._lock:
            if self._now() - self._looked_at >= LOOK_SECONDS:
                self._look()
            return self._now() - self._fresh_at <= LONGEST_LAG_SECONDS

    def lost(self) -> None:
        """It did not answer: not to be asked before the next look finds it close."""
        with self._lock:
            self._fresh_at, self._noted = float("-inf"), None
            self._looked_at = self._now()
            connections[ALIAS].close()

    def _look(self) -> None:
        self._looked_at = self._now()
        try:
            if self._noted is None:
                self._noted = self._now(), _place(DEFAULT_DB_ALIAS, "pg_current_wal_lsn()")
            if _place(ALIAS, "pg_last_wal_replay_lsn()") >= self._noted[1]:
                self._fresh_at, self._noted = self._noted[0], None
        except DatabaseError:
            self._fresh_at, self._noted = float("-inf"), None
            connections[ALIAS].close()


def _place(alias: str, of: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {of} - '0/0'::pg_lsn")
        return int(cursor.fetchone()[0] or 0)


_lag = Lag()
