"""A client's question as what is to be looked up: for each limit, the sets whose union keeps it."""

from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.bitsets import Set
from rapport.matching.index.tables import ACCEPTING, OPEN_PLACE, Tables
from rapport.matching.index.week import Clock, clock_of
from rapport.matching.limits import LIMITS, MUST_COLUMN, Question, distance_asked, may_have_a_coach
from rapport.matching.nearby import near
from rapport.matching.roster import Roster
from rapport.vocabulary import SELF_PAY

# Where a set stands: the number of its matrix (`Asked.matrices`), and its row there.
Ref = tuple[int, int]
Refs = tuple[Ref, ...]
POSTINGS, OPENINGS, FEES, LICENSED, MADE = range(5)
SLOTS: Final = list(LIMITS).index("slots")
NOBODY: Final[Refs] = ()


class Day:
    """What holds for a day: who is licensed where (and who needs no licence), and how clocks stand."""

    def __init__(self, tables: Tables, on: date) -> None:
        self.on: Final = on
        self._tables: Final = tables
        self._clocks: dict[str, Clock] = {}
        where = tables.postings.where
        states = [value for name, value in where if name == "licences"]
        self.row_of: Final = {state: row for row, state in enumerate(states, 1)}
        valid = bitsets.from_flags(tables.expires >= on.toordinal())
        # Row 0: those whom the law asks no licence of, and who alone may see clients of other states.
        self.licensed: Final = np.tile(members(tables, ("kind", "coach")), (len(states) + 1, 1))
        for state, row in self.row_of.items():
            self.licensed[row] |= members(tables, ("licences", state)) & valid
        self.address: Final = int(self.licensed.ctypes.data)

    def clock(self, client_zone: str) -> Clock:
        """How the zones' weeks lie in a client's."""
        if client_zone not in self._clocks:
            self._clocks[client_zone] = clock_of(self._tables.zones, client_zone, self.on)
        return self._clocks[client_zone]


def members(tables: Tables, key: tuple[str, object]) -> Set:
    """The set of those listed under a key."""
    where = tables.postings.where.get(key)
    if where is None:
        return np.zeros(tables.words, dtype=np.uint64)
    if where >= 0:
        ready: Set = tables.postings.rows[where]
        return ready
    found = np.zeros(tables.words, dtype=np.uint64)
    bitsets.add(found, tables.postings.list_at(-1 - where))
    return found


class Asked(NamedTuple):
    """What is asked: per limit (in the order of LIMITS) the sets that keep it; None where all do.

    `made`: sets of this client's own. `slots`: their hours, of which one has to be kept; `clock`: how the
    zones' weeks lie in theirs, None where any hour will do.
    """

    keeps: tuple[Refs | None, ...]
    made: list[Set]
    day: Day
    slots: tuple[int, ...]
    clock: Clock | None

    @property
    def hours(self) -> NDArray[np.bool_] | None:
        """Shape (zones, 168): the hours that keep the limit on slots; None where any do."""
        return None if self.clock is None else self.clock.kept(self.slots)


def ask(roster: Roster, tables: Tables, day: Day, question: Question) -> Asked:
    """Look up what a question asks."""
    return _Asking(roster, tables, day, question).asked()


class _Asking:
    def __init__(self, roster: Roster, tables: Tables, day: Day, question: Question) -> None:
        self._roster = roster
        self._tables = tables
        self._where = tables.postings.where
        self._day = day
        self._question = question
        self._made: list[Set] = []

    def asked(self) -> Asked:
        answers = self._question.answers
        keeps: tuple[Refs | None, ...] = (
            None if answers.kind == "either" else self._under("kind", answers.kind),
            None if may_have_a_coach(self._question) else self._under("kind", "therapist"),
            ((LICENSED, self._day.row_of.get(answers.state, 0)),),
            self._under("age_groups", answers.age_group),
            self._under("services", answers.service),
            self._under("speaking", *answers.languages),
            self._under("formats", *answers.formats),
            self._max_miles(),
            self._payer(),
            NOBODY if answers.slots else None,
            self._must(),
            ((OPENINGS, ACCEPTING),),
            ((OPENINGS, OPEN_PLACE),),
        )
        clock = self._day.clock(answers.zone) if answers.slots else None
        return Asked(keeps, self._made, self._day, answers.slots, clock)

    def _own(self, found: Set) -> Refs:
        self._made.append(found)
        return ((MADE + len(self._made) - 1, 0),)

    def _under(self, name: str, *values: object) -> Refs:
        refs: list[Ref] = []
        for value in values:
            where = self._where.get((name, value))
            if where is not None:
                refs += [(POSTINGS, where)] if where >= 0 else self._own(members(self._tables, (name, value)))
        return tuple(refs)

    def _max_miles(self) -> Refs | None:
        """Those near, those who share another format, and those who never see anyone in person."""
        if distance_asked(self._question) is None:
            return None
        answers = self._question.answers
        others = [each for each in answers.formats if each != "in_person"]
        close = self._own(near(self._roster, answers.zip, answers.max_miles))
        return close + self._under("formats", *others) + self._under("not_in_person", True)

    def _payer(self) -> Refs | None:
        answers = self._question.answers
        if not answers.payer:
            if answers.max_fee is None:
                return None
            return self._paying() + self._under("insured", True)
        if answers.payer == SELF_PAY:
            return self._paying()
        insured = self._under("payers", answers.payer)
        return insured + self._paying() if answers.self_pay_ok else insured

    def _paying(self) -> Refs:
        max_fee = self._question.answers.max_fee
        if max_fee is None:
            return self._under("payers", SELF_PAY)
        found = self._tables.fees.paying(max_fee)
        return ((FEES, found),) if isinstance(found, int) else self._own(found)

    def _must(self) -> Refs | None:
        keys = [(MUST_COLUMN[kind], value) for kind, value in self._question.answers.must]
        if len(keys) < 2:
            return self._under(*keys[0]) if keys else None
        return self._own(np.bitwise_and.reduce([members(self._tables, key) for key in keys]))
