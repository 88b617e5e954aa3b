"""PostgreSQL's own refusal of overlapping bookings, beside the unique half hours that both databases have.

A unique half hour forbids overlaps as long as a booking lies within one. The exclusion constraint compares
stretches of time instead, so it holds whatever length a later version allows. SQLite has no such constraint.
"""

from typing import Any

from django.db import connection

TABLE = "consultations_booking"
SIDES = ("provider", "client")
# A booking's stretch in minutes since 1970, its end not included.
STRETCH = "int8range(half_hour * 30, half_hour * 30 + minutes)"
FREE_AGAIN = "state IN ('cancelled', 'expired')"


def put(connection: Any = connection) -> None:
    """Put the constraints up; they must not stand already.

    `btree_gist` comes with PostgreSQL and is trusted: whoever owns the database may switch it on.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for side in SIDES:
            cursor.execute(
                f"ALTER TABLE {TABLE} ADD CONSTRAINT {_name(side)} "
                f"EXCLUDE USING gist ({side}_id WITH =, {STRETCH} WITH &&) WHERE (NOT {FREE_AGAIN})"
            )


def lift(connection: Any = connection) -> None:
    """Take them away: for undoing the migration, and for the control of the drill."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for side in SIDES:
            cursor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {_name(side)}")


def _name(side: str) -> str:
    return f"booking_{side}_no_overlap"
