"""`rapport bench allocate`: three each within the places there are, beside a flow and a linear program.

Every row is processor time on one core, ours and the flow's in turn, and our own certificate goes with it:
the flow's worth must lie between our lists' worth and our bound, or the run ends with an error.
"""

import resource
from collections.abc import Callable
from importlib import import_module
from statistics import median
from time import process_time
from typing import Any

import numpy as np
from benchmarks.allocation.markets import days
from benchmarks.allocation.places import Flow, Highs, one_by_one
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
    ours, theirs, built = [], [], []
    for turn in range(TURNS):
        took, found = _timed(market)
        ours.append(took)
        if flow is not None and (turn == 0 or clients < SIZES[-1]):
            given = flow.give(market)
            theirs.append(given.solved)
            built.append(given.built)
            _check(found, given.worth)
            say(f"  ours {took:.3f} s, flow {given.solved:.2f} s and {given.built:.2f} to build it")
    peers = {}
    if theirs:
        peers = {Flow.name: median(theirs), f"{Flow.name}, with building": median(theirs) + median(built)}
    if highs is not None and clients <= HIGHS_AT_MOST:
        given = highs.give(market)
        _check(found, given.worth)
        peers[Highs.name] = given.solved
    name = f"{clients:,} clients, places for {supply:.0%} of demand"
    ratio = report.add(name, median(ours), peers, unit="s")
    report.add(f"{name}: certified gap", found.certificate.gap, {}, unit="")
    if clients < SIZES[-1] and supply == ROOM:
        return
    if ratio is not None:
        target = FLOW_TARGET if supply == ROOM else DEFICIT_TARGET
        report.at_least(f"{name}: times quicker than the flow", ratio, target)
    report.at_most(f"{name}: certified gap", found.certificate.gap, GAP_TARGET)


def _timed(market: Market) -> tuple[float, Allocation]:
    started = process_time()
    found = allocate(market, gap=GAP)
    return process_time() - started, found


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
    took, found = _timed(market)
    report.add(f"{LARGEST:,} clients, places for {ROOM:.0%} of demand", took, {}, unit="s")
    report.add(f"{LARGEST:,} clients: certified gap", found.certificate.gap, {}, unit="")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB
    report.at_most(f"{LARGEST:,} clients: GB of memory at most, with the market", used, MEMORY_TARGET)
