"""Who may see and erase a client, and who may do what with an account."""

from rapport.site.people.account_queries import Desk, Staff
from rapport.site.people.models import Account, Client, ContactAddress
from rapport.site.people.policy import Kind, Viewer, rule

OWN = frozenset({"read", "change", "download", "erase"})


@rule(Client)
def client_rule(viewer: Viewer, verb: str, client: Client) -> bool:
    """A client, their own record; the system, erasing what is past its time."""
    if viewer.kind is Kind.SYSTEM:
        return verb == "erase"
    return viewer.kind is Kind.CLIENT and viewer.id == client.pk and verb in OWN


@rule(Account)
def account_rule(viewer: Viewer, verb: str, account: Account) -> bool:
    """Whoever signs in with it, their own; a coordinator invites and revokes staff and providers."""
    if account.is_client:
        return viewer.kind is Kind.CLIENT and viewer.id == account.holder_id and verb in OWN
    if viewer.kind.value == account.kind and viewer.id == account.pk:
        return verb in ("read", "change")
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "invite", "revoke", "reset")


@rule(ContactAddress)
def contact_rule(viewer: Viewer, verb: str, contact: ContactAddress) -> bool:
    """A client, their own; whoever holds a link from the mailbox needs no rule, the link is the right."""
    return viewer.kind is Kind.CLIENT and viewer.id == contact.client_id and verb in ("read", "change")


@rule(Desk)
def desk_rule(viewer: Viewer, verb: str, _desk: Desk) -> bool:
    """Whoever runs the service or looks at how it does; each finds there what they may open."""
    return viewer.kind in (Kind.COORDINATOR, Kind.RESEARCHER) and verb == "read"


@rule(Staff)
def staff_rule(viewer: Viewer, verb: str, _staff: Staff) -> bool:
    """A coordinator's: who was invited, as what, and who is still here."""
    return viewer.kind is Kind.COORDINATOR and verb == "read"
