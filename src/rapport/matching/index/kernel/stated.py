"""Which sentence of a feature speaks for somebody or against them, compiled: as `reasons` and `aims`."""

import numba
import numpy as np

from rapport.matching.index import layout as at
from rapport.matching.index import sayings as say
from rapport.matching.index.kernel.points import keeps_wish
from rapport.matching.index.tables import FLAGS, MEASURED, NAMED
from rapport.matching.said import CONCERN

CONCERNS_ROW, GOALS_ROW, TASKS_ROW = range(len(at.GROUPS))
_KNOWN, _AIMS = np.array(at.KNOWN_COLUMNS), len(CONCERN)
SERVED, OWN, MISSED = range(3)


@numba.njit
def saying(which, row, argument):
    """One number of which sentence it is, of which feature, and what fills it."""
    return np.int64(which) << say.WHICH | np.int64(row) << say.ROW | np.int64(argument)


@numba.njit
def named(client, group):
    """Columns and weights of what a client named of concerns, goals or tasks, in their order."""
    start = at.NAMED
    for before in range(group):
        start += 2 * np.int64(client[at.COUNTS + before])
    many = np.int64(client[at.COUNTS + group])
    columns, weights = np.empty(many, np.int64), np.empty(many)
    for number in range(many):
        columns[number] = np.int64(client[start + 2 * number])
        weights[number] = client[start + 2 * number + 1]
    return columns, weights


@numba.njit
def by_weight(columns, weights):
    """The columns, what counts most first: as `aims.by_weight`. Sorts both in place."""
    for number in range(columns.shape[0]):
        column, weight, place = columns[number], weights[number], number
        while place > 0 and weights[place - 1] < weight:
            columns[place], weights[place] = columns[place - 1], weights[place - 1]
            place -= 1
        columns[place], weights[place] = column, weight
    return columns


@numba.njit
def _is_named(flags, column):
    return flags >> (NAMED + column - _AIMS) & 1


@numba.njit
def _first_two(columns, said, flags, which):
    """Of goals, the first two that go with somebody, that they name themselves, or that do not."""
    found, shift = 0, 0
    for column in columns:
        is_served = said[column] > 0
        is_one = is_served if which == SERVED else not is_served
        if which == OWN:
            is_one = _is_named(flags, column) == 1
        if is_one and shift < 2 * say.BYTE:
            found |= (column + 1) << shift
            shift += say.BYTE
    return found


@numba.njit
def _listed(concerns, said, is_listed):
    """The concerns that somebody lists, or does not, as an argument; and how many they are."""
    found, many = np.int64(0), 0
    for column in concerns:
        if said[column] == is_listed:
            found |= (column + 1) << many * say.CONCERN_BITS
            many += 1
    return found, many


@numba.njit
def _concerns(concerns, said):
    listed, many = _listed(concerns, said, 1)
    which = say.WORKS_WITH_ALL if many == concerns.shape[0] and many > 1 else say.WORKS_WITH
    return saying(which, CONCERNS_ROW, listed) if many else 0


@numba.njit
def _concerns_missing(concerns, said):
    missing, many = _listed(concerns, said, 0)
    return saying(say.CONCERNS_MISSING, CONCERNS_ROW, missing) if many else 0


@numba.njit
def _by(best, column):
    """The way of working that goes farthest with a goal or a task, as part of an argument."""
    return np.int64(best[column - _AIMS]) << say.BY


@numba.njit
def _goals_served(goals, said, flags, best):
    own = _first_two(goals, said, flags, OWN)
    if own:
        return saying(say.GOALS_NAMED, GOALS_ROW, own)
    served = _first_two(goals, said, flags, SERVED)
    if not served:
        return 0
    return saying(say.GOALS_SERVED, GOALS_ROW, served | _by(best, (served & say.BOTH) - 1))


@numba.njit
def _goals_missed(goals, said, flags):
    missed = _first_two(goals, said, flags, MISSED)
    return saying(say.GOALS_MISSED, GOALS_ROW, missed) if missed else 0


@numba.njit
def _tasks_shared(tasks, weights, ordered, said, flags, best):
    """`tasks` in the client's order with their weights, `ordered` by them: those not wanted come last."""
    for number in range(tasks.shape[0]):
        column = ordered[number]
        if said[column] > 0 and _weight_of(tasks, weights, column) > 0:
            if _is_named(flags, column):
                return saying(say.TASK_NAMED, TASKS_ROW, column + 1)
            return saying(say.TASK_SERVED, TASKS_ROW, column + 1 | _by(best, column))
    for number in range(tasks.shape[0]):
        if weights[number] < 0 and said[tasks[number]] == 0:
            return saying(say.TASK_SPARED, TASKS_ROW, tasks[number] + 1)
    return 0


@numba.njit
def _weight_of(tasks, weights, column):
    for number in range(tasks.shape[0]):
        if tasks[number] == column:
            return weights[number]
    return 0.0


@numba.njit
def task_in_doubt(tasks, weights, said):
    """As `aims.task_in_doubt`: the number of the task among the client's, −1 for none."""
    for sign in (-1, 1):
        found = -1
        for number in range(tasks.shape[0]):
            is_done, size = said[tasks[number]] > 0, sign * weights[number]
            if size > 0 and is_done == (sign < 0) and (found < 0 or size > sign * weights[found]):
                found = number
        if found >= 0:
            return found
    return -1


@numba.njit
def _tasks_parted(tasks, weights, said, flags, best):
    doubted = task_in_doubt(tasks, weights, said)
    if doubted < 0:
        return 0
    column = tasks[doubted]
    if weights[doubted] > 0:
        return saying(say.TASK_UNSURE, TASKS_ROW, column + 1)
    if _is_named(flags, column):
        return saying(say.TASK_UNWANTED_NAMED, TASKS_ROW, column + 1)
    return saying(say.TASK_UNWANTED, TASKS_ROW, column + 1 | _by(best, column))


@numba.njit
def _style_near(axis, said, client):
    wanted, offered, row = client[at.WANTED + axis], said[_KNOWN[axis] + 1], at.FIRST_AXIS + axis
    if np.sign(wanted) != np.sign(offered):
        return saying(say.STYLE_CLOSE, row, axis << 1)
    if wanted == 0:
        return saying(say.STYLE_BALANCED, row, axis << 1)
    return saying(say.STYLE_THEIRS, row, axis << 1 | (wanted > 0))


@numba.njit
def _style_far(axis, said, client):
    is_high = said[_KNOWN[axis] + 1] > client[at.WANTED + axis]
    return saying(say.STYLE_MORE, at.FIRST_AXIS + axis, axis << 1 | is_high)


@numba.njit
def _wishes(person, wishes, kept):
    """The wishes that somebody speaks of and keeps, or does not keep."""
    which, found = say.AS_WISHED if kept else say.NOT_AS_WISHED, 0
    for number in range(wishes.shape[0] // at.WISH):
        if keeps_wish(person, wishes, at.WISH * number) == (1 + at.KEPT if kept else 1):
            found |= np.int64(1) << number
    return saying(which, at.WISHES_ROW, found) if found else 0


@numba.njit
def speaks_for(row, client, asked, wishes, said, person, best):
    """What is said of a feature that adds to the forecast; 0 where there are no words. `asked`: `wording`."""
    flags = np.int64(person[FLAGS])
    concerns, goals, tasks, weights, ordered = asked
    if row == CONCERNS_ROW:
        return _concerns(concerns, said)
    if row == GOALS_ROW:
        return _goals_served(goals, said, flags, best)
    if row == TASKS_ROW:
        return _tasks_shared(tasks, weights, ordered, said, flags, best)
    if row == at.WISHES_ROW:
        return _wishes(person, wishes, True)
    if row == at.WARMTH_ROW:
        return saying(say.WARMER if flags >> MEASURED & 1 else say.LIKED, row, 0)
    return _style_near(row - at.FIRST_AXIS, said, client)


@numba.njit
def speaks_against(row, client, asked, wishes, said, person, best):
    """The same of a feature that takes from it."""
    flags = np.int64(person[FLAGS])
    concerns, goals, tasks, weights, _ordered = asked
    if row == CONCERNS_ROW:
        return _concerns_missing(concerns, said)
    if row == GOALS_ROW:
        return _goals_missed(goals, said, flags)
    if row == TASKS_ROW:
        return _tasks_parted(tasks, weights, said, flags, best)
    if row == at.WISHES_ROW:
        return _wishes(person, wishes, False)
    if row == at.WARMTH_ROW:
        return saying(say.COOLER if flags >> MEASURED & 1 else say.LIKED_LESS, row, 0)
    return _style_far(row - at.FIRST_AXIS, said, client)
