"""A power cut, as far as a user can bring one about: all processes end at once, unsynced writes are lost.

SQLite: the files become what `only_synced` kept, in part overlaid with pages that happened to be written.
PostgreSQL: the data files become what they were at the last checkpoint, in part overlaid likewise, some pages
torn in the middle; the log of transactions stays, as it was synced.
"""

import contextlib
import os
import random
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rapport.cli.drills.instance import children
from rapport.cli.drills.unguarded_checkins import SYNCED

if TYPE_CHECKING:
    from rapport.cli.drills.cluster import Cluster

SQLITE = "rapport.sqlite3"
SQLITE_PAGE, POSTGRESQL_PAGE = 4096, 8192
GONE_SECONDS, BETWEEN_LOOKS = 10.0, 0.02
# What of a cluster's folder a checkpoint leaves behind it: synced by itself, or made anew at the start.
NOT_DATA = ("pg_wal", "postmaster.pid", "postgresql.auto.conf", "pg_stat_tmp", "pg_dynshmem", "pg_notify")


def end_all(first: int) -> None:
    """End a process and all below it, none of which gets to know."""
    for pid in (first, *below(first)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)  # Nothing is begun while the others end.
    found = (first, *below(first))
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + GONE_SECONDS
    while any(_runs(pid) for pid in found) and time.monotonic() < deadline:
        time.sleep(BETWEEN_LOOKS)


def below(pid: int) -> list[int]:
    """Every process below this one; none where the system has no /proc."""
    found = children(pid)
    return found + [each for child in found for each in below(child)]


def _runs(pid: int) -> bool:
    with contextlib.suppress(OSError):
        # The letter after the name: Z has ended and waits for its parent to hear of it.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def begin_keeping(data: Path) -> None:
    """What is on the disk of a SQLite installation now, before it is served, counts as synced."""
    kept = data.parent / SYNCED
    kept.mkdir(exist_ok=True)
    for file in data.glob(f"{SQLITE}*"):
        shutil.copyfile(file, kept / file.name)


def lose_sqlite(data: Path, served: int, rng: random.Random) -> None:
    """End everything that serves this installation, and lose what was not synced."""
    end_all(served)
    kept = data.parent / SYNCED
    for name in (SQLITE, f"{SQLITE}-wal"):
        # A file that was never synced is there by its name alone.
        synced, written = (each.read_bytes() if each.exists() else b"" for each in (kept / name, data / name))
        if synced or written:
            left = _in_part(synced, written, SQLITE_PAGE, rng)
            for folder in (data, kept):
                (folder / name).write_bytes(left)
    (data / f"{SQLITE}-shm").unlink(missing_ok=True)


def keep_checkpoint(cluster: "Cluster") -> str:
    """Write a checkpoint and keep the data files as they are then; which checkpoint it is."""
    import psycopg

    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        named = _checkpoint(connection)
    kept = cluster.folder / SYNCED
    shutil.rmtree(kept, ignore_errors=True)
    with contextlib.suppress(shutil.Error):  # Files come and go meanwhile; what is not kept is not lost.
        shutil.copytree(cluster.folder / "data", kept, ignore=shutil.ignore_patterns(*NOT_DATA))
    return named


def end_server(cluster: "Cluster") -> None:
    """End every process of a server."""
    if cluster.server is not None:
        end_all(cluster.server.pid)
        cluster.server.wait()


def lose_postgresql(cluster: "Cluster", checkpoint: str, rng: random.Random) -> None:
    """End the whole server, lose what was written since the checkpoint but for the log, and start it again.

    Raises RuntimeError where the server wrote another checkpoint since: what was kept is of no use then.
    """
    import psycopg

    with psycopg.connect(cluster.url, autocommit=True) as connection:
        if _checkpoint(connection) != checkpoint:
            raise RuntimeError("expected no checkpoint for a few seconds, found another: try again")
    end_server(cluster)
    for file in (cluster.folder / SYNCED).rglob("*"):
        place = cluster.folder / "data" / file.relative_to(cluster.folder / SYNCED)
        # The control file is synced whenever it is written.
        if file.is_file() and file.name != "pg_control" and place.exists():
            before, written = file.read_bytes(), place.read_bytes()
            if before != written:
                place.write_bytes(_in_part(before, written, POSTGRESQL_PAGE, rng, torn=True))
    cluster.start()


def _checkpoint(connection: object) -> str:
    found = connection.execute("SELECT redo_lsn::text FROM pg_control_checkpoint()").fetchone()  # type: ignore[attr-defined]
    return str(found[0])


def _in_part(kept: bytes, written: bytes, size: int, rng: random.Random, *, torn: bool = False) -> bytes:
    """What was kept, with some of its pages as they were written since; of torn ones only the first half."""
    found = bytearray(kept)
    for begin in range(0, len(kept), size):
        page, luck = written[begin : begin + size], rng.random()
        if luck < 1 / 3:
            found[begin : begin + len(page)] = page
        elif torn and luck < 2 / 3:
            half = page[: size // 2]
            found[begin : begin + len(half)] = half
    return bytes(found)
