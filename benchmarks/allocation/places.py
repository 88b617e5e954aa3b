"""Others who give out places: a flow of least cost, a linear program; and nobody who looks ahead at all."""

from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np

from rapport.matching.allocation.market import NOBODY, Counts, Floats, Market

# A flow counts in whole numbers: worths to this part of a point.
SCALE = 1e5


class Given(NamedTuple):
    """Worth of the lists in points; seconds by the clock to hand over and to solve, and of the processor."""

    worth: float
    built: float
    solved: float
    processor: float


class Flow:
    """OR-tools' flow of least cost from clients to providers (ortools on PyPI)."""

    name = "OR-tools flow"

    def __init__(self) -> None:
        from ortools.graph.python import min_cost_flow

        self.library = min_cost_flow

    def give(self, market: Market) -> Given:
        started = perf_counter()
        flow = self.library.SimpleMinCostFlow()
        client, provider, worth = _edges(market)
        clients, size = market.clients, len(market.places)
        source, sink = clients + size, clients + size + 1
        every, all_ = np.arange(clients), clients + np.arange(size)
        # Whoever is left without somebody flows past the providers, for nothing.
        tails = [np.full(clients, source), client, all_, every]
        heads = [every, clients + provider, np.full(size, sink), np.full(clients, sink)]
        each = np.full(clients, market.size)
        most = [each, np.ones(len(client)), market.places, each]
        costs = [np.zeros(clients), -np.round(worth * SCALE), np.zeros(size + clients)]
        flow.add_arcs_with_capacity_and_unit_cost(*map(_whole, (tails, heads)), *map(_long, (most, costs)))
        wanted = market.size * clients
        flow.set_nodes_supplies(np.array([source, sink]), np.array([wanted, -wanted]))
        built, used = perf_counter(), process_time()
        if flow.solve() != flow.OPTIMAL:
            raise RuntimeError("expected an optimal flow")
        solved, used = perf_counter() - built, process_time() - used
        return Given(-flow.optimal_cost() / SCALE, built - started, solved, used)


class Highs:
    """The linear program by HiGHS, as SciPy brings it: its corners are whole numbers."""

    name = "HiGHS"

    def __init__(self) -> None:
        from scipy import optimize, sparse

        self.library, self.sparse = optimize, sparse

    def give(self, market: Market) -> Given:
        started = perf_counter()
        client, provider, worth = _edges(market)
        rows = np.concatenate([client, market.clients + provider])
        columns = np.tile(np.arange(len(client)), 2)
        shape = (market.clients + len(market.places), len(client))
        limits = self.sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()
        most = np.concatenate([np.full(market.clients, market.size), market.places])
        built, used = perf_counter(), process_time()
        found: Any = self.library.linprog(-worth, A_ub=limits, b_ub=most, bounds=(0, 1), method="highs")
        solved, used = perf_counter() - built, process_time() - used
        return Given(-float(found.fun), built - started, solved, used)


def one_by_one(market: Market, price_of: Any) -> float:
    """What clients get who come one after another: the three best beyond the prices of the moment.

    `price_of` is told how many came and the places left, and gives prices or None; None first come, first
    served.
    """
    left, total = market.places.copy(), 0.0
    for number, (who, worths) in enumerate(zip(market.candidates, market.worths, strict=True)):
        prices = price_of(number, left)
        nets = worths if prices is None else worths - prices[who]
        nets = np.where((left[who] > 0) & (who != NOBODY), nets, 0)
        best = np.argpartition(-nets, market.size)[: market.size]
        best = best[nets[best] > 0]
        total += float(worths[best].sum())
        left[who[best]] -= 1
    return total


def _edges(market: Market) -> tuple[Counts, Counts, Floats]:
    client, column = np.nonzero(market.candidates != NOBODY)
    provider = market.candidates[client, column].astype(np.int64)
    return client, provider, market.worths[client, column].astype(np.float64)


def _whole(parts: list[Any]) -> Any:
    return np.concatenate(parts).astype(np.int32)


def _long(parts: list[Any]) -> Any:
    return np.concatenate(parts).astype(np.int64)
