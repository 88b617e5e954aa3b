"""Whether a provider can take someone."""

from rapport.site.directory.choices import Away
from rapport.site.directory.models import Absence, Places, Provider


def places_of(provider: Provider) -> Places:
    """The provider's places; as the roster says, and not saved, before one was set or taken. One query."""
    kept = Places.objects.filter(pk=provider.pk).first()
    return kept or Places(provider=provider, capacity=int(provider.row.get("capacity", 0)), used=0)


def absence_of(provider: Provider, kind: Away) -> Absence | None:
    """The provider's pause, or cooling off, that is not over. One query."""
    return Absence.objects.filter(provider=provider, kind=kind, ended_at__isnull=True).first()
