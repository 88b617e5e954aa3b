from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0003_departures"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="relation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "Nothing but that we know each other’s work"),
                    ("practice", "We work in the same practice or for the same employer"),
                    ("personal", "We are friends, relatives or partners"),
                    ("money", "One of us earns by it"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("relation", ""),
                    models.Q(
                        ("asked_by", "provider"),
                        ("relation__in", ["none", "practice", "personal", "money"]),
                        ("way__in", ("colleague", "outside")),
                    ),
                    _connector="OR",
                ),
                name="referral_relation_of_who_suggests",
            ),
        ),
    ]
