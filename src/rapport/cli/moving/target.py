"""The database to move to: opened beside the site's own, and refused unless it is ready and empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rapport.errors import BadInput, Problem

ALIAS = "target"
WHERE = "--to"
OLDEST = 150_000  # PostgreSQL 15, as the server counts
# Filled by migrations; what stands there is replaced by what the source holds.
FILLED = ("django_content_type", "auth_permission")


def opened(url: str) -> Any:
    """A connection of Django's to the database of a URL, held to what DATABASE_URL is held to."""
    from django.conf import settings
    from django.db import DEFAULT_DB_ALIAS, connections

    from rapport.site.config.database import database

    if not url.startswith(("postgres://", "postgresql://")):
        raise BadInput(Problem("postgresql://…", "another URL", file=WHERE))
    chosen = database(url, data=settings.ENVIRONMENT.data)
    connections.databases[ALIAS] = connections.configure_settings({DEFAULT_DB_ALIAS: chosen})[
        DEFAULT_DB_ALIAS
    ]
    return connections[ALIAS]


@contextmanager
def instead_of_own(target: Any) -> Iterator[None]:
    """Whatever asks the site's database for this time asks the target."""
    from django.db import DEFAULT_DB_ALIAS, connections

    own = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = target
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = own


def refuse_unready(target: Any) -> None:
    """Refuse a database that does not answer, is too old, or has not this version's tables."""
    from django.db import DatabaseError
    from django.db.migrations.executor import MigrationExecutor

    try:
        target.ensure_connection()
        encoding = _one(target, "SHOW server_encoding")
        if target.pg_version < OLDEST or encoding != "UTF8":
            arrived = f"{target.pg_version // 10_000} with {encoding}"
            raise BadInput(Problem("PostgreSQL 15 or later with UTF8", arrived, file=WHERE))
        executor = MigrationExecutor(target)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        arrived = f"{type(error.__cause__ or error).__name__}"
        raise BadInput(Problem("a database that answers", arrived, file=WHERE)) from None
    if waiting:
        do = "run `RAPPORT_DEMO=0 DATABASE_URL=… rapport serve --prepare-only` with that URL first"
        raise BadInput(Problem("no waiting migrations", f"{waiting} that wait; {do}", file=WHERE))


def refuse_filled(target: Any, tables: list[str]) -> None:
    """Lock every table against other writers until the transaction ends, and refuse one that has rows."""
    names = ", ".join(map(target.ops.quote_name, tables))
    with target.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
    for table in tables:
        if table not in FILLED and _one(
            target,
            f"SELECT EXISTS (SELECT 1 FROM {target.ops.quote_name(table)})",  # noqa: S608
        ):
            raise BadInput(Problem("an empty database", f"rows in {table}", file=WHERE))


def _one(target: Any, sql: str) -> Any:
    with target.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
