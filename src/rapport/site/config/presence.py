"""Who uses an installation now: the site and its workers together, or a move to another database alone.

A lock on a file of the data folder. It goes with the processes that hold it, however they end, and a child
keeps it for as long as it lives.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rapport.errors import BadInput, Problem
from rapport.site.config.environment import Environment, Refused

LOCK = "in-use.lock"
# Written once everything stands in the other database: the old one must not be served beside it.
MOVED = "moved-to-postgresql.txt"


def join(environment: Environment) -> None:
    """Use the installation together with others, until this process and its children have ended.

    Raises:
        BadInput: it is being moved, or was moved and is asked to go on where it was.
    """
    moved = environment.data / MOVED
    if not environment.database_url.startswith("postgres") and moved.exists():
        raise Refused(
            name="DATABASE_URL",
            expected="the PostgreSQL database that this installation was moved to",
            arrived="SQLite",
            do=f"set it, or remove {moved} to go back to how things stood before",
        )
    if _locked(environment.data, fcntl.LOCK_SH) is None:
        raise BadInput(Problem("an installation at rest", "one that `rapport move` is moving; wait for it"))


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Use the installation alone for this time.

    Raises:
        BadInput: the site or a worker runs.
    """
    handle = _locked(data, fcntl.LOCK_EX)
    if handle is None:
        raise BadInput(
            Problem("a site at rest", "one that runs; stop `rapport serve` and every worker first")
        )
    try:
        yield
    finally:
        os.close(handle)


def has_moved(data: Path) -> None:
    """Write down, on the disk, that the database of this folder is the old one from now on."""
    with (data / MOVED).open("w", encoding="ascii") as stream:
        stream.write("Everything stands in PostgreSQL. Delete rapport.sqlite3* here when that is settled.\n")
        stream.flush()
        os.fsync(stream.fileno())


def _locked(data: Path, how: int) -> int | None:
    handle = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with suppress(BlockingIOError):
        fcntl.flock(handle, how | fcntl.LOCK_NB)
        return handle
    os.close(handle)
    return None
