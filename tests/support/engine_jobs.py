"""Jobs for the tests of engines: functions of a module, as every engine needs them."""

import os
from typing import Any

import numpy as np

from rapport.errors import BadInput, Problem


def demand(seed: int, prices: np.ndarray) -> np.ndarray:
    """What one partition's clients want at these prices, as sums of doubles."""
    fit = np.random.default_rng(seed).standard_normal((500, len(prices)))
    return np.exp(fit - prices).sum(axis=0)


def who(_: Any, __: Any) -> int:
    return os.getpid()


def refuse(partition: int, worst: int) -> int:
    if partition >= worst:
        raise BadInput(Problem(expected=f"below {worst}", arrived=str(partition)))
    return partition


def end(partition: int, status: int) -> None:
    os._exit(status)


def unsendable(_: Any, __: Any) -> Any:
    return lambda: None


def ascent(engine: Any, *, partitions: int, rounds: int) -> np.ndarray:
    """A small dual ascent: partitions stay, prices travel, demand comes back and is summed in order."""
    from rapport.engines.engine import reduce

    prices, placed = np.zeros(20), engine.place(range(partitions))
    for _ in range(rounds):
        wanted = reduce(np.add, engine.map_partitions(demand, placed, engine.broadcast(prices)))
        prices = prices + 0.3 * np.log(wanted / wanted.mean())
    return prices
