"""Who keeps every limit and what each limit costs, in numpy: what the compiled kernel has to equal."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.bitsets import Set
from rapport.matching.eligibility import LimitCost, Screening
from rapport.matching.index.questions import SLOTS, Asked
from rapport.matching.index.tables import EVERYONE, Tables
from rapport.matching.index.week import free_in
from rapport.matching.limits import LIMITS
from rapport.matching.values import rows_of

# Words looked at in one go, so that what limits leave stays in the processor's cache: 64 kB a set.
BLOCK = 8192


def screen(tables: Tables, asked: Asked[Set]) -> Screening:
    """Who keeps every limit, and what each limit costs.

    Steps, block by block of the providers: 1. each limit's sets are united and give who breaks it; 2. two
    running sets hold who broke at least one limit and who broke at least two; 3. those whom one limit alone
    keeps out broke it and no other.

    Compared with: `rapport.matching.eligibility.screen` and `tests/library/references/slow_limits.py`.
    """
    biting = [number for number, refs in enumerate(asked.keeps) if refs is not None]
    excluded, alone = np.zeros(len(LIMITS), dtype=np.int64), np.zeros(len(LIMITS), dtype=np.int64)
    eligible = np.empty(tables.words, dtype=np.uint64)
    hours = asked.hours
    free = None if hours is None else _free(tables, hours)
    for start in range(0, tables.words, BLOCK):
        span = slice(start, start + BLOCK)
        outs = np.array([_out(tables, asked, number, free, span) for number in biting])
        once, twice = _broken(outs)
        eligible[span] = tables.openings[EVERYONE, span] ^ once
        excluded[biting] += bitsets.counts(outs)
        outs &= once ^ twice
        alone[biting] += bitsets.counts(outs)
    return screening_of(eligible, bitsets.count(eligible), excluded.tolist(), alone.tolist())


def screening_of(eligible: Set, count: int, excluded: list[int], alone: list[int]) -> Screening:
    """The published form of what was found."""
    return Screening(eligible, count, (*rows_of(LimitCost, LIMITS, excluded, alone),))


def _free(tables: Tables, hours: NDArray[np.bool_]) -> Set:
    return free_in(tables.week, tables.postings.rows, tables.zones, hours)


def _out(tables: Tables, asked: Asked[Set], number: int, free: Set | None, span: slice) -> Set:
    everyone = tables.openings[EVERYONE, span]
    if number == SLOTS and free is not None:
        return everyone & ~free[span]
    return everyone & ~_union(asked.keeps[number] or (), span, len(everyone))


def _union(sets: Sequence[Set], span: slice, words: int) -> Set:
    if not sets:
        return np.zeros(words, dtype=np.uint64)
    found = sets[0][span]
    for other in sets[1:]:
        found = found | other[span]
    return found


def _broken(outs: NDArray[np.uint64]) -> tuple[Set, Set]:
    once, twice = np.zeros_like(outs[0]), np.zeros_like(outs[0])
    for out in outs:
        twice |= once & out
        once |= out
    return once, twice
