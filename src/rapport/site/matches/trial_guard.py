"""The database's own refusal to move anyone to another arm, as it refuses to change the audit trail."""

from typing import Any

from django.db import connection

WORDS = "an arm is drawn once"
# table → columns that never change after a row is written
FIXED = {
    "matches_trial": ("seed", "design", "text", "digest", "started_at"),
    "matches_allocation": ("trial_id", "stratum", "place", "arm"),
    "matches_enrolment": ("trial_id", "client_id", "allocation_id"),
}


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_fixed BEFORE UPDATE OF {', '.join(columns)} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            for table, columns in FIXED.items()
        ]
    function = (
        "CREATE OR REPLACE FUNCTION arm_drawn_once() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$"
    )
    return [
        function,
        *(
            f"CREATE OR REPLACE TRIGGER {table}_fixed BEFORE UPDATE OF {', '.join(columns)} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION arm_drawn_once()"
            for table, columns in FIXED.items()
        ),
    ]


def put(connection: Any = connection) -> None:
    """Put the guard up; it may stand already."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def stands(connection: Any = connection) -> bool:
    """Whether the guard is up. A migration that makes one of these tables anew must put it up again."""
    if connection.vendor == "postgresql":
        ask = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE %s AND tgenabled = 'O'"
    else:
        ask = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(ask, ["matches_%_fixed"])
        return bool(cursor.fetchone()[0] == len(FIXED))


def lift(connection: Any = connection) -> None:
    """Take it away: for undoing the migration, and for the control of its test."""
    with connection.cursor() as cursor:
        for table in FIXED:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_fixed{on}")
