"""What pairs have in common, learnt from all check-ins up to each session: level, spreads, growth.

A pair of two check-ins says little of its own spread; all pairs together say much. Each figure is shrunken to
a typical one that counts for `WORTH` check-ins, and large moves are cut off, so that ruptures do not pass for
noise.
"""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from rapport.alliance.trajectory import Courses, Floats, Ints, pooled_so_far

WORTH: Final = 50.0
# Typical values in points of 0 to 100, before any check-in: our own.
LEVEL, LEVEL_SD, OFFSET_SD, ERROR_SD, STATE_SD = 72.0, 12.0, 4.0, 5.0, 6.0
MEMORY: Final = 0.4  # of a pair's state from one session to the next, as in alliance simulations of our own
LARGEST_MOVE: Final = 3.0  # typical SDs, beyond which a move counts as this
SMALLEST_LEVEL_SD, SMALLEST_OFFSET_SD = 5.0, 2.0
SMALLEST_SHARE: Final = 0.2  # of the spread within pairs that is at least state, not error


@dataclass(frozen=True)
class Pools:
    """By pair and check-in, in points; shape (pairs, check-ins), or of the rows chosen by `at`.

    level, level_sd: of pairs; offset_sd: of a part about its pair's mean; growth: for a unit of log(session);
    error: SD of one part's rating; state: SD of what moves all parts of a pair from session to session.
    """

    level: Floats
    level_sd: Floats
    offset_sd: Floats
    growth: Floats
    error: Floats
    state: Floats

    @property
    def within(self) -> Floats:
        """SD of the mean of the parts within a pair."""
        return np.asarray(np.sqrt(self.state**2 + self.error**2 / 3))

    def at(self, *index: object) -> "Pools":
        """The same figures at some places of the grid."""
        return Pools(
            *(getattr(self, each.name)[index if len(index) > 1 else index[0]] for each in fields(self))
        )


def pools_of(courses: Courses) -> Pools:
    """The pools at each check-in, from check-ins of sessions up to its own; NaN counts for none."""
    session, mean = courses.session, courses.mean
    apart = courses.ratings - mean[..., None]
    move, moves_apart = _moves(mean), _moves(apart)
    error_2 = _pooled(session, _cut((moves_apart**2).sum(axis=2) / 4, ERROR_SD), ERROR_SD**2)
    within_2 = _pooled(session, _cut(move**2 / 2, STATE_SD), STATE_SD**2)
    state_2 = np.maximum(within_2 - error_2 / 3, SMALLEST_SHARE * within_2) / (1 - MEMORY)
    level = _pooled(session, mean, LEVEL)
    spread_2 = _pooled(session, (mean - LEVEL) ** 2, LEVEL_SD**2) - (level - LEVEL) ** 2
    offset_2 = _pooled(session, (apart**2).sum(axis=2) / 2, OFFSET_SD**2 + ERROR_SD**2) - error_2
    return Pools(
        level=level,
        level_sd=np.sqrt(np.maximum(spread_2 - state_2 - error_2 / 3, SMALLEST_LEVEL_SD**2)),
        offset_sd=np.sqrt(np.maximum(offset_2, SMALLEST_OFFSET_SD**2)),
        growth=_growth(session, move),
        error=np.sqrt(error_2),
        state=np.sqrt(state_2),
    )


def _moves(values: Floats) -> Floats:
    found = np.full_like(values, np.nan)
    found[:, 1:] = values[:, 1:] - values[:, :-1]
    return found


def _cut(squares: Floats, usual: float) -> Floats:
    return np.asarray(np.minimum(squares, (LARGEST_MOVE * usual) ** 2))


def _pooled(session: Ints, values: Floats, typical: float) -> Floats:
    sums, counts = pooled_so_far(session, values)
    return np.asarray((sums + WORTH * typical) / (counts + WORTH))


def _growth(session: Ints, move: Floats) -> Floats:
    steps = np.diff(np.log(np.maximum(session, 1)), axis=1, prepend=0.0)
    rise, _ = pooled_so_far(session, move * steps)
    run, _ = pooled_so_far(session, np.where(np.isnan(move), np.nan, steps**2))
    return np.asarray(rise / (run + WORTH / 5))
