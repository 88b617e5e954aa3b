"""`rapport bench allocate`: three each within the places there are, beside a flow and a linear program.

Every row is timed by the clock, where ours takes all cores for sorting and the proof and the flow has one
thread, and by processor time; ours and the flow's in turn. Our own certificate goes with it: the flow's worth
must lie between our lists' worth and our bound, or the run ends with an error.
"""

import resource
from collections.abc import Callable
from importlib import import_module
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
from benchmarks.allocation.markets import days
from benchmarks.allocation.places import Flow, Given, Highs, one_by_one
from benchmarks.report import Report

from rapport.matching.allocation.allocate import Allocation, allocate, compiled
from rapport.matching.allocation.market import Market
from rapport.matching.allocation.pacing import paced
from rapport.matching.slate import SLATE

Say = Callable[[str], None]
GAP = 1e-4
ROOM, DEFICIT = 1.08, 0.88
SIZES = (1_000, 10_000, 100_000)
HIGHS_AT_MOST = 1_000
LARGEST = 1_000_000
TURNS = 3
FLOW_TARGET, DEFICIT_TARGET, GAP_TARGET, MEMORY_TARGET, ONLINE_TARGET = 30.0, 10.0, GAP, 3.0, 0.99
PAST = 4
ONLINE, ONLINE_SMALL = 100_000, 5_000
GIB = 2**20


def measure(say: Say, *, small: bool = False) -> dict[str, Any]:
    """Rows, targets and peers that could not be had."""
    if compiled() is None:
        raise RuntimeError("expected numba: the benchmark times the compiled auction")
    report = Report()
    allocate(days(1_000, ROOM)(0), gap=GAP)
    flow, highs = _peer("Flow", report), _peer("Highs", report)
    sizes = SIZES[:-1] if small else SIZES
    for clients in sizes:
        say(f"{clients:,} clients")
        _beside(report, flow, highs, clients, ROOM, say)
    _beside(report, flow, None, sizes[-1], DEFICIT, say)
    if not small:
        _largest(report, say)
    _online(report, ONLINE_SMALL if small else ONLINE, say)
    return report.as_json()


def _peer(name: str, report: Report) -> Any:
    peer = getattr(import_module("benchmarks.allocation.places"), name)
    try:
        return peer()
    except ImportError as error:
        report.unavailable.append({"peer": peer.name, "why": str(error)})
        return None


def _beside(
    report: Report, flow: Flow | None, highs: Highs | None, clients: int, supply: float, say: Say
) -> None:
    market = days(clients, supply)(0)
    ours, theirs = list[_Timed](), list[Given]()
    for turn in range(TURNS):
        ours.append(_timed(market))
        if flow is not None and (turn == 0 or clients < SIZES[-1]):
            theirs.append(flow.give(market))
            _check(ours[-1].found, theirs[-1].worth)
            _tell(say, ours[-1], theirs[-1])
    peers = _peers_times(theirs)
    if highs is not None and clients <= HIGHS_AT_MOST:
        given = highs.give(market)
        _check(ours[-1].found, given.worth)
        peers[Highs.name] = given.solved
    name, certificate = f"{clients:,} clients, places for {supply:.0%} of demand", ours[-1].found.certificate
    ratio = report.add(name, median(each.clock for each in ours), peers, unit="s")
    used = {Flow.name: median(each.processor for each in theirs)} if theirs else {}
    report.add(f"{name}, processor", median(each.processor for each in ours), used, unit="s")
    report.add(f"{name}: certified gap", certificate.gap, {}, unit="")
    if clients < SIZES[-1] and supply == ROOM:
        return
    if ratio is not None:
        target = FLOW_TARGET if supply == ROOM else DEFICIT_TARGET
        report.at_least(f"{name}: times quicker than the flow", ratio, target)
    report.at_most(f"{name}: certified gap", certificate.gap, GAP_TARGET)


class _Timed(NamedTuple):
    """Seconds by the clock and of the processor, and what was found."""

    clock: float
    processor: float
    found: Allocation


def _timed(market: Market) -> _Timed:
    started, used = perf_counter(), process_time()
    found = allocate(market, gap=GAP)
    return _Timed(perf_counter() - started, process_time() - used, found)


def _tell(say: Say, ours: _Timed, flow: Given) -> None:
    took = f"{ours.clock:.3f} s ({ours.processor:.3f} of the processor)"
    say(f"  ours {took}, flow {flow.solved:.2f} s ({flow.processor:.2f}) and {flow.built:.2f} to build it")


def _peers_times(theirs: list[Given]) -> dict[str, float]:
    if not theirs:
        return {}
    solved, built = (median(getattr(each, what) for each in theirs) for what in ("solved", "built"))
    return {Flow.name: solved, f"{Flow.name}, with building": solved + built}


def _check(found: Allocation, worth: float) -> None:
    """A flow rounds each worth, so the two may differ by that much."""
    slack = 1e-5 * max(worth, 1.0)
    if not found.certificate.value - slack <= worth <= found.certificate.bound + slack:
        raise RuntimeError("expected the best possible between our lists' worth and our bound")


def _online(report: Report, clients: int, say: Say) -> None:
    """A new day of the same market, one client after another, with what the days before taught."""
    say(f"{clients:,} clients one after another")
    of = days(clients, ROOM)
    before = [allocate(of(day), gap=1e-3).prices for day in range(1, PAST + 1)]
    prices, today = np.mean(before, axis=0), of(0)
    bound = allocate(today, gap=GAP).certificate
    worth, places = bound.value / (SLATE * clients), np.maximum(today.places, 1)

    def now(number: int, left: Any) -> Any:
        return paced(prices, 1 - number / clients, left / places, worth)

    queue = one_by_one(today, lambda *_: None) / bound.bound
    still = one_by_one(today, lambda *_: prices) / bound.bound
    moved = one_by_one(today, now) / bound.bound
    peers = {"first come, first served": queue, "prices that stand still": still}
    report.add(f"{clients:,} one after another, part of what hindsight could", moved, peers, unit="")
    report.at_least("one after another: part of what hindsight could", moved, ONLINE_TARGET)


def _largest(report: Report, say: Say) -> None:
    say(f"{LARGEST:,} clients")
    market = days(LARGEST, ROOM)(0)
    ours = _timed(market)
    report.add(f"{LARGEST:,} clients, places for {ROOM:.0%} of demand", ours.clock, {}, unit="s")
    report.add(f"{LARGEST:,} clients, processor", ours.processor, {}, unit="s")
    report.add(f"{LARGEST:,} clients: certified gap", ours.found.certificate.gap, {}, unit="")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB
    report.at_most(f"{LARGEST:,} clients: GB of memory at most, with the market", used, MEMORY_TARGET)
