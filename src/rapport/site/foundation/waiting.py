"""How long a locked database is waited for, where the usual twenty seconds would be too long."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import DatabaseError, connection

MILLISECONDS = 1000


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Inside, whoever holds a lock is waited for this long; then the usual `OperationalError` comes."""
    _wait(seconds)
    try:
        yield
    finally:
        # A connection that broke inside is opened anew, with the usual wait, when it is needed again.
        with suppress(DatabaseError):
            _wait(None)


def _wait(seconds: float | None) -> None:
    """`None` is the usual wait."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            usual = settings.DATABASES["default"]["OPTIONS"]["timeout"]
            cursor.execute(f"PRAGMA busy_timeout = {_milliseconds(usual if seconds is None else seconds)}")
        elif seconds is None:
            cursor.execute("RESET lock_timeout")
        else:
            cursor.execute(f"SET lock_timeout = {_milliseconds(seconds)}")


def _milliseconds(seconds: float) -> int:
    return round(seconds * MILLISECONDS)
