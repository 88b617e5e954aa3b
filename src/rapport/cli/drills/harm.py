"""What goes wrong while people check in, one thing after the other, and what everybody is told of it."""

import contextlib
import os
import random
import resource
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rapport.cli.drills import databases, power
from rapport.cli.drills.instance import Instance, children, web_workers
from rapport.cli.drills.only_synced import can_listen

if TYPE_CHECKING:
    from rapport.cli.drills.cluster import Cluster

# While files may not grow beyond a page, nothing can be written; for so long at a time.
FULL_BYTES, FULL_SECONDS = 4096, 0.7
# What is written between the checkpoint and the power cut.
SETTLING_SECONDS = 0.4
# Those of PostgreSQL's processes that write what nobody waits for, or wait for the disk themselves.
WRITERS = ("walwriter", "background writer", "checkpointer", "autovacuum launcher", "autovacuum worker")


@contextlib.contextmanager
def server_for(url: str) -> Iterator[tuple[str, "Cluster | None"]]:
    """A PostgreSQL server that may be harmed, where its programs are installed; else the one named."""
    from rapport.cli.drills import cluster

    with contextlib.ExitStack() as stack:
        own = None
        if url and cluster.binaries() is not None:
            with contextlib.suppress(cluster.NoCluster):
                own = stack.enter_context(cluster.running(in_memory=True))
        yield (own.url if own is not None else url), own


class Harm:
    """One thing at a call, in turn; `came` counts what came about."""

    def __init__(
        self,
        instance: Instance,
        cluster: "Cluster | None",
        stack: contextlib.ExitStack,
        without: tuple[str, ...],
    ) -> None:
        self.instance, self.cluster, self.stack, self.without = instance, cluster, stack, without
        self.came: Counter[str] = Counter()
        self.rng = random.Random(len(instance.data.parts))  # noqa: S311 - no secret
        self.kinds = self._kinds()

    def __call__(self, served: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        """The next thing; the server, where it had to be begun anew."""
        return self.bring(self.kinds[self.came.total() % len(self.kinds)], served)

    def bring(self, kind: str, served: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        """One thing of this kind."""
        if kind == "connections cut":
            databases.cut(self.instance.url)
        elif kind == "disk full":
            self._full(served)
        elif kind == "server stopped at once" and self.cluster is not None:
            self.cluster.stop_at_once()
            self.cluster.start()
        elif kind == "power cut":
            served = self._power_cut(served)
        self.came[kind] += 1
        return served

    def _kinds(self) -> list[str]:
        """What can go wrong here."""
        if self.instance.database == "sqlite":
            return ["disk full", "power cut"] if can_listen() and children(os.getppid()) else ["disk full"]
        own = ["server stopped at once", "power cut", "disk full"] if self.cluster is not None else []
        return [*own, "connections cut"]

    def _full(self, served: subprocess.Popen[bytes]) -> None:
        server = self.cluster.server if self.cluster is not None else None
        fill_disk(
            lambda: web_workers(served) if server is None else children(server.pid), cluster=self.cluster
        )

    def _power_cut(self, served: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        if self.cluster is None:
            power.lose_sqlite(self.instance.data, served.pid, self.rng)
            return self.stack.enter_context(self.instance.served(without=self.without))
        checkpoint = power.keep_checkpoint(self.cluster)
        time.sleep(SETTLING_SECONDS)
        power.lose_postgresql(self.cluster, checkpoint, self.rng)
        return served


def fill_disk(writers: Callable[[], list[int]], cluster: "Cluster | None") -> None:
    """Whoever writes to the database's files can write no more, for a while."""
    for limit in (FULL_BYTES, resource.RLIM_INFINITY):
        for pid in writers():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        if limit == FULL_BYTES:
            time.sleep(FULL_SECONDS)
    if cluster is not None and cluster.server is not None and cluster.server.poll() is not None:
        cluster.start()  # It gave up, as it does when its log cannot be written.


def hold_writers(cluster: "Cluster") -> None:
    """Nothing is written but what somebody waits for."""
    import psycopg

    with psycopg.connect(cluster.url) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = ANY(%s)", [list(WRITERS)]
        )
        for (pid,) in found.fetchall():
            os.kill(pid, signal.SIGSTOP)
