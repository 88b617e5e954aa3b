"""Many lives in one order of time, so that places, deadlines and the audit trail fit together."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import TypeAlias

# A life yields the moment at which it wants to go on.
Life: TypeAlias = Iterator[datetime]
# What is done so many days before today.
Plan: TypeAlias = Iterable[tuple[float, Callable[[datetime], object]]]


def planned(plan: Plan, *, now: datetime) -> Life:
    """A life that does one thing after the other, the longest ago first."""
    for days, act in sorted(plan, key=lambda each: -each[0]):
        at = now - timedelta(days=days)
        yield at
        act(at)


def play(lives: Iterable[Life], *, until: datetime, told: Callable[[int], None] | None = None) -> None:
    """Let all of them live up to a moment, each in turn when its time has come.

    told: called with the number of steps taken so far.
    """
    waiting = [(at, place, life) for place, life in enumerate(lives) if (at := next(life, None)) is not None]
    heapify(waiting)
    steps = 0
    while waiting and waiting[0][0] <= until:
        at, place, life = heappop(waiting)
        later = next(life, None)
        if later is not None:
            heappush(waiting, (max(at, later), place, life))
        steps += 1
        if told is not None:
            told(steps)
