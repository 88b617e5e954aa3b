"""All cores of this machine: one process each, which keeps its partitions and answers over a pipe.

Processes and not threads, since much of the work is Python's own; started anew (`spawn`), since a process
that was forked from one with threads may wait for ever.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection, wait
from pickle import PicklingError
from typing import Any, Final, TypeVar

from rapport.engines.engine import Broadcast, Engine, EngineFailed, Placed, Told, Tried, results, tried

Partition = TypeVar("Partition")
Shared = TypeVar("Shared")
Result = TypeVar("Result")

SECONDS_TO_END: Final = 5
PLACE, SHARE, WORK = range(3)


class Cores(Engine):
    """Worker processes; partition k is the business of worker k modulo their number."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = [_Worker() for _ in range(workers or available())]
        self._numbers = count()

    @property
    def workers(self) -> int:
        return len(self._workers)

    def place(self, partitions: Sequence[Partition]) -> Placed[Partition]:
        number = next(self._numbers)
        for at, worker in enumerate(self._workers):
            worker.send(PLACE, number, list(partitions[at :: self.workers]))
        return Placed(len(partitions), number)

    def broadcast(self, value: Shared) -> Broadcast[Shared]:
        number = next(self._numbers)
        for worker in self._workers:
            worker.send(SHARE, number, value)
        return Broadcast(number)

    def map_partitions(
        self,
        work: Callable[[Partition, Shared], Result],
        partitions: Placed[Partition] | Sequence[Partition],
        shared: Broadcast[Shared],
        told: Told | None = None,
    ) -> list[Result]:
        placed = partitions if isinstance(partitions, Placed) else self.place(partitions)
        found: list[Any] = [None] * placed.count
        for number, (place, answer) in enumerate(self._answers(work, placed, shared), start=1):
            found[place] = answer
            if told is not None:
                told(number)
        return results(found)

    def _answers(
        self, work: Any, placed: Placed[Any], shared: Broadcast[Any]
    ) -> Iterable[tuple[int, Tried[Any]]]:
        """Each worker is asked for one partition at a time: more could fill the pipes both ways."""
        asked: dict[Any, int] = {}
        by_pipe: dict[Any, _Worker] = {worker.pipe: worker for worker in self._workers}
        to_ask = {pipe: iter(range(at, placed.count, self.workers)) for at, pipe in enumerate(by_pipe)}

        def ask(pipe: Any) -> None:
            place = next(to_ask[pipe], None)
            if place is not None:
                by_pipe[pipe].send(WORK, work, placed.at, place // self.workers, shared.at)
                asked[pipe] = place

        for pipe in by_pipe:
            ask(pipe)
        while asked:
            for ready in wait(list(asked)):
                answer = by_pipe[ready].receive()
                yield asked.pop(ready), answer
                ask(ready)

    def close(self) -> None:
        for worker in self._workers:
            worker.end()


def available() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker:
    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def send(self, *message: Any) -> None:
        try:
            self.pipe.send(message)
        except OSError:
            raise self._ended() from None

    def receive(self) -> Any:
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            raise self._ended() from None

    def _ended(self) -> EngineFailed:
        self._process.join(SECONDS_TO_END)
        return EngineFailed(
            f"expected every worker to finish, got one that ended with {self._process.exitcode} "
            "(out of memory?)"
        )

    def end(self) -> None:
        self.pipe.close()
        self._process.join(SECONDS_TO_END)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(pipe: Connection) -> None:
    """A worker's life: keep what is placed and shared, answer what is asked, end when the pipe does."""
    # Before numpy is loaded: one thread a process, and sums in one order.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    kept: dict[int, Any] = {}
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            kind, *rest = pipe.recv()
            if kind == WORK:
                work, placed, place, shared = rest
                _answer(pipe, tried(work, kept[placed][place], kept[shared]))
            else:
                number, value = rest
                kept[number] = value


def _answer(pipe: Connection, answer: Tried[Any]) -> None:
    try:
        pipe.send(answer)
    except (PicklingError, TypeError, AttributeError) as error:
        pipe.send(Tried(None, EngineFailed(f"expected an answer that can be sent, got {error}")))
