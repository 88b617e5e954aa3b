"""Drill: a job on three nodes of a Ray cluster ends in the same bits although one is killed in its middle.

The cluster is Ray's own for tests, on this machine, in a folder of its own. In the middle round every
partition waits until the node is gone, so that the death always falls into the work.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import numpy as np

from rapport.engines.engine import HERE, Engine, EngineFailed, reduce
from rapport.engines.on_ray import LOSSES, OnRay, loaded
from rapport.errors import BadInput, Problem

NODES, PARTITIONS, PRICES = 3, 6, 50
ROUNDS = 5
# Ray starts its workers late where others keep every core busy.
PATIENCE_SECONDS, PAUSE_SECONDS = 120.0, 0.05
KILLED = "killed"


class Round(NamedTuple):
    """What a round tells every partition; meeting: the folder in which they wait for the death, or none."""

    prices: np.ndarray
    meeting: str


def run(_: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run, and the control, in which a lost worker is not started again. No database is needed."""
    begun, rounds = time.monotonic(), attempts or ROUNDS
    expected = _job(HERE, rounds)
    # Ray tells of a lost node on standard output, where the result alone belongs.
    quiet = redirect_stdout(sys.stderr)
    with quiet, tempfile.TemporaryDirectory(prefix="ray-") as folder, _cluster(folder) as cluster:
        say(f"{rounds} rounds on {NODES} nodes, one of them killed in the middle")
        found, worked = _with_a_death(cluster, Path(folder) / "run", rounds, LOSSES)
        say("the control, where a lost worker stays lost")
        cluster.add_node(**_node(folder))
        control, _ = _with_a_death(cluster, Path(folder) / "control", rounds, 0)
    same = found is not None and found.tobytes() == expected.tobytes()
    ended = "is the same to the last bit" if same else "was given up" if found is None else "DIFFERS"
    return {
        "database": "none",
        "attempts": rounds,
        "violations": int(not same) + int(not worked),
        "control_violations": int(control is None),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": (
            f"{worked} partitions were being worked on at the node that was killed; the result {ended}"
        ),
    }


@contextmanager
def _cluster(folder: str) -> Iterator[Any]:
    # Ray keeps a token in the home folder; this cluster's is thrown away with it.
    os.environ["HOME"] = folder
    try:
        loaded()
    except EngineFailed as error:
        expected, _, arrived = str(error).removeprefix("expected ").partition(", got ")
        raise BadInput(Problem(expected=expected, arrived=arrived)) from None
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args=_node(folder) | {"include_dashboard": False})
    try:
        for _ in range(NODES - 1):
            cluster.add_node(**_node(folder))
        yield cluster
    finally:
        cluster.shutdown()


def _node(folder: str) -> dict[str, Any]:
    return {"num_cpus": 1, "temp_dir": folder}


def _with_a_death(cluster: Any, meeting: Path, rounds: int, losses: int) -> tuple[np.ndarray | None, int]:
    """The result, None where the job was given up; and how many partitions the dead node was working on."""
    meeting.mkdir()
    worked: list[Path] = []
    killer = Thread(target=_kill_one_at_work, args=(cluster, meeting, worked))
    killer.start()
    try:
        with OnRay(cluster.address, NODES, losses=losses) as engine:
            return _job(engine, rounds, meeting=str(meeting)), len(worked)
    except EngineFailed:
        return None, len(worked)
    finally:
        killer.join()


def _kill_one_at_work(cluster: Any, meeting: Path, worked: list[Path]) -> None:
    """Any node but the head, as soon as it is at work in the middle round."""
    victims: list[Any] = []

    def at_work() -> list[Any]:
        victims[:] = [node for node in cluster.worker_nodes if list(meeting.glob(f"{node.node_id}-*"))]
        return victims

    _wait_for(at_work)
    if victims:
        worked += meeting.glob(f"{victims[0].node_id}-*")
        cluster.remove_node(victims[0], allow_graceful=False)
    (meeting / KILLED).touch()


def _job(engine: Engine, rounds: int, *, meeting: str = "") -> np.ndarray:
    """A small dual ascent: partitions stay, prices travel, demand comes back and is summed."""
    prices, placed = np.zeros(PRICES), engine.place(range(PARTITIONS))
    for number in range(rounds):
        shared = engine.broadcast(Round(prices, meeting if number == rounds // 2 else ""))
        demand = reduce(np.add, engine.map_partitions(work, placed, shared))
        prices = prices + 0.3 * np.log(demand / demand.mean())
    return prices


def work(seed: int, asked: Round) -> np.ndarray:
    """What one partition's clients want at these prices."""
    if asked.meeting:
        node = loaded().get_runtime_context().get_node_id()
        meeting = Path(asked.meeting)
        (meeting / f"{node}-{seed}").touch()
        _wait_for((meeting / KILLED).exists)
    fit = np.random.default_rng(seed).standard_normal((2000, PRICES))
    return np.asarray(np.exp(fit - asked.prices).sum(axis=0))


def _wait_for(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened() and time.monotonic() < deadline:
        time.sleep(PAUSE_SECONDS)
