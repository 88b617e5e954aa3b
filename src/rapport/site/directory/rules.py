"""Who may see a provider: everybody, once they are listed; nobody, once they are not."""

from rapport.site.directory.models import Provider
from rapport.site.people.policy import Viewer, rule


@rule(Provider)
def provider_rule(_viewer: Viewer, verb: str, provider: Provider) -> bool:
    """A listed provider's profile is public, whether or not they take new clients."""
    return verb == "read" and provider.is_listed
