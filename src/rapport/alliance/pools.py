"""What pairs have in common, learnt from all check-ins up to each session: level, spreads, growth.

A pair of two check-ins says little of its own spread; all pairs together say much. Each figure is shrunken to
a typical one that counts for `WORTH` check-ins, and large moves are cut off, so that ruptures do not pass for
noise.
"""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from rapport.alliance.trajectory import Courses, Floats, Ints, own_so_far, pooled_so_far
from rapport.vocabulary import PARTS

WORTH: Final = 50.0
# Typical values in points of 0 to 100, before any check-in: our own.
LEVEL, LEVEL_SD, OFFSET_SD, ERROR_SD, STATE_SD = 72.0, 12.0, 4.0, 5.0, 6.0
MEMORY: Final = 0.4  # of a pair's state from one session to the next, as in alliance simulations of our own
LARGEST_MOVE: Final = 3.0  # typical SDs, beyond which a move counts as this
SMALLEST_LEVEL_SD, SMALLEST_OFFSET_SD = 5.0, 2.0
PARTS_APART: Final = len(PARTS)
FIGURES: Final = 7 + PARTS_APART  # that are pooled, see `_figures`
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


@dataclass(frozen=True)
class Sums:
    """What check-ins of many pairs come down to, so that another pair can be set among them without them.

    session: shape (k,), the numbers that occur, rising; sums, counts: shape (figures, k), over all check-ins
    of sessions up to each number.
    """

    session: Ints
    sums: Floats
    counts: Floats

    def until(self, session: Ints) -> tuple[Floats, Floats]:
        """Sums and counts up to these session numbers, shape (figures, *session.shape)."""
        place = np.searchsorted(self.session, session, side="right")
        before = np.zeros((len(self.sums), 1))
        return np.hstack([before, self.sums])[:, place], np.hstack([before, self.counts])[:, place]


def sums_of(courses: Courses) -> Sums:
    """The sums of these courses, by session number."""
    number = np.unique(courses.session[courses.session > 0])
    told = [_by_number(courses.session, values, number) for values in _figures(courses)]
    return Sums(number, np.array([sums for sums, _ in told]), np.array([counts for _, counts in told]))


def pools_of(courses: Courses, others: Sums | None = None) -> Pools:
    """The pools at each check-in, from check-ins of sessions up to its own; NaN counts for none.

    `others`: sums of other pairs. Each of these is then set among those by itself, so that many can be judged
    at once.
    """
    if others is None:
        told = [pooled_so_far(courses.session, values) for values in _figures(courses)]
    else:
        told = [own_so_far(values) for values in _figures(courses)]
    sums, counts = np.array([each for each, _ in told]), np.array([each for _, each in told])
    if others is not None:
        more, of = others.until(courses.session)
        sums, counts = sums + more, counts + of
    return _pools(sums, counts)


def pools_at_last(sums: Sums | None) -> tuple[Pools, Floats]:
    """The pools of all these check-ins, each figure a number, and what each part lies above the mean of the
    parts, shape (parts,); the typical values without any."""
    if sums is None or not len(sums.session):
        return _pools(np.zeros(FIGURES), np.zeros(FIGURES)), np.zeros(PARTS_APART)
    last, of = sums.sums[:, -1], sums.counts[:, -1]
    apart = last[-PARTS_APART:] / (of[-PARTS_APART:] + WORTH)
    return _pools(last, of), np.asarray(apart)


def _figures(courses: Courses) -> list[Floats]:
    """Everything that is pooled, by check-in: shape (pairs, check-ins) each, NaN where there is none."""
    mean = courses.mean
    apart = courses.ratings - mean[..., None]
    move, moves_apart = _moves(mean), _moves(apart)
    steps = np.diff(np.log(np.maximum(courses.session, 1)), axis=1, prepend=0.0)
    return [
        _cut((moves_apart**2).sum(axis=2) / 4, ERROR_SD),
        _cut(move**2 / 2, STATE_SD),
        mean,
        (mean - LEVEL) ** 2,
        (apart**2).sum(axis=2) / 2,
        move * steps,
        np.where(np.isnan(move), np.nan, steps**2),
        *np.moveaxis(apart, 2, 0),
    ]


def _pools(sums: Floats, counts: Floats) -> Pools:
    def pooled(figure: int, typical: float) -> Floats:
        return np.asarray((sums[figure] + WORTH * typical) / (counts[figure] + WORTH))

    error_2, within_2, level = pooled(0, ERROR_SD**2), pooled(1, STATE_SD**2), pooled(2, LEVEL)
    spread_2 = pooled(3, LEVEL_SD**2) - (level - LEVEL) ** 2
    offset_2 = pooled(4, OFFSET_SD**2 + ERROR_SD**2) - error_2
    state_2 = np.maximum(within_2 - error_2 / 3, SMALLEST_SHARE * within_2) / (1 - MEMORY)
    return Pools(
        level=level,
        level_sd=np.sqrt(np.maximum(spread_2 - state_2 - error_2 / 3, SMALLEST_LEVEL_SD**2)),
        offset_sd=np.sqrt(np.maximum(offset_2, SMALLEST_OFFSET_SD**2)),
        growth=np.asarray(sums[5] / (sums[6] + WORTH / 5)),
        error=np.sqrt(error_2),
        state=np.sqrt(state_2),
    )


def _by_number(session: Ints, values: Floats, numbers: Ints) -> tuple[Floats, Floats]:
    is_there = ~np.isnan(values)
    place = np.searchsorted(numbers, session[is_there])
    sums = np.bincount(place, weights=values[is_there], minlength=numbers.size)
    return sums.cumsum(), np.bincount(place, minlength=numbers.size).cumsum().astype(np.float64)


def _moves(values: Floats) -> Floats:
    found = np.full_like(values, np.nan)
    found[:, 1:] = values[:, 1:] - values[:, :-1]
    return found


def _cut(squares: Floats, usual: float) -> Floats:
    return np.asarray(np.minimum(squares, (LARGEST_MOVE * usual) ** 2))
