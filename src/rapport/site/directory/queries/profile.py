"""How a provider's profile came to say what it says."""

from typing import Final

from rapport.site.directory.models import ProfileChange, Provider

MOST_SHOWN: Final = 20


def changes_of(provider: Provider) -> list[ProfileChange]:
    """The newest changes of a profile, the last one first. One query."""
    return list(ProfileChange.objects.filter(provider=provider).order_by("-number")[:MOST_SHOWN])
