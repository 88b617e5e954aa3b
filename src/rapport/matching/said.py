"""What every provider says, as one row of small whole numbers each: what forecasts weigh.

The row stands together in memory (64 bytes), so that looking at one provider takes one visit.
Columns: a flag for each concern; for each goal and each task how far it goes with the provider, in halves:
wholly where they name it themselves, else the strongest affinity of the listed ways of working; whether any
such way is known, or both goals and tasks are named; a one; and for each style axis whether it is said, its
value, and the value squared.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from rapport.matching import affinity
from rapport.matching.lines import aligned
from rapport.matching.roster import Column, Roster
from rapport.vocabulary import CONCERNS, GOALS, STYLE_AXES, STYLE_RANGE, TASKS

Floats = NDArray[np.float64]
Said = NDArray[np.int8]
Number = TypeVar("Number", np.float32, np.float64)

# Affinities are halves (affinity.CORE, affinity.COMMON): twice of each is a whole number.
HALVES: Final = 2
CONCERN: Final = {code: place for place, code in enumerate(CONCERNS)}
GOAL: Final = {code: place for place, code in enumerate(GOALS, len(CONCERN))}
TASK: Final = {code: place for place, code in enumerate(TASKS, len(CONCERN) + len(GOAL))}
KNOWN: Final = len(CONCERN) + len(GOAL) + len(TASK)
ONE: Final = KNOWN + 1
# Axis → the columns of: said, value, value squared.
STYLE: Final = {axis: range(ONE + 1 + 3 * at, ONE + 4 + 3 * at) for at, axis in enumerate(STYLE_AXES)}
WIDTH: Final = ONE + 1 + 3 * len(STYLE_AXES)


def said_by(roster: Roster, positions: NDArray[np.int64]) -> Said:
    """Shape (n, WIDTH): what the providers at these positions say."""
    return table(roster).take(positions, axis=0)


def table(roster: Roster) -> Said:
    """Shape (roster, WIDTH): what every provider says."""
    return roster.once("said", lambda: _said(roster))


def styles(said: Said) -> tuple[Floats, Floats]:
    """Whether each has spoken of the style axes (1 or 0) and where they stand (0 where not).

    Both of shape (axes, n).
    """
    columns = said.T[ONE + 1 :].astype(np.float64)
    return columns[::3], columns[1::3]


def weigh(said: Said, weights: NDArray[Number]) -> NDArray[Number]:
    """Shape (n,): each row's sum by these weights, of shape (WIDTH,), as exactly as their type can."""
    block = max(1, min(BLOCK, len(said)))
    found = np.empty(-(-len(said) // block) * block, dtype=weights.dtype)
    # A few blocks at a time: numbers for all at once would leave the processor's cache. A product of one
    # block is too small to be shared among threads, which costs more than it brings on a busy machine.
    chunk = np.empty((min(CHUNK, len(found)), WIDTH), dtype=weights.dtype)
    for start in range(0, len(said), CHUNK):
        rows = said[start : start + CHUNK]
        blocks = -(-len(rows) // block)
        chunk[: len(rows)] = rows
        chunk[len(rows) : blocks * block] = 0
        into = found[start : start + blocks * block].reshape(blocks, block)
        np.matmul(chunk[: blocks * block].reshape(blocks, block, WIDTH), weights, out=into)
    return found[: len(said)]


BLOCK: Final = 128
# As many as fit into memory that is at hand: more is asked of the system, page by page.
CHUNK: Final = 4 * BLOCK
# No column holds more than this, in either direction: the square of the widest style.
HIGHEST: Final = STYLE_RANGE[1] ** 2


def error_of(weights: Floats) -> float:
    """How far `weigh` with these weights in single precision can be from the exact sum, at the most.

    Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, section 3.1: a sum of n products
    is off by at most n / (1 - n u) units of rounding of the sum of their sizes; two more for the weights.
    """
    return _ERROR_OF_ONE * float(np.add.reduce(np.abs(weights)))


_UNIT: Final = float(np.finfo(np.float32).eps) / 2
_ERROR_OF_ONE: Final = HIGHEST * (WIDTH + 2) * _UNIT / (1 - (WIDTH + 2) * _UNIT)


def _said(roster: Roster) -> Said:
    concerns, approaches = roster.columns["concerns"], roster.columns["approaches"]
    affinities = np.hstack([affinity.goals(), affinity.tasks()])
    found: Said = aligned((len(roster), WIDTH), np.int8)
    found[:, : len(CONCERN)] = _flags(concerns, CONCERN).take(concerns.codes, axis=0)
    found[:, len(CONCERN) : ONE] = _strongest(roster, affinities).take(approaches.codes, axis=0)
    _lay_named_over(found, named_by(roster))
    found[:, ONE] = 1
    for axis, columns in STYLE.items():
        found[:, columns.start : columns.stop] = _style(roster.columns[axis]).take(
            roster.columns[axis].codes, axis=0
        )
    return found


def _flags(column: Column, place_of: Mapping[str, int]) -> Said:
    """Shape (cells, codes): 1 where the cell's list holds the code."""
    found = np.zeros((len(column.values), len(place_of)), dtype=np.int8)
    rows = np.repeat(np.arange(len(column.values)), [len(value) for value in column.values])
    places = [place_of[code] for code in chain.from_iterable(column.values)]
    found[rows, np.array(places, dtype=np.int64) - min(place_of.values())] = 1
    return found


def named_by(roster: Roster) -> Said | None:
    """Shape (roster, goals + tasks): 1 for what somebody names themselves; None where nobody does.

    It counts where both are named: with one alone, silence on the other would read as a no.
    """
    goals, tasks = roster.columns["goals"], roster.columns["tasks"]
    if not (any(goals.values) and any(tasks.values)):
        return None
    flags = [_flags(goals, GOAL).take(goals.codes, axis=0), _flags(tasks, TASK).take(tasks.codes, axis=0)]
    both = np.logical_or.reduce(flags[0], axis=1) & np.logical_or.reduce(flags[1], axis=1)
    named: Said = np.hstack(flags) * both[:, None]
    return named


def _lay_named_over(said: Said, named: Said | None) -> None:
    """What somebody names goes wholly with them, whatever their ways of working are usually for."""
    if named is None:
        return
    block = said[:, len(CONCERN) : KNOWN]
    np.maximum(block, HALVES * named, out=block)
    said[:, KNOWN] |= np.logical_or.reduce(named, axis=1)


def _strongest(roster: Roster, table: Floats) -> Said:
    """Shape (cells, codes + 1): in halves the strongest affinity listed, and last whether any is known."""
    rows, starts = roster.once("approach_rows", lambda: approach_rows(roster.columns["approaches"]))
    # One row more, so that the last start is always within the table.
    unlisted = len(affinity.APPROACHES)
    rows = np.append(rows, unlisted)
    known = (np.arange(unlisted + 1) < unlisted)[:, None]
    halves = np.hstack([table * HALVES, known]).astype(np.int8)
    strongest: Said = np.maximum.reduceat(halves[rows], starts, axis=0)
    # Where a list is empty, its start is that of the next.
    strongest[np.diff(np.append(starts, len(rows) - 1)) == 0] = 0
    return strongest


def best_approaches(roster: Roster) -> Said:
    """Shape (lists, goals + tasks): the row of the way of working that goes farthest, of each list of them.

    The first of those that go as far (`affinity.strongest`); of an empty list, any.
    """
    rows, starts = roster.once("approach_rows", lambda: approach_rows(roster.columns["approaches"]))
    rows = np.append(rows, len(affinity.APPROACHES))
    ends, base = np.append(starts[1:], len(rows)), len(rows) + 1
    # How far each stands from the end of its list: the first of equals is the farthest.
    before_end = np.repeat(ends, ends - starts) - np.arange(len(rows))
    strengths = (np.hstack([affinity.goals(), affinity.tasks()]) * HALVES).astype(np.int64)[rows]
    best = np.maximum.reduceat(strengths * base + before_end[:, None], starts, axis=0) % base
    found: Said = rows[np.clip(ends[:, None] - best, 0, len(rows) - 1)].astype(np.int8)
    return found


def approach_rows(column: Column) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the affinity tables of every listed approach, cell by cell; and where each starts."""
    lengths = [len(value) for value in column.values]
    rows = np.array(affinity.rows_of(chain.from_iterable(column.values)), dtype=np.int64)
    return rows, np.cumsum([0, *lengths[:-1]])


def _style(column: Column) -> Said:
    """Shape (cells, 3): whether an axis is said, its value and the value squared, 0 where it is not."""
    values = column.floats()
    known = ~np.isnan(values)
    values = np.where(known, values, 0.0)
    return np.stack([known, values, values**2], axis=1).astype(np.int8)
