"""What becomes of whom: one plot a client, the same in every demo, the most telling first.

The host is the provider as whom one can sign in: a caseload of their own, with something in it of everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WEEKS_TO_BEGIN, WEEKS_SINCE_END = 3, 2
ENDS: Final = frozenset({"finished", "left", "moved_on"})
SHARES: Final = ("share_course", "tell_safety")
SHARES_ALL: Final = (*SHARES, "share_course_desk")


@dataclass(frozen=True, slots=True)
class Plot:
    """One life.

    weeks: how long ago they came. until: the stage at which it stands. goes: which kind of course
    (`series.KINDS`). host: they meet the provider of the demo account. shares: what they said yes to, beside
    learning. acts: what is done on the way, in words that the stages know.
    """

    weeks: float
    until: str
    goes: str = "steady"
    host: bool = False
    shares: tuple[str, ...] = SHARES
    acts: frozenset[str] = frozenset()

    @property
    def sessions(self) -> int:
        """Held by today, one a week once they had found each other; some courses ended a while ago."""
        return int(self.weeks) - WEEKS_TO_BEGIN - (WEEKS_SINCE_END if self.acts & ENDS else 0)


def _course(weeks: float, goes: str, *acts: str, host: bool = True, shares: Sequence[str] = SHARES) -> Plot:
    return Plot(weeks, "referrals", goes, host, tuple(shares), frozenset(acts))


def _begun(weeks: float, until: str, *, host: bool = True, acts: Sequence[str] = ()) -> Plot:
    return Plot(weeks, until, host=host, acts=frozenset(acts))


# The first three are those whose codes the demo prints.
FIRST: Final = (
    _course(11.2, "repaired", "goals", "tell", "note", "helped", "contact", shares=SHARES_ALL),
    _begun(0.1, "matches", host=False),
    _begun(0.9, "bookings"),
)
HOSTS: Final = (
    _course(11.2, "ruptured", "goals", "tell", shares=SHARES_ALL),
    _course(14.2, "comfort", "goals", "comfort", "suggests"),
    _course(17.2, "rising", "goals", "finish_asked"),
    _course(8.2, "worse", "review_talk", "note", shares=SHARES_ALL),
    _course(21.2, "repaired", "self", "note", "helped"),
    _course(5.2, "steady", "goals", "suggests"),
    # They meet the host, and choose another.
    _course(8.4, "steady", "says_no"),
    _course(20.2, "steady", "suggests", "goes_there"),
    _course(6.2, "ruptured", "keep", shares=()),
    _course(12.2, "rising", "review_stay", "unsafe", "suggests", shares=SHARES_ALL),
    _course(9.2, "unresolved", "tell", "note", "refer", shares=SHARES_ALL),
    _course(15.2, "steady", "suggests"),
    _course(18.2, "rising", "finished", "goodbye"),
    _course(13.2, "steady", "left"),
    _course(16.2, "unresolved", "self", "refer", "moved_on", shares=SHARES_ALL),
    _begun(0.03, "requests"),
    _begun(0.07, "requests"),
    _begun(0.12, "requests"),
    _begun(0.5, "requests", acts=("offered",)),
    _begun(1.2, "bookings"),
    _begun(1.9, "consultations"),
    _begun(2.4, "consultations", acts=("comfort",)),
)
OTHERS: Final = (
    _course(16.2, "rising", "goals", "by_hand", "steps_on", host=False, shares=SHARES_ALL),
    _course(9.2, "ruptured", "tell", "by_hand", host=False, shares=SHARES_ALL),
    _begun(0.3, "requests", host=False),
    _course(7.2, "steady", "review_stay", "by_hand", host=False),
    _course(12.2, "repaired", "self", "note", "helped", "by_hand", host=False, shares=SHARES_ALL),
    _begun(2.1, "consultations", host=False),
    _course(10.2, "worse", "by_hand", host=False, shares=SHARES_ALL),
    _begun(0.02, "matches", host=False),
    _course(14.2, "rising", "finished", "goodbye", "by_hand", host=False),
    _course(6.2, "ruptured", "refer", host=False, shares=SHARES_ALL),
    _course(19.2, "steady", "left", host=False),
    _begun(1.1, "bookings", host=False),
    # With them enough pairs are there to learn from what is usual, and to tell how offers by hand do.
    _course(7.4, "steady", "by_hand", "their_provider_leaves", host=False),
    *(_course(weeks, "steady", "by_hand", "suggests", host=False) for weeks in (7.9, 8.3, 8.8)),
    *(_course(weeks, "steady", "by_hand", "suggests", "goes_there", host=False) for weeks in (9.4, 9.9)),
)
# They look where few can take them, and more of them than the desk may tell nothing about.
CROWD: Final = tuple(
    _begun(0.1 + number / 10, "matches", host=False, acts=("crowd",)) for number in range(12)
)
CAST: Final = (*FIRST, *HOSTS, *OTHERS, *CROWD)


def cast(clients: int) -> list[Plot]:
    """So many plots: the whole cast, and then others over again."""
    more = max(0, -(-(clients - len(CAST)) // len(OTHERS)))
    return [*CAST, *OTHERS * more][:clients]
