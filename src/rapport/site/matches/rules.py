"""Who may see a shortlist and its matches: the client they were drawn for, and nobody else yet."""

from rapport.site.matches.models import Match, Shortlist
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
