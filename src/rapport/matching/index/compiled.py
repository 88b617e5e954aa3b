"""A question handed to the compiled kernel, and what it finds as the values that numpy gives."""

from array import array
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.matching.answers import Answers
from rapport.matching.bitsets import Set
from rapport.matching.drawn import PROPENSITY_DECIMALS, Drawn, Found, drawn_of
from rapport.matching.eligibility import LimitCost, Screening
from rapport.matching.forecast import PART_OF, Contribution, Interval
from rapport.matching.index import layout as at
from rapport.matching.index import sayings as say
from rapport.matching.index.numbers import (
    Wish,
    asked_numbers,
    client_numbers,
    roster_numbers,
    set_numbers,
    wish_numbers,
)
from rapport.matching.index.questions import Asked, Day, Lookup, ask
from rapport.matching.index.screening import screening_of
from rapport.matching.index.sentences import Said
from rapport.matching.index.tables import Tables
from rapport.matching.limits import LIMITS, Question
from rapport.matching.lines import address
from rapport.matching.ranking import Policy, Pool, forecasts_of, size_of_pool
from rapport.matching.roster import Roster
from rapport.matching.slate import SLATE, STEEPEST
from rapport.matching.values import rows_of
from rapport.vocabulary import PARTS

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
# Of the three: their positions, and what each feature adds to each.
Places: TypeAlias = Sequence[int]
People: TypeAlias = Sequence[Sequence[float]]
_SCALE: Final = 10.0**PROPENSITY_DECIMALS
_FEATURES, _PART_OF = tuple(PART_OF), tuple(PART_OF.values())
_TOLD: Final = ("overall", *PARTS)
_NO_HOURS: Final = np.zeros((0, 0), dtype=np.int64)
_NO_SLOTS: Final = np.zeros(0, dtype=np.int64)


class Compiled:
    """One roster's tables, and where in memory they lie."""

    def __init__(self, kernel: ModuleType, roster: Roster, tables: Tables) -> None:
        self._kernel: Final = kernel
        self._roster: Final = roster
        self._tables: Final = tables
        self._lookup: Lookup[int] | None = None
        self._numbers, self._kept_alive = roster_numbers(roster, tables)

    def screen(self, question: Question, day: Day) -> Screening:
        """As `screening.screen`."""
        asked = self._ask(question, day)
        counts = np.zeros((2, len(LIMITS)), dtype=np.int64)
        eligible = np.empty(self._tables.words, dtype=np.uint64)
        clock = asked.clock
        found = self._kernel.screen(
            self._numbers,
            np.array(set_numbers(asked), dtype=np.int64),
            _NO_HOURS if clock is None else clock.first,
            _NO_HOURS if clock is None else clock.last,
            _NO_SLOTS if clock is None else np.array(asked.slots),
            eligible,
            counts,
        )
        excluded, alone = counts.tolist()
        return screening_of(eligible, found, excluded, alone)

    def pool(self, question: Question, among: Set, policy: Policy) -> tuple[Numbers, Floats]:
        """The positions and utilities of `ranking.pool_of`, best first."""
        wishes, _kept = wish_numbers(self._roster, question.answers)
        client = np.array(client_numbers(question), dtype=np.float64)
        asked = (self._numbers, client, np.array(wishes, dtype=np.int64))
        positions, utilities = self._kernel.best(among, *asked, policy.pool)
        size = size_of_pool(utilities.tolist(), policy)
        return positions[:size], utilities[:size]

    def match(
        self,
        question: Question,
        day: Day,
        among: Set | None,
        policy: Policy,
        uniform: Callable[[], float],
    ) -> Found:
        """As `eligibility.screen` and then `drawn.draw_three`."""
        asked, share = self._ask(question, day), uniform()
        # Where nothing is left to chance, or an even draw is mixed in, numpy draws from the best.
        to_draw = policy.temperature > policy.difference / STEEPEST and not policy.floor
        drawing = (
            0 if among is None else address(among),
            policy.pool,
            policy.tolerance,
            policy.temperature,
            policy.difference,
            share,
            _SCALE,
            to_draw,
        )
        numbers, kept = asked_numbers(self._roster, question, asked, drawing)
        out = np.empty(at.FOUND + 3 * policy.pool + at.TOLD)
        self._kernel.match(self._numbers, numbers.buffer_info()[0], out)
        eligible, size, is_told = out[: at.EXCLUDED].tolist()
        size = int(size)

        def say_so(positions: Places, people: People) -> Said | None:
            return self._said(question.answers, numbers, kept, out, positions, people)

        later: dict[str, Callable[[], Any]] = {
            "costs": lambda: _costs(out),
            "drawn": lambda: told(self._roster, out[at.FOUND : at.FOUND + 3 * size + at.TOLD], say_so),
        }
        if not is_told:
            found = out[at.FOUND : at.FOUND + 2 * size]
            later["drawn"] = lambda: self._by_numpy(question, found, policy, share)
        return Found(later, eligible=int(eligible), many=min(size, SLATE))

    def _said(
        self,
        answers: Answers,
        numbers: "array[float]",
        kept: Sequence[Wish],
        out: Floats,
        positions: Places,
        people: People,
    ) -> Said | None:
        # The tables of wishes have been kept until here.
        if len(kept) > say.MOST_WISHES or len(answers.concerns) > say.MOST_CONCERNS:
            return None
        said = np.zeros((SLATE, say.SAID), dtype=np.int64)
        self._kernel.say(self._numbers, numbers.buffer_info()[0], out, said)
        return Said(self._roster, answers, positions, people, said.tolist())

    def _by_numpy(self, question: Question, found: Floats, policy: Policy, share: float) -> Drawn:
        positions, utilities = found.reshape(2, -1)
        places = positions.astype(np.int64)
        pool = Pool(places, utilities.copy(), forecasts_of(self._roster, question, places, None))
        return drawn_of(self._roster, pool, policy, lambda: share)

    def _ask(self, question: Question, day: Day) -> Asked[int]:
        # Held here: another thread may ask about another day meanwhile.
        look = self._lookup
        if look is None or look.day is not day:
            add_near = self._kernel.add_near
            look = self._lookup = Lookup(self._roster, self._tables, day, address, add_near)
        return ask(look, question)


def _costs(out: Floats) -> tuple[LimitCost, ...]:
    excluded, alone = out[at.EXCLUDED : at.FOUND].astype(np.int64).reshape(2, -1).tolist()
    return (*rows_of(LimitCost, LIMITS, excluded, alone),)


def told(roster: Roster, found: Floats, say_so: Callable[[Places, People], Said | None]) -> Drawn:
    """What the kernel told of three, each figure as a value when it is read (`layout`)."""
    size = (len(found) - at.TOLD) // 3
    figures = found.tolist()
    positions = list(map(int, figures[:size]))
    start = 3 * size + 1 + SLATE
    people = [figures[place : place + at.PERSON] for place in range(start, len(figures), at.PERSON)]
    rows = tuple(map(int, figures[3 * size + 1 : start]))
    later: dict[str, Callable[[], Any]] = {
        "said": lambda: say_so([positions[row] for row in rows], people),
        "ids": lambda: roster.ids_at(np.array(positions)),
        "contributions": lambda: [_contributions(each) for each in people],
        "forecasts": lambda: [_forecast(each[at.ROWS :]) for each in people],
    }
    return Drawn(
        later,
        positions=positions,
        utilities=figures[size : 2 * size],
        inclusion=figures[2 * size : 3 * size],
        ordered=figures[3 * size],
        rows=rows,
        measured=[None] * SLATE,
    )


def _contributions(person: list[float]) -> tuple[Contribution, ...]:
    return (*rows_of(Contribution, _FEATURES, _PART_OF, person[: at.ROWS]),)


def _forecast(bounds: list[float]) -> dict[str, Interval]:
    return dict(zip(_TOLD, rows_of(Interval, bounds[::3], bounds[1::3], bounds[2::3]), strict=True))
