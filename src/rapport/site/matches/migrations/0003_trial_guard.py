from django.db import migrations

from rapport.site.matches import trial_guard


def put(apps, schema_editor):  # noqa: ARG001
    trial_guard.put(schema_editor.connection)


def lift(apps, schema_editor):  # noqa: ARG001
    trial_guard.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("matches", "0002_learning_and_trial")]
    operations = [migrations.RunPython(put, lift)]
