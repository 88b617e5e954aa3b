"""Check-ins of many pairs, laid out as courses: one row a pair, its check-ins in the order of sessions."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class CheckIns:
    """Rated check-ins, in any order.

    pair, session: shape (n,), codes of pairs from 0 and session numbers from 1, no session of a pair twice;
    ratings: shape (n, 3), goals, tasks, bond, 0 to 100; challenge: shape (n,), -3 to 3, NaN where not asked.
    """

    pair: Ints
    session: Ints
    ratings: Floats
    challenge: Floats


@dataclass(frozen=True)
class Courses:
    """Check-ins as a grid, shape (pairs, most check-ins of a pair); NaN (session 0) after a pair's last.

    `pair`, `place`: where each check-in of the file stands in the grid.
    """

    session: Ints
    ratings: Floats
    challenge: Floats
    pair: Ints
    place: Ints

    @property
    def mean(self) -> Floats:
        """The mean of the three parts, NaN after a pair's last check-in."""
        found: Floats = self.ratings.mean(axis=2)
        return found


def lay_out(checkins: CheckIns) -> Courses:
    """The courses of check-ins; the order of the rows does not matter."""
    count = len(checkins.pair)
    order = np.lexsort((checkins.session, checkins.pair))
    pair = checkins.pair[order]
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]])[: count or 0]
    lengths = np.diff(np.r_[starts, count])
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count) - np.repeat(starts, lengths)
    row = np.empty(count, dtype=np.int64)
    row[order] = np.repeat(np.arange(len(starts)), lengths)
    shape = (len(starts), int(lengths.max(initial=0)))
    session = np.zeros(shape, dtype=np.int64)
    ratings, challenge = np.full((*shape, 3), np.nan), np.full(shape, np.nan)
    session[row, place] = checkins.session
    ratings[row, place] = checkins.ratings
    challenge[row, place] = checkins.challenge
    return Courses(session, ratings, challenge, row, place)


def pooled_so_far(session: Ints, values: Floats) -> tuple[Floats, Floats]:
    """Sums and counts of `values` over all check-ins of sessions up to each one's own; NaN counts for none.

    Only sessions up to the row's own number are pooled, so that no later session moves an earlier score.
    """
    number, code = np.unique(session, return_inverse=True)
    code = code.reshape(session.shape)
    is_there = ~np.isnan(values)
    sums = np.bincount(code[is_there], weights=values[is_there], minlength=len(number)).cumsum()
    counts = np.bincount(code[is_there], minlength=len(number)).cumsum()
    return sums[code], counts[code].astype(np.float64)


def own_so_far(values: Floats) -> tuple[Floats, Floats]:
    """As `pooled_so_far`, over each pair's own check-ins alone."""
    is_there = ~np.isnan(values)
    return np.where(is_there, values, 0.0).cumsum(axis=1), is_there.cumsum(axis=1).astype(np.float64)
