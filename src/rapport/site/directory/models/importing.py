"""How far an import of the registry's file has come, written in one transaction with what it kept."""

from django.db import models
from django.db.models import Q


class RegistryImport(models.Model):
    """The import that goes on: one row, gone when it ends.

    `file` says which file by its length and the digest of its ends; `offset` and `lines` lie behind the last
    row that was written or refused. `told` counts what came of them, by reason and without a name.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    file = models.CharField(max_length=64)
    offset = models.PositiveBigIntegerField()
    lines = models.PositiveBigIntegerField()
    told = models.JSONField()
    began_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="registry_import_single_row"),)

    def __str__(self) -> str:
        return f"registry import at line {self.lines}"


class Closure(models.Model):
    """A number that the file of the import that goes on calls closed: marked in records when it ends."""

    npi = models.CharField(max_length=10, primary_key=True)
    on = models.DateField()

    def __str__(self) -> str:
        return self.npi
