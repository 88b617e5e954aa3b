"""Who may see a questionnaire: the client who filled it in, and nobody else."""

from rapport.site.intake.models import Intake
from rapport.site.people.policy import Kind, Viewer, rule

OWN = frozenset({"read", "change", "download"})


@rule(Intake)
def intake_rule(viewer: Viewer, verb: str, intake: Intake) -> bool:
    """A client, their own questionnaire."""
    return viewer.kind is Kind.CLIENT and viewer.id == intake.client_id and verb in OWN
