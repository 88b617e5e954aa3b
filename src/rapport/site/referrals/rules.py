"""Who may see and do what in this chapter: the client; the provider, what is meant for them."""

from rapport.site.directory.rules import is_own
from rapport.site.people.policy import Kind, Viewer, rule
from rapport.site.referrals.choices import Side
from rapport.site.referrals.models import Closing, Continuity, Departure, Referral, Review
from rapport.site.referrals.queries.history import may_read_along
from rapport.site.referrals.queries.leaving import Leaving
from rapport.site.referrals.queries.trust import ReferralGraph

OWN = frozenset({"read", "change"})


def _is_client(viewer: Viewer, verb: str, thing: Review | Referral | Closing) -> bool:
    return viewer.kind is Kind.CLIENT and viewer.id == thing.client_id and verb in OWN


@rule(Review)
def review_rule(viewer: Viewer, verb: str, review: Review) -> bool:
    """A client, their own answer; nobody else ever."""
    return _is_client(viewer, verb, review)


@rule(Referral)
def referral_rule(viewer: Viewer, verb: str, referral: Referral) -> bool:
    """A client, their own; whoever they ask now, what they let go along, and nothing else of it."""
    if viewer.kind is Kind.PROVIDER:
        return verb == "read_along" and may_read_along(viewer.id, referral)
    return _is_client(viewer, verb, referral)


@rule(Leaving)
def leaving_rule(viewer: Viewer, verb: str, _leaving: Leaving) -> bool:
    """A coordinator's: whose courses are to be handed over; no client is named there."""
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "change")


@rule(ReferralGraph)
def referral_graph_rule(viewer: Viewer, verb: str, _graph: ReferralGraph) -> bool:
    """A coordinator's: how colleagues' referrals go on; no client is named there."""
    return viewer.kind is Kind.COORDINATOR and verb == "read"


@rule(Closing)
def closing_rule(viewer: Viewer, verb: str, closing: Closing) -> bool:
    """Each their own words; the other's good-bye, and the client's feedback where they show it."""
    if viewer.kind is Kind.PROVIDER:
        if not is_own(viewer, closing.course.provider):
            return False
        if closing.side == Side.PROVIDER:
            return verb in (*OWN, "read_said")
        return verb == "read" or (verb == "read_said" and closing.is_shown)
    is_theirs = closing.side == Side.CLIENT
    return _is_client(viewer, "read" if verb == "read_said" else verb, closing) and (
        is_theirs or verb != "change"
    )


@rule(Departure)
def departure_rule(viewer: Viewer, verb: str, _departure: Departure) -> bool:
    """A coordinator's: that somebody has left, and why."""
    return viewer.kind is Kind.COORDINATOR and verb == "read"


@rule(Continuity)
def continuity_rule(viewer: Viewer, verb: str, continuity: Continuity) -> bool:
    """A client reads that they are not forgotten; a coordinator, of how many."""
    if viewer.kind is Kind.CLIENT:
        return verb == "read" and viewer.id == continuity.client_id
    return viewer.kind is Kind.COORDINATOR and verb == "read"
