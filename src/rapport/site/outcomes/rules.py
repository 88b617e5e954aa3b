"""Who may see what came of it all: counts and figures, nobody's."""

from rapport.site.outcomes.queries.reports import DeskReport
from rapport.site.people.policy import Kind, Viewer, rule

STAFF = (Kind.COORDINATOR, Kind.RESEARCHER)


@rule(DeskReport)
def report_rule(viewer: Viewer, verb: str, _report: DeskReport) -> bool:
    """Whoever runs the service, and whoever studies it."""
    return viewer.kind in STAFF and verb == "read"
