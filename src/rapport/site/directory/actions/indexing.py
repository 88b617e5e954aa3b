"""Lay the directory out as a file, and put it in the place of the one before."""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from rapport.matching.index.packing import packed
from rapport.matching.index.search import Index, indexed
from rapport.site.directory.models import Change, Provider, Revision
from rapport.site.directory.queries.mapped import MOST_FOLLOWED, NAME, folder, is_behind
from rapport.site.directory.rows import roster_of


class Built(NamedTuple):
    """What was built: how many providers, which revision, how large."""

    providers: int
    revision: int
    size: int


def build_index() -> Built:
    """Lay the directory out as it stands and put the file in the place of the one before.

    Nobody waits for it. The revision is read first: what changes while rows are read is followed, or refused,
    as what changes later.
    """
    revision = Revision.objects.get_or_create(pk=Revision.ONLY)[0]
    rows = Provider.objects.listed().order_by("provider_id").values_list("row", flat=True)
    roster = roster_of(rows.iterator())
    index = indexed(roster).index
    assert index is not None
    size = _write(index, f"{revision.number} {revision.token}")
    Change.objects.filter(number__lt=revision.number - MOST_FOLLOWED).delete()
    return Built(len(roster), revision.number, size)


def is_due() -> bool:
    """Whether the file that lies on this machine has fallen behind what processes can follow."""
    revision = Revision.objects.filter(pk=Revision.ONLY).first()
    return revision is not None and is_behind(revision.number, revision.token)


def _write(index: Index, source: str) -> int:
    folder().mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder(), prefix=NAME)
    try:
        with os.fdopen(handle, "wb") as file:
            size = sum(file.write(piece) for piece in packed(index, source))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(folder() / NAME)
    finally:
        Path(name).unlink(missing_ok=True)
    return size
