"""Figures that pages need and nobody need reckon twice: made once a night, read once by each process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, Final, Generic, TypeVar

from rapport.site.foundation import kept
from rapport.site.foundation.plain import as_plain, from_plain

T = TypeVar("T")
# While tonight's are not made yet, a process uses the last night's and looks for them so often.
LOOK_AGAIN: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class _Read(Generic[T]):
    night: date
    looked_at: datetime
    found: T


class Nightly(Generic[T]):
    """One kind of figures, by the name that they are kept under.

    `kind`: their type, as `plain.from_plain` takes it. `version`: figures of another one are not looked at,
    so that no program reads what another one understood differently.
    """

    def __init__(self, name: str, kind: Any, reckon: Callable[[datetime], T], *, version: str) -> None:
        self._name, self._kind, self._reckon, self._version = name, kind, reckon, version
        self._lock = Lock()
        self._read: _Read[T] | None = None

    def read(self, at: datetime) -> T:
        """The newest that were kept; reckoned here and now only where none ever were.

        No query where this process read tonight's.
        """
        with self._lock:
            if self._read is None or not _holds(self._read, at):
                self._read = self._found(at)
            return self._read.found

    def keep(self, at: datetime) -> bool:
        """Reckon tonight's and keep them; False where they are there."""
        return kept.keep_tonight(self._name, lambda: self._made(at), version=self._version, at=at)

    def forget(self) -> None:
        """Reckon anew when next asked: for tests."""
        with self._lock:
            self._read = None
        kept.forget(self._name)

    def _made(self, at: datetime) -> Any:
        return as_plain(self._reckon(at))

    def _found(self, at: datetime) -> _Read[T]:
        found = kept.kept_or_reckoned(self._name, lambda: self._made(at), version=self._version, at=at)
        return _Read(found.night, at, from_plain(self._kind, found.told))


def _holds(read: _Read[Any], at: datetime) -> bool:
    return read.night == kept.night_of(at) or read.looked_at <= at < read.looked_at + LOOK_AGAIN
