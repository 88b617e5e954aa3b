"""Who may see a provider, and who may change what is theirs or decide about them."""

from rapport.site.directory.models import Judged, Provider, Reply, Training, VerificationCase
from rapport.site.directory.queries.verification import VerificationQueue
from rapport.site.directory.rows import is_whole
from rapport.site.people.policy import Kind, Viewer, rule


def is_own(viewer: Viewer, provider: Provider) -> bool:
    """Whether the viewer signed in as this provider."""
    return viewer.kind is Kind.PROVIDER and provider.account_id == viewer.id != ""


@rule(Provider)
def provider_rule(viewer: Viewer, verb: str, provider: Provider) -> bool:
    """A listed provider's page is public, whether or not they take new clients; the rest is their own.

    Before that they see their own page as a client will, once there is enough of it to show.
    """
    if verb == "read":
        return provider.is_listed or (is_own(viewer, provider) and is_whole(provider.row))
    return verb == "change" and is_own(viewer, provider)


@rule(VerificationCase)
def case_rule(viewer: Viewer, verb: str, case: VerificationCase) -> bool:
    """The provider's own to fill in; a coordinator's to read and decide, never about themselves."""
    if is_own(viewer, case.provider):
        return verb in ("read", "change")
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "decide")


@rule(Training)
def training_rule(viewer: Viewer, verb: str, _training: Training) -> bool:
    """A coordinator's: who is in training under whom."""
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "change")


@rule(Reply)
def reply_rule(viewer: Viewer, verb: str, reply: Reply) -> bool:
    """The writer's own to write; who may rate it is asked of `queries.vignettes.may_rate`."""
    return verb == "change" and is_own(viewer, reply.provider)


@rule(Judged)
def judged_rule(_viewer: Viewer, _verb: str, _judged: Judged) -> bool:
    """Nobody's: matching reads it; a provider is told what colleagues think quality by quality."""
    return False


@rule(VerificationQueue)
def queue_rule(viewer: Viewer, verb: str, _queue: VerificationQueue) -> bool:
    """A coordinator's: who waits to be verified, and whose licence runs out."""
    return viewer.kind is Kind.COORDINATOR and verb == "read"
