"""Words for a client to raise something: what it begins with, the draft, and what is known of ruptures."""

from django.utils.translation import gettext as _

from rapport.alliance.raising import draft, raising_sources, what_dropped
from rapport.alliance.suggestions import Source
from rapport.site.checkins.queries.course import Followed
from rapport.vocabulary import PARTS


def first_about(followed: Followed) -> str:
    """What the words begin with: what dropped most, or the balance as it was last answered."""
    balance = followed.sessions[-1].balance if followed.sessions else None
    shift = followed.unrepaired
    if shift is not None and shift.judged.part in PARTS:
        return shift.judged.part
    about = what_dropped(shift.fell if shift else (), balance)
    return about or ("gentle" if followed.comfort.noticed else "")


def drafted(about: str, shown: str) -> str:
    """The words to begin with, in the reader's language."""
    opening, matter, wish = (_(sentence) for sentence in draft(about, shown))
    return f"{opening} {matter}\n\n{wish}"


def sources() -> tuple[Source, ...]:
    """What the page about ruptures stands on."""
    return raising_sources()
