"""A question handed to the compiled kernel, and what it finds as the values that numpy gives."""

from collections.abc import Callable
from types import ModuleType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.bitsets import Set
from rapport.matching.drawn import PROPENSITY_DECIMALS, Drawn, drawn_of
from rapport.matching.eligibility import Screening
from rapport.matching.forecast import PART_OF, Contribution, Interval
from rapport.matching.index.numbers import Wish, address, client_numbers, roster_numbers, wish_numbers
from rapport.matching.index.questions import MADE, SLOTS, Asked
from rapport.matching.index.screening import screening_of
from rapport.matching.index.tables import EVERYONE, Tables
from rapport.matching.limits import LIMITS, Question
from rapport.matching.ranking import Policy, Pool, best_rows, forecasts_of, size_of_pool
from rapport.matching.roster import Roster
from rapport.matching.slate import SLATE, STEEPEST
from rapport.matching.values import rows_of
from rapport.vocabulary import PARTS

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
_SCALE: Final = 10.0**PROPENSITY_DECIMALS
_FEATURES, _PART_OF = tuple(PART_OF), tuple(PART_OF.values())
_TOLD: Final = ("overall", *PARTS)
# Of what `kernel.told` gives: where it says that a digit is in doubt, and how much for each one drawn.
IN_DOUBT: Final = SLATE + 1
POINTS, BOUNDS = len(_FEATURES), 3 * len(_TOLD)
# So many of `Asking` are the kernel's.
NUMBERS: Final = 3
_NO_HOURS: Final = np.zeros((0, 0), dtype=np.int64)
_NO_SLOTS: Final = np.zeros(0, dtype=np.int64)


class Asking(NamedTuple):
    """A client's question to a roster as the kernel takes it (`kernel.layout`)."""

    memory: Numbers
    client: Floats
    wishes: Numbers
    kept_alive: list[Wish]


class Compiled:
    """One roster's tables, and where in memory they lie."""

    def __init__(self, kernel: ModuleType, roster: Roster, tables: Tables) -> None:
        self._kernel: Final = kernel
        self._tables: Final = tables
        self._bytes: Final = tables.words * 8
        self._bases: Final = [
            address(each) for each in (tables.postings.rows, tables.openings, tables.fees.sets)
        ]
        everyone_at = self._bases[1] + EVERYONE * self._bytes
        self._screened: Final = np.array([everyone_at, address(tables.week), self._bases[0]])
        zones = tables.zones
        self._zones: Final = np.stack([zones.rows, zones.first, zones.last], axis=1)
        self._memory, self._kept_alive = roster_numbers(roster, tables)

    def screen(self, asked: Asked) -> Screening:
        """As `screening.screen`."""
        counts = np.zeros((2, len(LIMITS)), dtype=np.int64)
        eligible = np.empty(self._tables.words, dtype=np.uint64)
        clock = asked.clock
        found = self._kernel.screen(
            self._screened,
            self._sets(asked),
            SLOTS,
            self._zones,
            _NO_HOURS if clock is None else clock.first,
            _NO_HOURS if clock is None else clock.last,
            _NO_SLOTS if clock is None else np.array(asked.slots),
            eligible,
            counts,
        )
        excluded, alone = counts.tolist()
        return screening_of(eligible, found, excluded, alone)

    def pool(self, roster: Roster, question: Question, among: Set, policy: Policy) -> tuple[Numbers, Floats]:
        """The positions and utilities of `ranking.pool_of`, best first."""
        positions, _, utilities = self._pool(self._asking(roster, question), roster, among, policy)
        return positions, utilities

    def draw_three(
        self, roster: Roster, question: Question, among: Set, policy: Policy, uniform: Callable[[], float]
    ) -> Drawn:
        """As `drawn.draw_three`."""
        asking = self._asking(roster, question)
        positions, ids, utilities = self._pool(asking, roster, among, policy)
        share = uniform()
        found = self._told(asking, positions, utilities, policy, share)
        if found is None:
            pool = Pool(positions, utilities, forecasts_of(roster, question, positions, None))
            return drawn_of(roster, pool, policy, lambda: share)
        return _drawn(found, positions.tolist(), ids, utilities.tolist())

    def _asking(self, roster: Roster, question: Question) -> Asking:
        wishes, kept = wish_numbers(roster, question.answers)
        return Asking(self._memory, client_numbers(question), wishes, kept)

    def _pool(
        self, asking: Asking, roster: Roster, among: Set, policy: Policy
    ) -> tuple[Numbers, list[str], Floats]:
        positions, utilities = self._kernel.best(among, *asking[:NUMBERS], policy.pool)
        worth = utilities.tolist()
        if len(set(worth)) < len(worth):  # Ids decide between equals, and the kernel knows of none.
            order = best_rows(roster.ids_at(positions), worth, policy)
            return positions[order], roster.ids_at(positions[order]), utilities[order]
        size = size_of_pool(worth, policy)
        return positions[:size], roster.ids_at(positions[:size]), utilities[:size]

    def _told(
        self, asking: Asking, positions: Numbers, utilities: Floats, policy: Policy, share: float
    ) -> list[float] | None:
        """What `kernel.told` gives; None where numpy is asked (no chance, a floor, a digit in doubt)."""
        is_sure = policy.temperature <= policy.difference / STEEPEST
        if len(positions) < SLATE or is_sure or policy.floor:
            return None
        drawing = (policy.temperature, policy.difference, share, _SCALE)
        found: list[float] = self._kernel.told(positions, utilities, *asking[:NUMBERS], *drawing).tolist()
        return None if found[IN_DOUBT] else found

    def _sets(self, asked: Asked) -> Numbers:
        """For each limit how many sets keep it (−1: everyone does), then where these lie."""
        bases = [*self._bases, asked.day.address, *map(address, asked.made)]
        assert len(bases) == MADE + len(asked.made)
        counts = [-1 if refs is None else len(refs) for refs in asked.keeps]
        addresses = [bases[matrix] + row * self._bytes for refs in asked.keeps for matrix, row in refs or ()]
        return np.array(counts + addresses, dtype=np.int64)


def _drawn(told: list[float], positions: list[int], ids: list[str], utilities: list[float]) -> Drawn:
    """What the kernel told as values."""
    people = IN_DOUBT + 1 + len(ids)
    contributions, forecasts = [], []
    for start in range(people, len(told), POINTS + BOUNDS):
        points, bounds = told[start : start + POINTS], told[start + POINTS : start + POINTS + BOUNDS]
        contributions.append((*rows_of(Contribution, _FEATURES, _PART_OF, points),))
        intervals = rows_of(Interval, bounds[::3], bounds[1::3], bounds[2::3])
        forecasts.append(dict(zip(_TOLD, intervals, strict=True)))
    return Drawn(
        positions,
        ids,
        utilities,
        told[IN_DOUBT + 1 : people],
        told[0],
        tuple(map(int, told[1 : SLATE + 1])),
        contributions,
        forecasts,
        [None] * SLATE,
    )
