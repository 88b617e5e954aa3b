"""What is said of each of the three, compiled: reasons, cautions, what to ask and what sets them apart."""

import numba
import numpy as np

from rapport.matching.asks import FAR_APART, MOST_ASKS
from rapport.matching.differences import APART
from rapport.matching.index import layout as at
from rapport.matching.index import sayings as say
from rapport.matching.index.kernel.points import best_approaches_of, persons_of, said_of
from rapport.matching.index.kernel.stated import (
    CONCERNS_ROW,
    GOALS_ROW,
    TASKS_ROW,
    by_weight,
    named,
    saying,
    speaks_against,
    speaks_for,
    task_in_doubt,
)
from rapport.matching.index.tables import COACH, CONFIRMED, ENDS, FLAGS
from rapport.matching.reasons import (
    FRESH_OPENING,
    LEAST_POINTS,
    LICENCE_ENDS_SOON,
    MOST_CAUTIONS,
    MOST_REASONS,
)
from rapport.matching.said import STYLE
from rapport.matching.slate import SLATE
from rapport.vocabulary import STYLE_AXES

# In the order of `STYLE_AXES`: the column that is 1 where an axis is said (its value is the next), and the
# place of the axis among a client's.
_SAID = np.array([STYLE[axis][0] for axis in STYLE_AXES])
_PLACES = np.array([at.KNOWN_COLUMNS.index(STYLE[axis][0]) for axis in STYLE_AXES])
_FRESH, _SOON = FRESH_OPENING.days, LICENCE_ENDS_SOON.days


@numba.njit
def _asked(client):
    """Concerns and goals by weight; tasks in the client's order, their weights, and tasks by weight."""
    concerns, goals = by_weight(*named(client, CONCERNS_ROW)), by_weight(*named(client, GOALS_ROW))
    tasks, weights = named(client, TASKS_ROW)
    return concerns, goals, tasks, weights, by_weight(tasks.copy(), weights.copy())


@numba.njit
def _by_points(points, sign):
    """Rows that add enough (or take enough, sign −1), the largest first, else in their order."""
    rows, many = np.empty(at.ROWS, np.int64), 0
    for row in range(at.ROWS):
        if sign * points[row] >= LEAST_POINTS:
            place = many
            while place > 0 and sign * points[rows[place - 1]] < sign * points[row]:
                rows[place] = rows[place - 1]
                place -= 1
            rows[place] = row
            many += 1
    return rows[:many]


@numba.njit
def _reasons(out, points, client, asked, wishes, said, person, best):
    many = 0
    for row in _by_points(points, 1.0):
        told = speaks_for(row, client, asked, wishes, said, person, best)
        if told and many < MOST_REASONS:
            out[many] = told
            many += 1


@numba.njit
def _cautions(out, points, client, asked, wishes, said, person, best):
    many = 0
    for row in _by_points(points, -1.0):
        told = speaks_against(row, client, asked, wishes, said, person, best)
        if told and many < MOST_CAUTIONS - 1:
            out[many] = told
            many += 1
    for told in _facts(client, said, person):
        if told and many < MOST_CAUTIONS:
            out[many] = told
            many += 1
    if many == 0:
        out[0] = saying(say.UNKNOWN_BOND, 0, 0)


@numba.njit
def _facts(client, said, person):
    """As `reasons._facts`, 0 for what need not be said."""
    ends, day = np.int64(person[ENDS]), np.int64(client[at.FRESH]) + _FRESH
    licence = saying(say.LICENCE_ENDS, 0, 0) if ends and ends - day < _SOON else 0
    if not ends and not np.int64(person[FLAGS]) >> COACH & 1:
        licence = saying(say.LICENCE_UNKNOWN, 0, 0)
    is_silent = True
    for column in _SAID:
        is_silent = is_silent and not said[column]
    return (
        saying(say.OPENING_STALE, 0, 0) if person[CONFIRMED] < client[at.FRESH] else 0,
        licence,
        saying(say.WAYS_UNKNOWN, 0, 0) if is_silent else 0,
    )


@numba.njit
def _ask_about(caution, asked, said):
    """What to ask about a caution; 0 for nothing."""
    concerns, _goals, tasks, weights, _ordered = asked
    which = caution >> say.WHICH
    if which == say.CONCERNS_MISSING:
        for column in concerns:
            if not said[column]:
                return saying(say.ASK_NOT_LISTED, 0, column)
    if say.TASK_UNSURE <= which <= say.TASK_UNWANTED:
        doubted = task_in_doubt(tasks, weights, said)
        kind = say.ASK_TASK_WANTED if weights[doubted] > 0 else say.ASK_TASK_UNWANTED
        return saying(kind, 0, tasks[doubted] + 1)
    return 0


@numba.njit
def _asks(out, cautions, client, asked, said, flags):
    """As `asks.asks`."""
    found, many = np.zeros(2 + MOST_CAUTIONS + len(_SAID), np.int64), 0
    for column in asked[0]:
        if said[column] and not many:
            found[many] = saying(say.ASK_CONCERN, 0, column)
            many += 1
    for caution in cautions:
        found[many] = _ask_about(caution, asked, said)
        many += found[many] > 0
    if asked[1].shape[0]:
        found[many] = saying(say.ASK_GOAL, 0, asked[1][0] + 1)
        many += 1
    for axis in range(len(_SAID)):
        wanted, known = client[at.WANTED + _PLACES[axis]], _SAID[axis]
        if wanted != 0 and said[known] and abs(said[known + 1] - wanted) >= FAR_APART:
            found[many] = saying(say.ASK_STYLE, 0, _PLACES[axis] << 1 | (wanted > 0))
            many += 1
    many = min(many, MOST_ASKS - 1)
    out[:many] = found[:many]
    out[many] = saying(say.ASK_HARD, 0, flags >> COACH & 1)


@numba.njit
def _differs(one, other, third, is_coach, others_coach):
    """As `differences.what_differs`, by what three say of their styles and what they are."""
    if is_coach != others_coach[0] and is_coach != others_coach[1]:
        return saying(say.ONLY_OF_KIND, 0, is_coach)
    widest, gap = 0, 0
    for axis in range(len(_SAID)):
        known = _SAID[axis]
        if one[known] and other[known] and third[known]:
            mine, low, high = one[known + 1], other[known + 1], third[known + 1]
            low, high = min(low, high), max(low, high)
            found = mine - high if mine > high else mine - low if mine < low else 0
            if abs(found) > abs(gap):
                widest, gap = _PLACES[axis], found
    if abs(gap) < APART:
        return saying(say.ONLY_APPROACHES, 0, 0)
    return saying(say.MOST_OF_THREE, 0, widest << 1 | (gap > 0))


@numba.njit
def say_of(out, places, points, memory, client, wishes):
    """Write what is said of the three at these places; `points`, shape (3, rows), `out`, (3, SAID)."""
    table, persons, asked = said_of(memory), persons_of(memory), _asked(client)
    for row in range(SLATE):
        said, person = table[places[row]], persons[places[row]]
        flags, told = np.int64(person[FLAGS]), out[row]
        best = best_approaches_of(memory, places[row])
        about = (client, asked, wishes, said, person, best)
        _reasons(told[say.REASONS : say.CAUTIONS], points[row], *about)
        _cautions(told[say.CAUTIONS : say.ASKS], points[row], *about)
        _asks(told[say.ASKS : say.DIFFERS], told[say.CAUTIONS : say.ASKS], client, asked, said, flags)
        second, last = places[0 if row else 1], places[2 if row < 2 else 1]
        kinds = (np.int64(persons[second, FLAGS]) >> COACH & 1, np.int64(persons[last, FLAGS]) >> COACH & 1)
        told[say.DIFFERS] = _differs(said, table[second], table[last], flags >> COACH & 1, kinds)
