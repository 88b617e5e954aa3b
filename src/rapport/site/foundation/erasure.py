"""Making deleted rows unreadable in the database's own files.

SQLite: `secure_delete` overwrites deleted content in the pages, but older copies of those pages stand in the
write-ahead log until a checkpoint empties it. PostgreSQL: dead rows stand in the files until a vacuum; theirs
are sealed under a key whose wrapped form is vacuumed here, see docs/operator/trust.md for what that leaves.
"""

import logging
import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from rapport.site.foundation.models import DataKey

log = logging.getLogger(__name__)

# One random id of a destroyed key a line: nothing in it points to a person. It stands beside the keys, so
# that it survives a restored database, and restoring does not undo what people asked for.
LEDGER = "erased-keys.txt"
BATCH = 500
VACUUMED = (
    "foundation_datakey", "people_client", "people_session", "foundation_consententry", "matches_enrolment",
    "checkins_ratedsession", "consultations_request", "consultations_booking", "consultations_reflection",
    "consultations_providernote", "consultations_farewell", "consultations_course",
    "foundation_outboxmessage", "people_contactaddress", "people_account",
    "consultations_transition", "foundation_look", "foundation_desklist",
)  # fmt: skip


def overwrite_deleted() -> bool:
    """Overwrite what was just deleted; False when that must wait (the worker empties the log again)."""
    if connection.in_atomic_block:
        return False
    try:
        return empty_log() if connection.vendor == "sqlite" else _vacuum()
    except DatabaseError as error:
        # What was asked for, the erasing, is done and confirmed; only its traces wait for the next turn.
        log.error("deleted rows could not be overwritten yet: %s", type(error).__name__)
        return False


def empty_log() -> bool:
    """SQLite: write the log back into the file, whose deleted parts are zeros, and cut it to nothing."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    return not busy


def _vacuum() -> bool:
    with connection.cursor() as cursor:
        for table in VACUUMED:
            cursor.execute(f'VACUUM "{table}"')
    return True


def note(key_id: str) -> None:
    """Write down that a key was destroyed, on the disk before this returns."""
    handle = os.open(_ledger(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as stream:
        stream.write(f"{key_id}\n")
        stream.flush()
        os.fsync(stream.fileno())


def came_back() -> list[str]:
    """Keys that were destroyed and are here again: a backup from before was restored."""
    if not _ledger().exists():
        return []
    destroyed = _ledger().read_text(encoding="ascii").split()
    here: list[str] = []
    for start in range(0, len(destroyed), BATCH):
        here += DataKey.objects.filter(pk__in=destroyed[start : start + BATCH]).values_list("pk", flat=True)
    return here


def _ledger() -> Path:
    return Path(settings.KEYS_FOLDER) / LEDGER
