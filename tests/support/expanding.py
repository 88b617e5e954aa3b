"""Whether a migration only expands: the release before it goes on working on the new tables.

While an upgrade goes from machine to machine, the old code reads and writes what the new migrations made.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

GONE = (ops.RemoveField, ops.RenameField, ops.DeleteModel, ops.RenameModel, ops.AlterModelTable)


def contractions() -> dict[str, list[str]]:
    """What each migration of ours takes away from the code before it, by app and name."""
    loader = MigrationLoader(None)
    state, found = ProjectState(), {}
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        migration = loader.graph.nodes[key]
        faults = list(faults_of(migration, state))
        state = migration.mutate_state(state, preserve=False)
        if faults and type(migration).__module__.startswith("rapport.site.") and not is_late(migration):
            found[".".join(key)] = faults
    return found


def is_late(migration: Any) -> bool:
    """Whether it says since which release no code uses what it takes away, and that is not this one."""
    from rapport import __version__

    since = getattr(migration, "unused_since", "")
    return bool(since) and _parts(since) < _parts(__version__)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3])


def faults_of(migration: Any, state: ProjectState) -> Iterator[str]:
    """What of a migration the code before it could not live with."""
    state, made = state.clone(), set[str]()
    for operation in migration.operations:
        for each in _in_database(operation):
            if isinstance(each, ops.CreateModel):
                made.add(each.name_lower)
            elif getattr(each, "model_name_lower", "") not in made:
                yield from _faults(each, migration.app_label, state)
        operation.state_forwards(migration.app_label, state)


def _in_database(operation: Any) -> list[Any]:
    is_apart = isinstance(operation, ops.SeparateDatabaseAndState)
    return operation.database_operations if is_apart else [operation]


def _faults(operation: Any, app: str, state: ProjectState) -> Iterator[str]:
    if isinstance(operation, GONE):
        yield f"takes away what code may still use: {operation.describe()}"
    elif isinstance(operation, ops.AddField) and _is_missed(operation.field):
        yield f"old code leaves it out: {operation.describe()}"
    elif isinstance(operation, ops.AlterField):
        before = state.models[app, operation.model_name_lower].fields[operation.name]
        if _is_narrower(before, operation.field):
            yield f"old code may write what no longer fits: {operation.describe()}"


def _is_missed(field: Any) -> bool:
    """A column that every new row needs; Django's own `default` is known to the new code alone."""
    return not (field.many_to_many or field.null or field.has_db_default())


def _is_narrower(before: Any, after: Any) -> bool:
    if type(before) is not type(after) or (before.null and not after.null):
        return True
    return isinstance(after, models.CharField) and (after.max_length or 0) < (before.max_length or 0)
