"""What a job asks of an engine, and the engine that is this process.

A job is a plain function of one partition and of what every partition needs to know. Partitions are placed
once and stay where they are; each round one value is broadcast to all of them, and what comes back is joined.

    with open_engine("cores") as engine:
        placed = engine.place(clients_by_state)
        for _ in range(rounds):
            wanted = reduce(np.add, engine.map_partitions(demand, placed, engine.broadcast(prices)))
            prices = raised(prices, wanted)

Results come in the order of the partitions, whoever was done first, and are joined in that order: every
engine ends in the same bits, as long as the machines run the same versions with one thread a sum.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from functools import reduce as fold
from types import TracebackType
from typing import Any, Final, Generic, NamedTuple, Self, TypeAlias, TypeVar

Partition = TypeVar("Partition")
Shared = TypeVar("Shared")
Result = TypeVar("Result")
Told: TypeAlias = Callable[[int], None]


class EngineFailed(Exception):
    """Workers ended, or could not be reached, beyond what was tried again; says what to do in one line."""


class Placed(Generic[Partition]):
    """Partitions where they stay; `place` makes them, `map_partitions` takes them. `at`: the engine's own."""

    def __init__(self, count: int, at: Any) -> None:
        self.count = count
        self.at = at


class Broadcast(Generic[Shared]):
    """A value that was sent to every worker once. `at`: the engine's own handle of it."""

    def __init__(self, at: Any) -> None:
        self.at = at


class Engine(ABC):
    """Runs jobs. To be closed, or used in a `with`."""

    @abstractmethod
    def place(self, partitions: Sequence[Partition]) -> Placed[Partition]:
        """Put partitions where they will be worked on, to be used again and again."""

    @abstractmethod
    def broadcast(self, value: Shared) -> Broadcast[Shared]:
        """Send a value to every worker, once."""

    @abstractmethod
    def map_partitions(
        self,
        work: Callable[[Partition, Shared], Result],
        partitions: Placed[Partition] | Sequence[Partition],
        shared: Broadcast[Shared],
        told: Told | None = None,
    ) -> list[Result]:
        """`work` of every partition, in the order of the partitions.

        Args:
            work: a function of a module, of a partition and of what was broadcast; it may run twice, and
                must not change either.
            partitions: from `place`, or a sequence, which is then placed for this once.
            told: called with how many are done, as they are.

        Raises:
            whatever `work` raised first, by the order of the partitions; EngineFailed.
        """

    @abstractmethod
    def close(self) -> None:
        """End the workers."""

    @property
    @abstractmethod
    def workers(self) -> int:
        """How many partitions are worked on at once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def reduce(join: Callable[[Result, Result], Result], results: Iterable[Result]) -> Result:
    """Join results two at a time, from the first partition to the last; there must be one at least."""
    return fold(join, results)


def tried(
    work: Callable[[Partition, Shared], Result], partition: Partition, shared: Shared
) -> "Tried[Result]":
    """What `work` gave, or what it raised: what a worker sends back."""
    try:
        return Tried(work(partition, shared), None)
    except Exception as error:
        return Tried(None, error)


class Tried(NamedTuple, Generic[Result]):
    """A result, or what was raised instead of one."""

    result: Result | None
    error: Exception | None


def results(found: Iterable[Tried[Result]]) -> list[Result]:
    """All of them, in order; raises what the first partition raised that did."""
    every = list(found)
    for each in every:
        if each.error is not None:
            raise each.error
    return [each.result for each in every]  # type: ignore[misc]


class InProcess(Engine):
    """This process alone: what the others are held to."""

    workers = 1

    def place(self, partitions: Sequence[Partition]) -> Placed[Partition]:
        return Placed(len(partitions), partitions)

    def broadcast(self, value: Shared) -> Broadcast[Shared]:
        return Broadcast(value)

    def map_partitions(
        self,
        work: Callable[[Partition, Shared], Result],
        partitions: Placed[Partition] | Sequence[Partition],
        shared: Broadcast[Shared],
        told: Told | None = None,
    ) -> list[Result]:
        places = partitions.at if isinstance(partitions, Placed) else partitions
        found = []
        for number, each in enumerate(places, start=1):
            found.append(work(each, shared.at))
            if told is not None:
                told(number)
        return found

    def close(self) -> None:
        pass


HERE: Final = InProcess()
