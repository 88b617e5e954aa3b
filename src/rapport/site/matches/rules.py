"""Who may see a shortlist and its matches: the client they were drawn for, and nobody else yet."""

from rapport.site.foundation.models import PolicyVersion
from rapport.site.matches.models import Enrolment, HandOffer, Match, PriceNight, Shortlist, Trial
from rapport.site.people.policy import Kind, Viewer, rule

OWN = frozenset({"read", "change"})


@rule(Shortlist)
def shortlist_rule(viewer: Viewer, verb: str, shortlist: Shortlist) -> bool:
    """A client, their own shortlist."""
    return viewer.kind is Kind.CLIENT and viewer.id == shortlist.client_id and verb in OWN


@rule(Match)
def match_rule(viewer: Viewer, verb: str, match: Match) -> bool:
    """A client, their own match. A provider's view of a request is the next chapter's."""
    return viewer.kind is Kind.CLIENT and viewer.id == match.client_id and verb in OWN


@rule(Enrolment)
def enrolment_rule(viewer: Viewer, verb: str, enrolment: Enrolment) -> bool:
    """A client, in their own download alone: no page tells which arm was drawn."""
    return viewer.kind is Kind.CLIENT and viewer.id == enrolment.client_id and verb == "download"


@rule(Trial)
def trial_rule(viewer: Viewer, verb: str, trial: Trial) -> bool:  # noqa: ARG001
    """Staff, its report, never who is in which arm; whoever runs the service starts and stops it."""
    if verb in ("start", "stop"):
        return viewer.kind is Kind.COORDINATOR
    return viewer.kind in (Kind.COORDINATOR, Kind.RESEARCHER) and verb == "report"


@rule(HandOffer)
def hand_offer_rule(viewer: Viewer, verb: str, offer: HandOffer) -> bool:
    """A client, why somebody was put among their three by hand; the desk reads it with the case."""
    return viewer.kind is Kind.CLIENT and viewer.id == offer.client_id and verb == "read"


@rule(PolicyVersion)
def policy_version_rule(viewer: Viewer, verb: str, _version: PolicyVersion) -> bool:
    """A coordinator's: how the service is steered, and every version before."""
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "change")


@rule(PriceNight)
def price_night_rule(viewer: Viewer, verb: str, night: PriceNight) -> bool:  # noqa: ARG001
    """A coordinator, what places cost; nothing in it is about one client."""
    return viewer.kind is Kind.COORDINATOR and verb == "read"
