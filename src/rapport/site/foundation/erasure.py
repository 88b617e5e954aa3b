"""Making deleted rows unreadable in the database's own files.

SQLite: `secure_delete` overwrites deleted content in the pages, but older copies of those pages stand in the
write-ahead log until a checkpoint empties it. PostgreSQL: dead rows stand in the files until a vacuum; theirs
are sealed under a key whose wrapped form is vacuumed here, see docs/operator/trust.md for what that leaves.
"""

import logging

from django.db import connection

log = logging.getLogger(__name__)
VACUUMED = ("foundation_datakey", "people_client", "people_session", "foundation_consententry")


def overwrite_deleted() -> bool:
    """Overwrite what was deleted; False when readers kept the log in use (the worker tries again)."""
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
            return not busy
        for table in VACUUMED:
            cursor.execute(f'VACUUM "{table}"')
    return True
