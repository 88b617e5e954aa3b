"""What the release before meets in the database while an upgrade spreads, beside what is judged of it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import ProjectState

from support.planted_migrations import APP, KEPT, PLANTED, Before, planted


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", PLANTED)
def test_judgement_is_what_old_code_meets_in_the_database(what: str) -> None:
    """The model as the release before knows it, on the tables as the migration leaves them."""
    said, operations = PLANTED[what]
    first, state = Before("0001_before", APP), ProjectState()
    with connection.schema_editor() as editor:
        old_state = first.apply(state, editor)
    old = old_state.clone().apps.get_model(APP, "Thing")
    old.objects.create(name="from before", aside=1)
    try:
        with connection.schema_editor() as editor:
            planted(operations).apply(old_state, editor)
        assert goes_on(old) == (said == KEPT)
    finally:
        for table in connection.introspection.table_names():
            if table.startswith(f"{APP}_"):
                connection.cursor().execute(f'DROP TABLE "{table}"')


def goes_on(old) -> bool:
    """Whether the old code can write, read and change."""
    try:
        with transaction.atomic():
            row = old.objects.create(name="during", aside=None)
            old.objects.filter(pk=row.pk).update(name="changed")
            return {each.name for each in old.objects.all()} == {"from before", "changed"}
    except DatabaseError:
        return False
