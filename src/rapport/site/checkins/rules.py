"""Who may see a rated session: the client who rated it, and nobody else yet."""

from rapport.site.checkins.models import RatedSession
from rapport.site.people.policy import Kind, Viewer, rule

OWN = frozenset({"read", "change"})


@rule(RatedSession)
def session_rule(viewer: Viewer, verb: str, session: RatedSession) -> bool:
    """A client, their own session. A provider's caseload needs consent and is a later chapter's."""
    return viewer.kind is Kind.CLIENT and viewer.id == session.client_id and verb in OWN
