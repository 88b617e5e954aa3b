from django.db import migrations

from rapport.site.foundation import audit_guard


def put(apps, schema_editor):  # noqa: ARG001
    audit_guard.put(schema_editor.connection)


def lift(apps, schema_editor):  # noqa: ARG001
    audit_guard.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [migrations.RunPython(put, lift)]
