"""A client's question as what is to be looked up: for each limit, the sets whose union keeps it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.bitsets import Set
from rapport.matching.index.postings import LISTINGS
from rapport.matching.index.tables import ACCEPTING, OPEN_PLACE, Tables
from rapport.matching.index.week import Clock, clock_of
from rapport.matching.limits import LIMITS, MUST_COLUMN, Question, distance_asked, may_have_a_coach
from rapport.matching.nearby import Add, near
from rapport.matching.roster import Roster
from rapport.vocabulary import SELF_PAY

# How a set reaches whoever asks: as it is, or as where it lies.
Ref = TypeVar("Ref")
SLOTS: Final = list(LIMITS).index("slots")


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


class Lookup(Generic[Ref]):
    """The sets of a roster that limits ask for on one day, by what they are asked for."""

    def __init__(
        self,
        roster: Roster,
        tables: Tables,
        day: Day,
        ref: Callable[[Set], Ref],
        add_near: Add | None = None,
    ) -> None:
        self.roster: Final = roster
        self.tables: Final = tables
        self.day: Final = day
        self.ref: Final = ref
        self.add_near: Final = add_near
        rows, licensed = list(map(ref, tables.postings.rows)), list(map(ref, day.licensed))
        self.named: Final[dict[str, dict[object, Ref]]] = {name: {} for name in LISTINGS}
        for (name, value), row in tables.postings.where.items():
            if row >= 0:
                self.named[name][value] = rows[row]
        self.licensed: Final = {state: licensed[row] for state, row in day.row_of.items()}
        self.unlicensed: Final = licensed[0]
        self.openings: Final = list(map(ref, tables.openings))
        self.fees: Final = list(map(ref, tables.fees.sets))


class Asked(NamedTuple, Generic[Ref]):
    """What is asked: per limit (in the order of LIMITS) the sets that keep it; None where all do.

    `made`: sets of this client's own. `slots`: their hours, of which one has to be kept; `clock`: how the
    zones' weeks lie in theirs, None where any hour will do.
    """

    keeps: tuple[tuple[Ref, ...] | None, ...]
    made: list[Set]
    slots: tuple[int, ...]
    clock: Clock | None

    @property
    def hours(self) -> NDArray[np.bool_] | None:
        """Shape (zones, 168): the hours that keep the limit on slots; None where any do."""
        return None if self.clock is None else self.clock.kept(self.slots)


def ask(look: Lookup[Ref], question: Question) -> Asked[Ref]:
    """Look up what a question asks."""
    return _Asking(look, question).asked()


class _Asking(Generic[Ref]):
    def __init__(self, look: Lookup[Ref], question: Question) -> None:
        self._look = look
        self._named = look.named
        self._question = question
        self._made: list[Set] = []

    def asked(self) -> Asked[Ref]:
        answers, look = self._question.answers, self._look
        keeps: tuple[tuple[Ref, ...] | None, ...] = (
            None if answers.kind == "either" else self._under("kind", answers.kind),
            None if may_have_a_coach(self._question) else self._under("kind", "therapist"),
            (look.licensed.get(answers.state, look.unlicensed),),
            self._under("age_groups", answers.age_group),
            self._under("services", answers.service),
            self._under_any("speaking", answers.languages),
            self._under_any("formats", answers.formats),
            self._max_miles(),
            self._payer(),
            () if answers.slots else None,
            self._must(),
            (look.openings[ACCEPTING],),
            (look.openings[OPEN_PLACE],),
        )
        clock = look.day.clock(answers.zone) if answers.slots else None
        return Asked(keeps, self._made, answers.slots, clock)

    def _own(self, found: Set) -> tuple[Ref, ...]:
        self._made.append(found)
        return (self._look.ref(found),)

    def _under(self, name: str, value: object) -> tuple[Ref, ...]:
        ready = self._named[name]
        if value in ready:
            return (ready[value],)
        # Those listed one by one become a set, unless nobody is.
        key, look = (name, value), self._look
        if key not in look.tables.postings.where:
            return ()
        return self._own(look.roster.remembered(("listed", *key), lambda: members(look.tables, key)))

    def _under_any(self, name: str, values: Iterable[object]) -> tuple[Ref, ...]:
        return tuple([ref for value in values for ref in self._under(name, value)])

    def _max_miles(self) -> tuple[Ref, ...] | None:
        """Those near, those who share another format, and those who never see anyone in person."""
        if distance_asked(self._question) is None:
            return None
        answers = self._question.answers
        others = self._under_any("formats", [each for each in answers.formats if each != "in_person"])
        look = self._look
        close = self._own(near(look.roster, answers.zip, answers.max_miles, look.add_near))
        return close + others + self._under("not_in_person", True)

    def _payer(self) -> tuple[Ref, ...] | None:
        answers = self._question.answers
        if not answers.payer:
            if answers.max_fee is None:
                return None
            return self._paying() + self._under("insured", True)
        if answers.payer == SELF_PAY:
            return self._paying()
        insured = self._under("payers", answers.payer)
        return insured + self._paying() if answers.self_pay_ok else insured

    def _paying(self) -> tuple[Ref, ...]:
        max_fee = self._question.answers.max_fee
        if max_fee is None:
            return self._under("payers", SELF_PAY)
        found = self._look.tables.fees.paying(max_fee)
        return (self._look.fees[found],) if isinstance(found, int) else self._own(found)

    def _must(self) -> tuple[Ref, ...] | None:
        keys = [(MUST_COLUMN[kind], value) for kind, value in self._question.answers.must]
        if len(keys) < 2:
            return self._under(*keys[0]) if keys else None
        return self._own(np.bitwise_and.reduce([members(self._look.tables, key) for key in keys]))
