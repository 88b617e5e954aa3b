"""Start Django for a command of the command line."""

import os

import django
from django.apps import apps

from rapport.errors import BadInput, Problem


def start() -> None:
    """Load the settings and the chapters once; an unsafe setting raises `BadInput` (exit status 2)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.site.config.settings")
    if not apps.ready:
        django.setup()


def start_migrated() -> None:
    """As `start`, for a command that reads the database or writes to it: every table must be there.

    Raises:
        BadInput: migrations wait, as in a new installation that was never served.
    """
    start()
    waiting = waiting_migrations()
    if waiting:
        arrived = f"{waiting} that wait; start `rapport serve` once"
        raise BadInput(Problem(file="database", expected="no waiting migrations", arrived=arrived))


def waiting_migrations() -> int:
    """How many migrations the database still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
