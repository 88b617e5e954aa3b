"""`rapport bench engine`: one round of a dual ascent on partitions that stay, by ours and by other engines.

All are open at once and take turns, so that a busy machine is equally busy for each. Every one must end in
the same prices. Starting and placing are timed apart.
"""

import os
import sys
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import numpy as np
from benchmarks.engine_work import PRICES, SLATE, Part, demand, parts, raised
from benchmarks.peers.engines import PEERS
from benchmarks.report import Report, milliseconds

from rapport.engines.cores import available
from rapport.engines.engine import EngineFailed, reduce
from rapport.engines.opening import CORES, PROCESS, RAY, open_engine

Say = Callable[[str], None]
SIZES, ROUNDS = (16_000, 1_500_000), 7
OURS = {PROCESS: "this process", CORES: "all cores", RAY: "Ray"}
TIMES_THREADS, TIMES_DASK, TIMES_SPARK = 1.25, 2.0, 30.0


class Ours:
    """One of our engines, with the partitions placed."""

    def __init__(self, name: str, placed: Sequence[Part], workers: int) -> None:
        self.engine = open_engine(name, workers=workers)
        self.placed = self.engine.place(placed)

    def round(self, prices: np.ndarray) -> np.ndarray:
        """Summed demand."""
        return reduce(np.add, self.engine.map_partitions(demand, self.placed, self.engine.broadcast(prices)))

    def close(self) -> None:
        self.engine.close()


def measure(say: Say, *, small: bool = False) -> dict[str, Any]:
    """A small and a large round; with `small`, the small one alone."""
    # Workers of Ray and PySpark find what this process can import by nothing else.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    report, workers = Report(), available()
    for clients in SIZES[:1] if small else SIZES:
        say(f"{clients:,} clients, {PRICES:,} prices, {workers} workers")
        placed = parts(clients)
        engines = _opened(report, placed, workers, say, is_first=clients == SIZES[0])
        try:
            _in_turns(report, engines, clients, is_large=clients == SIZES[-1])
        finally:
            for engine in engines.values():
                engine.close()
    return report.as_json()


def _opened(
    report: Report, placed: Sequence[Part], workers: int, say: Say, *, is_first: bool
) -> dict[str, Any]:
    makers: dict[str, Callable[[], Any]] = {
        label: lambda name=name: Ours(name, placed, workers) for name, label in OURS.items()
    }
    makers |= {peer.name: lambda peer=peer: peer(placed, demand, workers) for peer in PEERS}
    engines, took = {}, {}
    for name, make in makers.items():
        say(f"  starting {name}")
        try:
            took[name], engines[name] = milliseconds(make)
        except (ImportError, EngineFailed) as error:
            if is_first:
                report.unavailable.append({"peer": name, "why": str(error).partition("\n")[0]})
    if is_first:
        for name in OURS.values():
            peers = {peer: took[peer] / 1000 for peer in took if peer not in OURS.values()}
            if name in took:
                report.add(f"starting and placing: {name}", took[name] / 1000, peers, unit="s")
    return engines


def _in_turns(report: Report, engines: dict[str, Any], clients: int, *, is_large: bool) -> None:
    prices = {name: np.zeros(PRICES) for name in engines}
    times: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(1 + ROUNDS):
        for name, engine in engines.items():
            took, wanted = milliseconds(lambda engine=engine, name=name: engine.round(prices[name]))
            prices[name] = raised(prices[name], wanted, SLATE * clients / PRICES)
            times[name].append(took)
    # The first round warms up.
    medians = {name: median(took[1:]) for name, took in times.items()}
    for name in OURS.values():
        if name in medians:
            peers = {peer: took for peer, took in medians.items() if peer not in OURS.values()}
            report.add(f"{clients:,} clients: a round, {name}", medians[name], peers, unit="ms")
    first = next(iter(prices.values()))
    apart = max(float(np.abs(each - first).max()) for each in prices.values())
    report.at_most(f"{clients:,} clients: prices apart after {1 + ROUNDS} rounds", apart, 0.0)
    _targets(report, medians, f"{clients:,} clients", is_large=is_large)


def _targets(report: Report, medians: dict[str, float], case: str, *, is_large: bool) -> None:
    ray = medians.get(OURS[RAY])
    if ray is None:
        return
    if is_large:
        report.at_most(
            f"{case}: a round on Ray, times as long as threads", ray / medians["threads"], TIMES_THREADS
        )
        return
    for peer, times in (("Dask", TIMES_DASK), ("PySpark", TIMES_SPARK)):
        if peer in medians:
            report.at_least(f"{case}: a round on Ray, times quicker than {peer}", medians[peer] / ray, times)
