"""What goes wrong under an outbox's workers: a full disk, and a power cut that loses what is unsynced."""

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from rapport.cli.drills import power
from rapport.cli.drills.harm import SETTLING_SECONDS, fill_disk, hold_writers
from rapport.cli.drills.instance import Instance, children
from rapport.cli.drills.only_synced import can_listen

if TYPE_CHECKING:
    from rapport.cli.drills.cluster import Cluster

DISK_FULL, POWER_CUT = "disk full", "power cut"
BETWEEN_LOOKS, PATIENCE_SECONDS = 0.02, 120.0
# Without a mail for so long, what waits is taken for lost; without syncing nothing better is expected.
STALLED_SECONDS, STALLED_UNSYNCED_SECONDS = 180.0, 45.0
# So many mails are sent before the power is cut where nobody waits for the disk.
UNSYNCED = 25
Workers = subprocess.Popen[bytes]


class Outages:
    """Each kind once, spread over the mails; `came` counts them. Which kinds there are, the machine says.

    `is_synced`: whether whoever sends waits for the disk; for the control nobody does.
    """

    def __init__(
        self, instance: Instance, cluster: "Cluster | None", *, after: int, is_synced: bool = True
    ) -> None:
        self.instance, self.cluster, self.after, self.is_synced = instance, cluster, after, is_synced
        self.stalled_seconds = STALLED_SECONDS if is_synced else STALLED_UNSYNCED_SECONDS
        self.came: Counter[str] = Counter()
        self._rng = random.Random(after)  # noqa: S311 - no secret
        is_sqlite = instance.database == "sqlite"
        can_fill = is_sqlite or cluster is not None
        can_cut = can_listen() if is_sqlite else cluster is not None
        # Quick workers send hundreds of mails while the disk is full: no power is left to cut after that.
        self.kinds = [POWER_CUT] * can_cut + [DISK_FULL] * can_fill

    def during(self, workers: Workers, begin: Callable[[], Workers], arrived: Callable[[], int]) -> Workers:
        """Bring one whenever so many more mails have arrived; the workers, who may have been begun anew."""
        for number, kind in enumerate(self.kinds, 1):
            self._wait(workers, lambda due=number * self.after: arrived() >= due)
            if workers.poll() is not None:
                break
            self.came[kind] += 1
            if kind == DISK_FULL:
                self._fill(workers)
            else:
                self._cut(workers, arrived)
                workers = begin()
        return workers

    def _wait(self, workers: Workers, is_time: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not is_time() and workers.poll() is None and time.monotonic() < until:
            time.sleep(BETWEEN_LOOKS)

    def _fill(self, workers: Workers) -> None:
        server = self.cluster.server if self.cluster is not None else workers
        fill_disk(lambda: children(server.pid) if server is not None else [], self.cluster)

    def _cut(self, workers: Workers, arrived: Callable[[], int]) -> None:
        """All end at once; SQLite keeps what it synced, PostgreSQL its log, and both by chance some pages."""
        if self.cluster is None:
            power.lose_sqlite(self.instance.data, workers.pid, self._rng)
        elif not self.is_synced:
            hold_writers(self.cluster)
            enough = arrived() + UNSYNCED
            self._wait(workers, lambda: arrived() >= enough)
            power.end_all(workers.pid)
            power.end_server(self.cluster)
            self.cluster.start()
        else:
            checkpoint = power.keep_checkpoint(self.cluster)
            time.sleep(SETTLING_SECONDS)
            power.end_all(workers.pid)
            power.lose_postgresql(self.cluster, checkpoint, self._rng)
        workers.wait()
