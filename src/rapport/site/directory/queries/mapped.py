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
# More are followed no longer: each process copies what changed.
MOST_FOLLOWED: Final = 10_000


class _Mapped:
    """What this process has mapped: which file, what it was built from, and what was followed since."""

    lock = Lock()
    stamp: tuple[int, int] = (0, 0)
    source = ""
    base: Index | None = None


def folder() -> Path:
    """Where the file lies; private like all data."""
    return Path(settings.ENVIRONMENT.data) / "index"


def mapped(number: int, token: str) -> Roster | None:
    """The directory at a revision from the mapped file, with what changed since; None where it cannot be."""
    with _Mapped.lock:
        _map()
        if _Mapped.base is None:
            return None
        built, _, built_token = _Mapped.source.partition(" ")
        if built_token == token:
            return _Mapped.base.roster
        if not Logged.objects.filter(number=int(built), token=built_token).exists():
            return None
        changes = _changes(_Mapped.base.roster, int(built), number)
        return None if changes is None else follow(_Mapped.base, changes).roster


def _map() -> None:
    try:
        with (folder() / NAME).open("rb") as file:
            told = os.fstat(file.fileno())
            if (told.st_ino, told.st_mtime_ns) == _Mapped.stamp:
                return
            _Mapped.stamp = told.st_ino, told.st_mtime_ns
            roster, _Mapped.source = unpacked(
                memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            )
    except (OSError, NotAnIndex, ValueError):
        _Mapped.base = None
        return
    _Mapped.base = roster.index
    # Nobody waits for the compiler: numpy answers until it is done.
    Thread(target=engine.load, daemon=True).start()


def _changes(roster: Roster, built: int, now: int) -> dict[int, Change] | None:
    """By position what changed since a building; None where it is more than can be followed."""
    since = Logged.objects.filter(number__gt=built, number__lte=now)
    if not 0 < now - built <= MOST_FOLLOWED or since.filter(provider__isnull=False).count() != now - built:
        return None
    found: dict[int, Change] = {}
    for row in Provider.objects.filter(pk__in=since.values("provider_id")).values_list("row", flat=True):
        provider = provider_of(row)
        position = roster.position(provider.provider_id)
        if position is None:
            return None
        before = roster.provider(position)._asdict()
        change = {name: value for name, value in provider._asdict().items() if value != before[name]}
        if not change.keys() <= set(FOLLOWED):
            return None
        found[position] = change
    return found
