"""Drops the second index, for LIKE, that ids had on PostgreSQL (`foundation.ids`); a new database has none."""

from typing import Any

from django.db import migrations

# Of columns as long as an id, 26 letters: PostgreSQL keeps the length four above.
FOUND = """
SELECT format('%I', relation.relname)
FROM pg_index
JOIN pg_class relation ON relation.oid = indexrelid
JOIN pg_opclass class ON class.oid = indclass[0]
JOIN pg_attribute named ON named.attrelid = indrelid AND named.attnum = indkey[0]
WHERE relation.relnamespace = current_schema()::regnamespace AND indnatts = 1 AND named.atttypmod = 30
  AND class.opcname = 'varchar_pattern_ops' AND relation.relname LIKE '%\\_like'
"""


def drop(apps: object, editor: Any) -> None:  # noqa: ARG001
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(FOUND)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = (("foundation", "0007_newsletter"),)

    operations = (migrations.RunPython(drop, migrations.RunPython.noop),)
