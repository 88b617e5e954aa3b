"""A table of a made-up release, and migrations that its code can live with, or cannot."""

from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.state import ProjectState

APP = "planted"
KEPT, TAKEN = "old code goes on", "old code fails"
PLANTED = {
    "a column that may be empty": (KEPT, [ops.AddField("thing", "note", models.TextField(null=True))]),
    "a column with the database's default": (
        KEPT,
        [ops.AddField("thing", "place", models.IntegerField(db_default=3))],
    ),
    "a longer text": (KEPT, [ops.AlterField("thing", "name", models.CharField(max_length=80))]),
    "a table": (KEPT, [ops.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])]),
    "an index": (KEPT, [ops.AddIndex("thing", models.Index(fields=["name"], name="thing_name"))]),
    "a column forgotten by the new code alone": (
        KEPT,
        [ops.SeparateDatabaseAndState(state_operations=[ops.RemoveField("thing", "aside")])],
    ),
    "a column with a default of the new code": (
        TAKEN,
        [ops.AddField("thing", "place", models.IntegerField(default=3))],
    ),
    "a column taken away": (TAKEN, [ops.RemoveField("thing", "aside")]),
    "a column by another name": (TAKEN, [ops.RenameField("thing", "aside", "beside")]),
    "a column that must be filled now": (TAKEN, [ops.AlterField("thing", "aside", models.IntegerField())]),
    "a table taken away": (TAKEN, [ops.DeleteModel("Thing")]),
    "a table by another name": (TAKEN, [ops.RenameModel("Thing", "Being")]),
}


class Before(Migration):
    operations = [
        ops.CreateModel(
            "Thing",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=40)),
                ("aside", models.IntegerField(null=True)),
            ],
        )
    ]


def planted(operations) -> Migration:
    migration = Migration("0002_planted", APP)
    migration.operations = operations
    return migration


def before() -> ProjectState:
    return Before("0001_before", APP).mutate_state(ProjectState())
