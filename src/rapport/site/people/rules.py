"""Who may see and erase a client: the client themselves, and nobody else."""

from rapport.site.people.models import Client
from rapport.site.people.policy import Kind, Viewer, rule

OWN = frozenset({"read", "change", "download", "erase"})


@rule(Client)
def client_rule(viewer: Viewer, verb: str, client: Client) -> bool:
    """A client, their own record; the system, erasing what is past its time."""
    if viewer.kind is Kind.SYSTEM:
        return verb == "erase"
    return viewer.kind is Kind.CLIENT and viewer.id == client.pk and verb in OWN
