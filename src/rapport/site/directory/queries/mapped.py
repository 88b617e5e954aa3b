"""The directory's index as a file that all processes of a machine map (built by `actions.indexing`).

A file that is mapped stays whole for who mapped it when another takes its name. What changed since it was
built is followed where it is places, prices or openings of single providers; anything else waits for the next
building, and until then the roster is read from the database as ever.
"""

import mmap
import os
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from django.conf import settings

from rapport.matching.index import engine
from rapport.matching.index.changes import FOLLOWED, Change, follow
from rapport.matching.index.packing import NotAnIndex, unpacked
from rapport.matching.index.search import Index
from rapport.matching.roster import Roster
from rapport.site.directory.models import Change as Logged
from rapport.site.directory.models import Provider
from rapport.site.directory.rows import provider_of

NAME: Final = "directory.index"
# More are followed no longer; half as many, and the worker builds anew.
MOST_FOLLOWED: Final = 10_000


class _Mapped:
    """What this process has mapped: which file, and its index with what was followed up to a revision."""

    lock = Lock()
    stamp: tuple[int, int] = (0, 0)
    index: Index | None = None
    built = number = 0
    token = ""


def folder() -> Path:
    """Where the file lies; private like all data."""
    return Path(settings.ENVIRONMENT.data) / "index"


def mapped(number: int, token: str) -> Roster | None:
    """The directory at a revision from the mapped file, with what changed since; None where it cannot be.

    What was followed once is not followed again: each change costs what it changes, however long ago the
    file was built.
    """
    with _Mapped.lock:
        _map()
        if _Mapped.index is None:
            return None
        if _Mapped.token != token:
            changes = _changes(_Mapped.index.roster, number)
            if changes is None:
                return None
            _Mapped.index = follow(_Mapped.index, changes)
            _Mapped.number, _Mapped.token = number, token
        return _Mapped.index.roster


def is_behind(number: int, token: str) -> bool:
    """Whether the file that lies here has to be built anew; where none lies, nobody wants one."""
    if not (folder() / NAME).exists() or not token:
        return False
    found = mapped(number, token)
    return found is None or number - _Mapped.built > MOST_FOLLOWED // 2


def _map() -> None:
    try:
        with (folder() / NAME).open("rb") as file:
            told = os.fstat(file.fileno())
            if (told.st_ino, told.st_mtime_ns) == _Mapped.stamp:
                return
            _Mapped.stamp = told.st_ino, told.st_mtime_ns
            roster, source = unpacked(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    except (OSError, NotAnIndex, ValueError):
        _Mapped.index = None
        return
    built, _, _Mapped.token = source.partition(" ")
    _Mapped.index, _Mapped.number, _Mapped.built = roster.index, int(built), int(built)
    # Nobody waits for the compiler: numpy answers until it is done.
    Thread(target=engine.load, daemon=True).start()


def _changes(roster: Roster, now: int) -> dict[int, Change] | None:
    """By position what changed since what is mapped; None where it is more than can be followed."""
    before = _Mapped.number
    if not Logged.objects.filter(number=before, token=_Mapped.token).exists():
        return None
    since = Logged.objects.filter(number__gt=before, number__lte=now)
    if not 0 < now - before <= MOST_FOLLOWED or since.filter(provider__isnull=False).count() != now - before:
        return None
    found: dict[int, Change] = {}
    for row in Provider.objects.filter(pk__in=since.values("provider_id")).values_list("row", flat=True):
        provider = provider_of(row)
        position = roster.position(provider.provider_id)
        if position is None:
            return None
        known = roster.provider(position)._asdict()
        change = {name: value for name, value in provider._asdict().items() if value != known[name]}
        if not change.keys() <= set(FOLLOWED):
            return None
        found[position] = change
    return found
