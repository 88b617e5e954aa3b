"""The question that a course raises: where something may have shifted and has not mended, and what fell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rapport.site.checkins.queries.course import Followed, Session

# Ours: a part that lies so many points under what it was before is said to have fallen.
FELL_BY: Final = 5.0
# On the item from −3 (too gentle) to 3 (too hard): from here on it is worth asking about.
OUT_OF_BALANCE: Final = 2
# One score in five is red by chance: one is no finding. Ours: two in a row are worth a look.
OFF_TRACK_AFTER: Final = 2


@dataclass(frozen=True, slots=True)
class Alert:
    """A rupture that does not look repaired; `is_new` where the latest session raised it."""

    session: Session
    is_new: bool

    @property
    def fell(self) -> Mapping[str, float]:
        """Parts that fell far enough to say so, the deepest first, with points."""
        return {part: by for part, by in self.session.fell.items() if by >= FELL_BY}

    @property
    def is_out_of_balance(self) -> bool:
        """Whether it was far too hard or too gentle."""
        return abs(self.session.balance or 0) >= OUT_OF_BALANCE

    @property
    def parts(self) -> tuple[str, ...]:
        """What fell, in the words of `alliance.suggestions`."""
        return (*self.fell, "balance") if self.is_out_of_balance else tuple(self.fell)


def alert_of(followed: Followed) -> Alert | None:
    """The open question of a course, None without one."""
    session = followed.unrepaired
    return None if session is None else Alert(session, session == followed.sessions[-1])


def is_off_track(followed: Followed) -> bool:
    """Whether the latest scores of a questionnaire stand in red, one after the other."""
    return any(each.in_red >= OFF_TRACK_AFTER for each in followed.symptoms)
