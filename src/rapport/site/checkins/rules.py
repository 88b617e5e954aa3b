"""Who may see a session and what stands beside it: the client, and whom the client lets follow."""

from rapport.site.checkins.models import (
    CourseWatch,
    Goal,
    GoalRating,
    Raised,
    RatedSession,
    RepairNote,
    Responses,
    Rhythm,
    SafetyAnswer,
    SymptomScore,
)
from rapport.site.checkins.queries.due import Due
from rapport.site.checkins.queries.following import (
    TELL_SAFETY,
    as_followed,
    may_desk_follow,
    may_provider_follow,
)
from rapport.site.directory.rules import is_own
from rapport.site.foundation.sealing import SealedModel
from rapport.site.people.policy import Kind, Viewer, rule

OWN = frozenset({"read", "change"})
# Whoever came by the link of a mail; nobody is signed in.
LINK_HOLDER = Viewer(Kind.SYSTEM, "checkin-link")


def _followed_rule(viewer: Viewer, verb: str, thing: SealedModel) -> bool:
    """A client, their own; to read, a provider they see and a coordinator, each with the client's own yes."""
    client_id, provider = as_followed(thing)
    if viewer.kind is Kind.CLIENT:
        return viewer.id == client_id and verb in OWN
    if verb != "read":
        return False
    if viewer.kind is Kind.COORDINATOR:
        return may_desk_follow(client_id)
    return is_own(viewer, provider) and may_provider_follow(client_id, provider)


for _thing in (RatedSession, Responses, SymptomScore, Goal, GoalRating):
    rule(_thing)(_followed_rule)


@rule(SafetyAnswer)
def safety_rule(viewer: Viewer, verb: str, answer: SafetyAnswer) -> bool:
    """A client, their own; the provider whom they let be told reads it and marks it as seen."""
    if viewer.kind is Kind.CLIENT:
        return viewer.id == answer.client_id and verb in OWN
    if verb not in ("read", "mark_seen") or not is_own(viewer, answer.provider):
        return False
    return may_provider_follow(answer.client_id, answer.provider, purpose=TELL_SAFETY)


@rule(RepairNote)
def repair_rule(viewer: Viewer, verb: str, note: RepairNote) -> bool:
    """A client reads what was noted about them; the provider reads and writes while they may follow."""
    if viewer.kind is Kind.CLIENT:
        return viewer.id == note.client_id and verb == "read"
    return (
        verb in OWN and is_own(viewer, note.provider) and may_provider_follow(note.client_id, note.provider)
    )


@rule(Raised)
def raised_rule(viewer: Viewer, verb: str, raised: Raised) -> bool:
    """A client, their own; the provider reads what they were told, while they may follow the course."""
    if viewer.kind is Kind.CLIENT:
        return viewer.id == raised.client_id and verb in OWN
    is_theirs = verb == "read" and raised.is_told and is_own(viewer, raised.provider)
    return is_theirs and may_provider_follow(raised.client_id, raised.provider)


@rule(Rhythm)
@rule(CourseWatch)
def kept_by_worker_rule(viewer: Viewer, verb: str, row: Rhythm | CourseWatch) -> bool:
    """When something is due or was told: the client's own to read, and the worker's to write."""
    return viewer.kind is Kind.CLIENT and viewer.id == row.client_id and verb == "read"


@rule(Due)
def due_rule(viewer: Viewer, verb: str, due: Due) -> bool:
    """A client, their own next check-in; whoever holds the link of a mail, the one session it opens."""
    if viewer == LINK_HOLDER:
        return due.by_link and verb in OWN
    return viewer.kind is Kind.CLIENT and viewer.id == due.client.pk and verb in OWN
