from django.db import migrations

from rapport.site.consultations import overlap_guard


def put(apps, schema_editor):  # noqa: ARG001
    overlap_guard.put(schema_editor.connection)


def lift(apps, schema_editor):  # noqa: ARG001
    overlap_guard.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0002_transitions_and_feeds")]
    operations = [migrations.RunPython(put, lift)]
