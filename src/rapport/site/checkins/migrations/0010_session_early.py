from django.db import migrations, models

from rapport.site.foundation.indexes import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("checkins", "0009_to_remind")]

    operations = [
        AddIndexBeside(
            model_name="ratedsession",
            index=models.Index(
                condition=models.Q(("number__in", (3, 4, 5))), fields=["recorded_at"], name="session_early"
            ),
        ),
    ]
