"""Who may propose a step, who answers it, and who may join a group."""

from rapport.site.people.policy import Kind, Viewer, rule
from rapport.site.steps.models import Group, GroupPlace, StepChange
from rapport.site.steps.queries import Steps


@rule(Steps)
def steps_rule(viewer: Viewer, verb: str, _steps: Steps) -> bool:
    """A coordinator's: courses of clients who let them see it; nobody's name."""
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "propose")


@rule(StepChange)
def change_rule(viewer: Viewer, verb: str, change: StepChange) -> bool:
    """The client reads and answers it; a coordinator takes it back."""
    if viewer.kind is Kind.CLIENT:
        return viewer.id == change.client_id and verb in ("read", "answer")
    return viewer.kind is Kind.COORDINATOR and verb == "take_back"


@rule(Group)
def group_rule(viewer: Viewer, verb: str, group: Group) -> bool:
    """A coordinator's to open and close; clients read what is open, and join by their own step."""
    if viewer.kind is Kind.CLIENT:
        return group.is_open and verb == "read"
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "change")


@rule(GroupPlace)
def place_rule(viewer: Viewer, verb: str, place: GroupPlace) -> bool:
    """A client's own."""
    return viewer.kind is Kind.CLIENT and viewer.id == place.client_id and verb in ("read", "change")
