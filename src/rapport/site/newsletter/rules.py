"""Who may do what with the newsletter: coordinators its editions; nobody sees who reads it."""

from rapport.site.newsletter.models import Edition, Reader
from rapport.site.newsletter.queries.editions import Newsletter
from rapport.site.people.policy import Kind, Viewer, rule


@rule(Reader)
def reader_rule(_viewer: Viewer, _verb: str, _reader: Reader) -> bool:
    """Nobody: whoever holds a link from the mailbox needs no rule, the link is the right."""
    return False


@rule(Newsletter)
def newsletter_rule(viewer: Viewer, verb: str, _newsletter: Newsletter) -> bool:
    """A coordinator reads what there is, and writes."""
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "write")


@rule(Edition)
def edition_rule(viewer: Viewer, verb: str, _edition: Edition) -> bool:
    """A coordinator's, whoever of them wrote it."""
    return viewer.kind is Kind.COORDINATOR and verb in ("read", "change", "send")
