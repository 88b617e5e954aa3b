"""What a provider keeps here themselves, laid over what the roster file says of them."""

from django.db import models
from django.db.models import Q

from rapport.site.directory.models.provider import LONGEST, Provider


class Kept(models.Model):
    """`cells` stand in the roster's place; `under` is what the roster says where anything lies over it.

    With both, a provider's row is worked out anew from either side: from a new roster, or from a change here.
    """

    provider = models.OneToOneField(Provider, on_delete=models.CASCADE, primary_key=True, related_name="kept")
    cells = models.JSONField(default=dict)
    under = models.JSONField(default=dict)
    # How often the profile was changed: what a form was filled in on.
    version = models.PositiveIntegerField(default=0)
    # The last day of the licence that runs out first; nothing where none is left to run out.
    licence_until = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("licence_until",),
                condition=Q(licence_until__isnull=False),
                name="kept_licence_until",
            ),
        )


class ProfileChange(models.Model):
    """One change of a profile: of each thing that changed, what stood before and what stands since."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="profile_changes")
    number = models.PositiveIntegerField()
    by = models.CharField(max_length=LONGEST)
    at = models.DateTimeField()
    changes = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("provider", "number"), name="profile_change_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="profile_change_from_one"),
        )
