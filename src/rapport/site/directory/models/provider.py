"""Tables of this chapter: providers, what the registry says about them, and the directory's revision."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rapport.site.directory.choices import VOUCHED, Kind, Source, Vouched
from rapport.site.directory.names import LONGEST_SEARCHABLE
from rapport.site.foundation.ids import OpaqueIdField, new_id

LONGEST = 200


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Verbs of the directory."""

    def listed(self) -> "ProviderQuerySet":
        """Those the public may see, whether or not they take new clients."""
        return self.filter(is_listed=True)


class Provider(models.Model):
    """One therapist or coach: the roster's row as text cells, and the few columns that pages ask for."""

    id = OpaqueIdField()
    # Who signs in as this provider; most of a roster has no account.
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="provider"
    )
    provider_id = models.CharField(max_length=LONGEST, unique=True)
    name = models.CharField(max_length=LONGEST)
    searchable = models.CharField(max_length=LONGEST_SEARCHABLE)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    npi = models.CharField(max_length=10, blank=True, db_index=True)
    row = models.JSONField()
    is_listed = models.BooleanField(default=False)
    vouched = models.CharField(max_length=8, choices=Vouched.choices, default=Vouched.NOBODY)
    changed_at = models.DateTimeField()

    objects = ProviderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="provider_kind_known"),
            models.CheckConstraint(condition=~Q(provider_id=""), name="provider_id_given"),
            models.CheckConstraint(condition=~Q(name=""), name="provider_name_given"),
            models.CheckConstraint(condition=Q(vouched__in=Vouched.values), name="provider_vouched_known"),
            models.CheckConstraint(
                condition=Q(is_listed=False) | Q(vouched__in=VOUCHED), name="provider_listed_when_vouched"
            ),
            # A roster may name one person twice, with two practices; a coordinator verifies a person.
            models.UniqueConstraint(
                fields=("npi",), condition=Q(vouched=Vouched.DESK) & ~Q(npi=""), name="provider_verified_once"
            ),
        )
        indexes = (models.Index(fields=("is_listed", "name"), name="provider_listed_name"),)

    def __str__(self) -> str:
        return self.id


class Revision(models.Model):
    """Which directory this is: one row, raised by every change, with a token that no two changes share.

    The number is for people. Caches compare the token: after a restored backup a number comes again.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    number = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=26, default=new_id)
    raised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="revision_single_row"),)

    def __str__(self) -> str:
        return f"directory revision {self.number}"


class RegistryRecord(models.Model):
    """A person as the provider registry has them; public record, kept only as far as verifying needs it."""

    registry_id = models.CharField(max_length=LONGEST, primary_key=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    last_name = models.CharField(max_length=LONGEST, blank=True)
    first_name = models.CharField(max_length=LONGEST, blank=True)
    credential = models.CharField(max_length=LONGEST, blank=True)
    taxonomies = models.JSONField()
    licences = models.JSONField()
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=5, blank=True)
    deactivated_on = models.DateField(null=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(source__in=Source.values), name="registry_source_known"),
            models.CheckConstraint(
                condition=Q(source=Source.SAMPLE) | ~Q(last_name=""), name="registry_person_named"
            ),
        )

    def __str__(self) -> str:
        return self.registry_id

    def licence_states(self) -> frozenset[str]:
        """The states in which the registry has a licence of this person."""
        return frozenset(state for state, _ in self.licences)
