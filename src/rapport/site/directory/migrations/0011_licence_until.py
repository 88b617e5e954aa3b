"""Until when each licence that somebody is matched on holds: those past it are then found by an index."""

from datetime import date
from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """From the rows as they stand; what is past already is looked at, and let go, within a minute."""
    kept = apps.get_model("directory", "Kept").objects.using(schema_editor.connection.alias)
    for each in kept.select_related("provider").iterator():
        if text := each.provider.row.get("licence_expires", ""):
            each.licence_until = date.fromisoformat(text)
            each.save(update_fields=["licence_until"])


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_training"),
    ]

    operations = [
        migrations.AddField("kept", "licence_until", models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
