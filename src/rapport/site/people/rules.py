"""Who may see and erase a client, and who may do what with an account."""

from rapport.site.people import case_queries
from rapport.site.people.account_queries import Desk, FailedMails, Staff
from rapport.site.people.case_queries import Case, Cases
from rapport.site.people.models import Account, Assignment, Client, ContactAddress, Glass
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


@rule(FailedMails)
def mails_rule(viewer: Viewer, verb: str, _mails: FailedMails) -> bool:
    """A coordinator's: how many failed, and once more; never to whom."""
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "change")


@rule(Cases)
def cases_rule(viewer: Viewer, verb: str, _cases: Cases) -> bool:
    """A coordinator's: how many wait and since when, without a word of anybody."""
    return viewer.kind is Kind.COORDINATOR and verb == "read"


@rule(Case)
def case_rule(viewer: Viewer, verb: str, case: Case) -> bool:
    """Any coordinator takes a case or hands it on; whoever has it reads it, and offers by hand.

    What is sealed (`open`) stays closed to them too, until the client says yes or the glass is broken.
    """
    if viewer.kind is not Kind.COORDINATOR:
        return False
    if verb in ("assign", "ask_glass"):
        return True
    has_it = case_queries.is_assigned(viewer.id, case.client)
    if verb == "open" and has_it and case_queries.lets_the_desk_see(case.client):
        return True
    if verb in ("read", "offer") and has_it:
        return True
    return (
        verb in ("read", "open", "reach")
        and case_queries.glass_broken(viewer.id, case.client, at=case.at) is not None
    )


@rule(Assignment)
def assignment_rule(viewer: Viewer, verb: str, assignment: Assignment) -> bool:
    """A client reads who looks after them; a coordinator, who looks after whom."""
    if viewer.kind is Kind.CLIENT:
        return verb == "read" and viewer.id == assignment.client_id
    return viewer.kind is Kind.COORDINATOR and verb == "read"


@rule(Glass)
def glass_rule(viewer: Viewer, verb: str, glass: Glass) -> bool:
    """A client reads why; whoever asked takes it back; any other coordinator decides."""
    if viewer.kind is Kind.CLIENT:
        return verb == "read" and viewer.id == glass.client_id
    if viewer.kind is not Kind.COORDINATOR:
        return False
    is_own = viewer.id == glass.asked_by_id
    return verb == "review" or (verb == "take_back" and is_own) or (verb == "decide" and not is_own)
