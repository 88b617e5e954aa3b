"""Which change made which revision of the directory: what an index built before it has to follow."""

from django.db import models

from rapport.site.directory.models.provider import Provider


class Change(models.Model):
    """One revision, and the provider whose row alone it changed; nobody where it changed more than that.

    The token is the revision's: after a restored backup a number comes again, for another change.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    token = models.CharField(max_length=26)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return f"change {self.number}"
