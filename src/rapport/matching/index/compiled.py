"""A question handed to the compiled kernel: sets as addresses, a client's hours as rows of the week."""

from itertools import accumulate
from types import ModuleType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.answers import Answers
from rapport.matching.bitsets import Set
from rapport.matching.eligibility import Screening
from rapport.matching.fit import TYPICAL_SHARE, Positions, weighing, wish_table, wishable, wishes_of
from rapport.matching.forecast import UNITS, column_weights, part_weights
from rapport.matching.hours import HOURS_OF_WEEK
from rapport.matching.index.questions import MADE, SLOTS, Asked
from rapport.matching.index.screening import screening_of
from rapport.matching.index.tables import EVERYONE, Tables
from rapport.matching.limits import LIMITS, Question
from rapport.matching.reasons import FRESH_OPENING
from rapport.matching.roster import Roster
from rapport.matching.said import error_of

# How far staleness, warmth and wishes in single precision, of less than 100 points together, can be off.
BESIDE_ERROR: Final = 1e-4
_ANY_HOUR: Final = np.zeros((0, HOURS_OF_WEEK), dtype=bool)


class Compiled:
    """One roster's tables, and where in memory they lie."""

    def __init__(self, kernel: ModuleType, tables: Tables) -> None:
        self._kernel: Final = kernel
        self._tables: Final = tables
        self._bytes: Final = tables.words * 8
        self._rows_at: Final = _address(tables.postings.rows)
        self._openings_at: Final = _address(tables.openings)
        self._fees_at: Final = _address(tables.fees.sets)
        self._week_at: Final = _address(tables.week)
        self._said_at: Final = _address(tables.said)
        self._persons_at: Final = _address(tables.persons)
        zones = tables.zones
        self._zones: Final = np.stack([zones.rows, zones.first, zones.last], axis=1)

    def screen(self, asked: Asked) -> Screening:
        """As `screening.screen`."""
        biting = [number for number, refs in enumerate(asked.keeps) if refs is not None]
        addresses, starts = self._addresses(asked, biting)
        counts = np.zeros((len(LIMITS), 2), dtype=np.int64)
        told = counts if len(biting) == len(LIMITS) else np.zeros((len(biting), 2), dtype=np.int64)
        eligible = np.empty(self._tables.words, dtype=np.uint64)
        self._kernel.screen(
            self._tables.words,
            self._openings_at + EVERYONE * self._bytes,
            addresses,
            starts,
            biting.index(SLOTS) if asked.hours is not None else -1,
            self._week_at,
            self._rows_at,
            self._zones,
            _ANY_HOUR if asked.hours is None else asked.hours,
            _address(eligible),
            told,
        )
        if told is not counts:
            counts[biting] = told
        return screening_of(eligible, counts[:, 0], counts[:, 1])

    def hopeful(self, roster: Roster, question: Question, among: Set, most: int) -> Positions:
        """As `Index.hopeful`: whoever looks, in single precision, as good as the last of the best.

        Those few are then worked out as everybody else would be, so that nothing of a shortlist depends on
        how they were found.
        """
        answers, shares = question.answers, part_weights(question.answers)
        weights = column_weights(weighing(answers), shares)
        wishes = Wishes.of(roster, answers, shares["bond"])
        found: Positions = self._kernel.hopeful(
            among,
            self._said_at,
            self._persons_at,
            self._tables.size,
            weights.astype(np.float32),
            shares["bond"],
            (question.on - FRESH_OPENING).toordinal(),
            *wishes,
            most,
            2 * (error_of(weights) + BESIDE_ERROR),
        )
        return found

    def _addresses(self, asked: Asked, biting: list[int]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        bases = [self._rows_at, self._openings_at, self._fees_at, asked.day.address]
        bases += map(_address, asked.made)
        refs = [asked.keeps[number] or () for number in biting]
        addresses = [bases[matrix] + row * self._bytes for each in refs for matrix, row in each]
        assert len(bases) == MADE + len(asked.made)
        starts = accumulate(map(len, refs), initial=0)
        return np.array(addresses, dtype=np.uint64), np.array([*starts], dtype=np.int64)


class Wishes(NamedTuple):
    """A client's wishes as tables, of which a cell is looked up for each wish.

    `columns`: of `Tables.persons`; `starts`: where the table of each begins. A cell counts 1 in `tables`
    where it tells anything, and as many as there are wishes and 1 more where it keeps the wish; `points` are
    those for each such sum.
    """

    columns: NDArray[np.int64]
    starts: NDArray[np.int64]
    tables: NDArray[np.int64]
    points: NDArray[np.float32]

    @classmethod
    def of(cls, roster: Roster, answers: Answers, share: float) -> "Wishes":
        """The tables, and points as `fit.wishes_fit` and the weight of that part give them."""
        wishes = wishes_of(answers)
        if not wishes:
            return _NO_WISHES
        each, step = [wish_table(roster, column, wish) for column, wish in wishes], len(wishes) + 1
        tables = [(told + step * kept).astype(np.int64) for told, kept in each]
        kept, told = np.divmod(np.arange(step * step), step)
        mean, spread = TYPICAL_SHARE["wishes"]
        points = share * UNITS["wishes"] * (kept / np.maximum(told, 1) - mean) / spread
        return cls(
            np.array([wishable().index(column) for column, _ in wishes]),
            np.cumsum([0, *map(len, tables[:-1])]),
            np.concatenate(tables),
            np.where(told > 0, points, 0.0).astype(np.float32),
        )


_NOTHING: Final = np.zeros(0, dtype=np.int64)
_NO_WISHES: Final = Wishes(_NOTHING, _NOTHING, _NOTHING, np.zeros(1, dtype=np.float32))


def _address(array: NDArray[np.generic]) -> int:
    assert array.flags.c_contiguous
    return int(array.ctypes.data)
