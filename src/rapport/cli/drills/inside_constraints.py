"""What a database itself promises, taken away: for the control of a drill."""

from collections.abc import Callable, Iterable
from typing import Any


def drop_constraints_of(models: Iterable[Any], which: Callable[[Any, Any], bool] | None = None) -> int:
    """Drop the unique constraints of models, or those `which` names by model and constraint; how many."""
    from django.db import connection
    from django.db.models import UniqueConstraint

    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA foreign_keys=OFF")
    dropped = 0
    with connection.schema_editor() as editor:
        for model in models:
            for constraint in list(model._meta.constraints):
                if which(model, constraint) if which else isinstance(constraint, UniqueConstraint):
                    # SQLite makes the table anew from what the model says: it must say so first.
                    kept = [each for each in model._meta.constraints if each is not constraint]
                    model._meta.constraints = kept
                    editor.remove_constraint(model, constraint)
                    dropped += 1
    return dropped
