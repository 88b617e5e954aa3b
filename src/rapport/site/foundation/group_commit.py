"""Several threads, one transaction: what arrives while a commit waits for the disk goes into the next one.

A commit costs one wait for the disk, however many share it.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class _Waiting(Generic[T, R]):
    """One item, and what became of it: what `write` gave for it, or raised."""

    def __init__(self, item: T) -> None:
        self.item = item
        self.given: list[R] = []
        self.error: BaseException | None = None


class GroupCommit(Generic[T, R]):
    """Hands items to `write`, several at once where several threads bring some, in the order they came.

    `write` gives one thing for each item, and must have made them durable when it returns. One thread at a
    time writes for all who wait; each goes on once its own item is written, and each is told when it failed.
    """

    def __init__(self, write: Callable[[list[T]], Sequence[R]]) -> None:
        self._write = write
        self._arriving = Lock()
        self._writing = Lock()
        self._waiting: list[_Waiting[T, R]] = []

    def add(self, item: T) -> R:
        """What `write` gives for the item, once it is durable; raises what `write` raised when it is not."""
        mine: _Waiting[T, R] = _Waiting(item)
        with self._arriving:
            self._waiting.append(mine)
        with self._writing:
            # Whoever held the lock before may have written this one too.
            if not mine.given and mine.error is None:
                self._write_all()
        if mine.error is not None:
            raise mine.error
        return mine.given[0]

    def _write_all(self) -> None:
        with self._arriving:
            together, self._waiting = self._waiting, []
        try:
            for each, given in zip(together, self._write([each.item for each in together]), strict=True):
                each.given = [given]
        except BaseException as error:
            for each in together:
                each.error = error
