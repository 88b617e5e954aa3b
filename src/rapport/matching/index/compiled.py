"""A question handed to the compiled kernel: sets as addresses, a client's hours as rows of the week."""

from itertools import accumulate
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching.eligibility import Screening
from rapport.matching.hours import HOURS_OF_WEEK
from rapport.matching.index.questions import MADE, SLOTS, Asked
from rapport.matching.index.screening import screening_of
from rapport.matching.index.tables import EVERYONE, Tables
from rapport.matching.limits import LIMITS

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

    def _addresses(self, asked: Asked, biting: list[int]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        bases = [self._rows_at, self._openings_at, self._fees_at, asked.day.address]
        bases += map(_address, asked.made)
        refs = [asked.keeps[number] or () for number in biting]
        addresses = [bases[matrix] + row * self._bytes for each in refs for matrix, row in each]
        assert len(bases) == MADE + len(asked.made)
        starts = accumulate(map(len, refs), initial=0)
        return np.array(addresses, dtype=np.uint64), np.array([*starts], dtype=np.int64)


def _address(array: NDArray[np.generic]) -> int:
    assert array.flags.c_contiguous
    return int(array.ctypes.data)
