"""A Ray cluster: one actor a worker, which keeps its partitions; an actor whose node was lost starts again.

Ray is an extra of its own (`requirements-ray.txt`). The command runs on a node of the cluster; its address is
that of the head node. Nothing is told to Ray's makers: usage statistics are off.

Source: Moritz et al. (2018), "Ray: A Distributed Framework for Emerging AI Applications", OSDI.
"""

import os
import socket
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain, cycle, islice
from typing import Any, Final, TypeVar

from rapport.engines.engine import Broadcast, Engine, EngineFailed, Placed, Told, Tried, results, tried

Partition = TypeVar("Partition")
Shared = TypeVar("Shared")
Result = TypeVar("Result")

# How often a worker may be lost before the job is given up: a partition that is too large for every node
# would otherwise go round for ever.
LOSSES: Final = 3
# Nothing told to anybody, and no lines on the terminal but ours.
ENVIRONMENT: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_IGNORE_UNHANDLED_ERRORS": "1"}
SECONDS_TO_ANSWER: Final = 10


class OnRay(Engine):
    """Actors on the nodes, by their cores; partition k is the business of actor k modulo their number.

    Args:
        address: of the cluster's head; None starts Ray on this machine alone, and ends it after.
        workers: how many actors; by default the cluster's cores.
        losses: how often each may be lost and started again.
    """

    def __init__(
        self, address: str | None = None, workers: int | None = None, *, losses: int = LOSSES
    ) -> None:
        self._ray = loaded()
        self._connect(address, workers)
        cores = int(self._ray.cluster_resources().get("CPU", 1))
        self._workers, self._losses = workers or cores, losses
        self._refuse_other_versions()

    def _connect(self, address: str | None, workers: int | None) -> None:
        options: dict[str, Any] = {
            "log_to_driver": False,
            "logging_level": "ERROR",
            "namespace": "rapport",
        }
        if address is None:
            options |= {"num_cpus": workers, "include_dashboard": False}
        else:
            options["address"] = address
        try:
            _see(address)
            self._ray.init(**options)
        except (OSError, ValueError, RuntimeError) as error:
            first = str(error).strip().partition("\n")[0]
            raise EngineFailed(
                f"expected a Ray cluster at {address or 'this machine'}, got: {first}"
            ) from None

    @property
    def workers(self) -> int:
        return self._workers

    def place(self, partitions: Sequence[Partition]) -> Placed[Partition]:
        actor = partial(
            self._ray.remote(_Holder).options,
            # Asking a node that has just died fails several times before it is known to be dead.
            max_restarts=self._losses,
            max_task_retries=-1 if self._losses else 0,
        )
        # The objects stay with this process: an actor that starts again on another node asks for them again.
        stored = [self._ray.put(each) for each in partitions]
        homes = islice(cycle(self._homes()), min(self.workers, len(stored)))
        return Placed(len(stored), (stored, [_at(home, actor).remote() for home in homes]))

    def _homes(self) -> list[str]:
        """The node of every core, node after node.

        Ray's own spreading goes by what each node last heard of the others: right after a start, or where
        the nodes are busy, that can be nothing, and all would work on one.
        """
        cores = {
            node["NodeID"]: int(node["Resources"].get("CPU", 0))
            for node in self._ray.nodes()
            if node["Alive"]
        }
        turns = sorted((turn, node) for node, count in cores.items() for turn in range(count))
        if not turns:
            raise EngineFailed("expected a cluster with a core at least, got none")
        return [node for _, node in turns]

    def broadcast(self, value: Shared) -> Broadcast[Shared]:
        return Broadcast(self._ray.put(value))

    def map_partitions(
        self,
        work: Callable[[Partition, Shared], Result],
        partitions: Placed[Partition] | Sequence[Partition],
        shared: Broadcast[Shared],
        told: Told | None = None,
    ) -> list[Result]:
        placed = partitions if isinstance(partitions, Placed) else self.place(partitions)
        stored, holders = placed.at
        # All that an actor holds in one question, unless somebody wants to see it go on.
        together = len(holders) if told is None else placed.count
        lots = [range(first, placed.count, together) for first in range(min(together, placed.count))]
        asked = [
            holders[lot[0] % len(holders)].run.remote(work, {at: [stored[at]] for at in lot}, shared.at)
            for lot in lots
        ]
        left = asked if told is not None else []
        while left and told is not None:
            _, left = self._ray.wait(left)
            told(placed.count - len(left))
        found = dict(zip(chain(*lots), chain(*self._got(asked)), strict=True))
        return results(found[place] for place in range(placed.count))

    def _got(self, asked: Any) -> Any:
        errors = self._ray.exceptions
        try:
            return self._ray.get(asked)
        except errors.RayError as error:
            first = str(error).strip().partition("\n")[0]
            raise EngineFailed(f"expected the cluster to finish, got {first}") from None

    def _refuse_other_versions(self) -> None:
        """Other versions may sum in another order, and know other code."""
        tell, ours = self._ray.remote(versions).options, versions()
        for theirs in self._got([_at(home, tell).remote() for home in dict.fromkeys(self._homes())]):
            if theirs != ours:
                self.close()
                raise EngineFailed(f"expected every node to run {ours}, got one with {theirs}")

    def close(self) -> None:
        self._ray.shutdown()


def _at(node: str, options: Callable[..., Any]) -> Any:
    """What runs on a node, and elsewhere only where that one is lost."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    return options(scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=True))


class _Holder:
    """Keeps partitions on a node, each from when it is first worked on."""

    def __init__(self) -> None:
        self.held: dict[int, Any] = {}

    def run(self, work: Any, lot: dict[int, list[Any]], shared: Any) -> list[Tried[Any]]:
        """Each partition's object comes in a list, so that it is fetched only where it is not held yet."""
        for place, stored in lot.items():
            if place not in self.held:
                self.held[place] = loaded().get(stored[0])
        return [tried(work, self.held[place], shared) for place in lot]


def _see(address: str | None) -> None:
    """Ray itself would wait for minutes where nobody is."""
    if address is not None:
        host, _, port = address.rpartition(":")
        socket.create_connection((host.strip("[]"), int(port)), SECONDS_TO_ANSWER).close()


def versions() -> str:
    """What must be the same on every node."""
    import numpy as np

    import rapport

    return f"rapport {rapport.__version__}, Python {sys.version.split()[0]}, numpy {np.__version__}"


def loaded() -> Any:
    """Ray, with its telemetry off; EngineFailed where it is not installed."""
    # Read when Ray is loaded, by this process and by those it starts.
    os.environ.update(ENVIRONMENT)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        import ray
    except ImportError:
        raise EngineFailed(
            "expected Ray (pip install --require-hashes -r requirements-ray.txt), got none"
        ) from None
    return ray
