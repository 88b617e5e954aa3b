"""What `unguarded` does to check-ins: guards taken away, and a disk that keeps only what was synced."""

import os
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

PAUSE_SECONDS = 0.1
SYNCED = "synced"


def checkin_care() -> None:
    """Check-ins without a transaction, without a lock, with time for others between looking and writing.

    The database promises nothing either.
    """
    _start()
    from django.db.models import QuerySet

    from rapport.cli.drills.inside_checkins import drop_checkin_constraints
    from rapport.site.checkins.actions import checking_in
    from rapport.site.checkins.models import RatedSession

    drop_checkin_constraints()
    save = RatedSession.save

    def slowly(self: Any, *, force_insert: bool) -> None:
        time.sleep(PAUSE_SECONDS)
        save(self, force_insert=force_insert)

    RatedSession.save = slowly  # type: ignore[method-assign, assignment]
    checking_in.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]
    QuerySet.select_for_update = lambda self, of=(), no_key=False: self  # type: ignore[method-assign, assignment]  # noqa: ARG005


def only_synced() -> None:
    """No guard is taken away: what SQLite has synced is kept apart, as the disk after a power cut."""
    from rapport.cli.drills.only_synced import keep_synced

    keep_synced(Path(os.environ["RAPPORT_DATA"]).parent / SYNCED)


def waiting_for_the_disk() -> None:
    """A confirmation does not wait until the disk has it."""
    _start()
    from django.db import connections

    options = connections.settings["default"]["OPTIONS"]
    for name in ("init_command", "options"):
        if name in options:
            careless = options[name].replace("synchronous=FULL", "synchronous=OFF")
            options[name] = careless.replace("synchronous_commit=on", "synchronous_commit=off")


def _start() -> None:
    from rapport.site.config.start import start

    start()


CHECKIN_GUARDS: dict[str, Callable[[], None]] = {
    guard.__name__: guard for guard in (checkin_care, only_synced, waiting_for_the_disk)
}
