"""Several threads, one transaction: what arrives while a commit waits for the disk goes into the next one.

A commit costs one wait for the disk, however many share it.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class _Waiting(Generic[T]):
    """One item, and what became of it."""

    def __init__(self, item: T) -> None:
        self.item = item
        self.is_done = False
        self.error: BaseException | None = None


class GroupCommit(Generic[T]):
    """Hands items to `write`, several at once where several threads bring some, in the order they came.

    `write` must have made them durable when it returns. One thread at a time writes for all who wait; each
    goes on once its own item is written, and each is told when that failed.
    """

    def __init__(self, write: Callable[[list[T]], object]) -> None:
        self._write = write
        self._arriving = Lock()
        self._writing = Lock()
        self._waiting: list[_Waiting[T]] = []

    def add(self, item: T) -> None:
        """Returns when the item is durable; raises what `write` raised when it is not."""
        mine = _Waiting(item)
        with self._arriving:
            self._waiting.append(mine)
        with self._writing:
            # Whoever held the lock before may have written this one too.
            if not mine.is_done:
                self._write_all()
        if mine.error is not None:
            raise mine.error

    def _write_all(self) -> None:
        with self._arriving:
            together, self._waiting = self._waiting, []
        error: BaseException | None = None
        try:
            self._write([each.item for each in together])
        except BaseException as failed:
            error = failed
        for each in together:
            each.error, each.is_done = error, True
