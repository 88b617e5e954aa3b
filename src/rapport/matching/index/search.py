"""A roster with its tables: screens for any client, in numpy or by the kernel where that is ready."""

from collections.abc import Callable
from datetime import date
from typing import Final

from rapport.matching.bitsets import Set
from rapport.matching.drawn import Found
from rapport.matching.eligibility import Screening
from rapport.matching.fit import Floats, Positions
from rapport.matching.index import engine, screening
from rapport.matching.index.compiled import Compiled
from rapport.matching.index.questions import Day, Lookup, ask
from rapport.matching.index.tables import Tables, bytes_of, tables_of
from rapport.matching.limits import Question
from rapport.matching.ranking import Policy, pool_among
from rapport.matching.roster import Roster


class Index:
    """What answers questions about one roster, whose positions it speaks of."""

    def __init__(self, roster: Roster, tables: Tables) -> None:
        self.roster: Final = roster
        self.tables: Final = tables
        self._day: Day | None = None
        self._lookup: Lookup[Set] | None = None
        self._compiled: Compiled | None = None

    @classmethod
    def of(cls, roster: Roster) -> "Index":
        """Lay out a roster; quickest to ask where it is arranged (`Roster.arranged`)."""
        return cls(roster, tables_of(roster))

    def like(self, roster: Roster, tables: Tables) -> "Index":
        """An index of the same people with other openings and fees; what holds for a day stays."""
        found = Index(roster, tables)
        found._day = self._day
        return found

    @property
    def nbytes(self) -> int:
        """The bytes of all tables."""
        return bytes_of(self.tables)

    def screen(self, question: Question) -> Screening:
        """Who keeps every limit, and what each limit costs."""
        compiled, day = self.compiled(), self.day(question.on)
        if compiled is None:
            return screening.screen(self.tables, ask(self.lookup(day), question))
        return compiled.screen(question, day)

    def pool(self, question: Question, among: Set, policy: Policy) -> tuple[Positions, Floats]:
        """Whom to draw from among a set, best first, and their utilities: as `ranking.pool_of`."""
        compiled = self.compiled()
        if compiled is not None:
            return compiled.pool(question, among, policy)
        found = pool_among(self.roster, question, among, policy)
        return found.positions, found.utilities

    def match(
        self, question: Question, among: Set | None, policy: Policy, uniform: Callable[[], float]
    ) -> Found | None:
        """Screen, find the best and draw three of them by the kernel; None where it is not ready."""
        compiled = self.compiled()
        if compiled is None:
            return None
        return compiled.match(question, self.day(question.on), among, policy, uniform)

    def lookup(self, day: Day) -> Lookup[Set]:
        """The sets that hold on a day."""
        look = self._lookup
        if look is None or look.day is not day:
            look = self._lookup = Lookup(self.roster, self.tables, day, lambda found: found)
        return look

    def day(self, on: date) -> Day:
        """What holds for a day; one day is kept, since everybody asks about today."""
        day = self._day
        if day is None or day.on != on:
            day = self._day = Day(self.tables, on)
        return day

    def compiled(self) -> Compiled | None:
        """The tables as the kernel takes them, where it is ready."""
        kernel = engine.kernel()
        if kernel is not None and self._compiled is None:
            self._compiled = Compiled(kernel, self.roster, self.tables)
        return self._compiled


def indexed(roster: Roster) -> Roster:
    """A roster whose questions are answered from an index of it."""
    found = roster.arranged()
    found.index = Index.of(found)
    found.rows = found.index.tables.rows
    return found
