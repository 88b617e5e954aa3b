"""The database's own refusal to change or remove an event of the audit trail.

Not a lock against whoever owns the database (they can drop it, and the chain then shows what they did), but a
stop for every bug and every injected statement that comes in through the site.
"""

from typing import Any

from django.db import connection

TABLE = "foundation_auditevent"
WORDS = "the audit trail is append-only"

_SQLITE = {
    f"audit_no_{verb.lower()}": (
        f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    )
    for verb in ("UPDATE", "DELETE")
}
_POSTGRESQL = (
    f"CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$",
    f"CREATE OR REPLACE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
    f"CREATE OR REPLACE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
)


def put(connection: Any = connection) -> None:
    """Put the guard up; it may stand already."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else tuple(_SQLITE.values())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lift(connection: Any = connection) -> None:
    """Take the guard away: for tests that empty their tables, and for undoing the migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}")
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_no_truncate ON {TABLE}")
            return
        for name in _SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def stands(connection: Any = connection) -> bool:
    """Whether the guard is up."""
    if connection.vendor == "postgresql":
        ask = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE %s AND tgenabled = 'O'"
    else:
        ask = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(ask, ["audit_no_%"])
        return bool(cursor.fetchone()[0] >= len(_SQLITE))
