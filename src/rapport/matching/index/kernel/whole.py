"""A whole match, compiled: from a question as one row of numbers to what is told of three, as another."""

import numba
import numpy as np

from rapport.matching.hours import HOURS_OF_WEEK as HOURS
from rapport.matching.index import layout as at
from rapport.matching.index.kernel.limits import screen, table
from rapport.matching.index.kernel.memory import doubles_at, pointer
from rapport.matching.index.kernel.told import tell
from rapport.matching.index.kernel.wording import say_of
from rapport.matching.index.kernel.worth import best
from rapport.matching.limits import LIMITS
from rapport.matching.slate import SLATE

_LIMITS = len(LIMITS)


@numba.njit
def _numbers(asked, start, many):
    """Whole numbers and addresses, of which a row of floats holds every digit."""
    found = np.empty(many, np.int64)
    for place in range(many):
        found[place] = np.int64(asked[start + place])
    return found


@numba.njit
def _screened(roster, head, slots, sets, eligible, counts):
    timed = roster[at.ZONES] if slots.shape[0] else 0
    first = table(head[at.CLOCK_FIRST], timed, HOURS)
    last = table(head[at.CLOCK_LAST], timed, HOURS)
    return screen(roster, sets, first, last, slots, eligible, counts)


@numba.njit
def _leave(eligible, address):
    """Of who is eligible leave those of a set."""
    others = numba.carray(pointer(np.uintp(address)), eligible.shape[0])
    for word in range(eligible.shape[0]):
        eligible[word] &= others[word]


@numba.njit
def _size_of_pool(utilities, most, tolerance):
    """As `ranking.size_of_pool`."""
    size = min(utilities.shape[0], most)
    if size <= SLATE:
        return size
    least, found = min(utilities[0] - tolerance, utilities[SLATE - 1]), SLATE
    while found < size and utilities[found] >= least:
        found += 1
    return found


@numba.njit
def _parts_of(asked_at):
    """The head of a question, its sets, its hours, its wishes, and the numbers of the client."""
    head = numba.carray(doubles_at(asked_at), at.ASKED)
    asked = numba.carray(doubles_at(asked_at), np.int64(head[at.LENGTH]))
    start = at.ASKED
    sets = _numbers(asked, start, np.int64(head[at.MANY_SETS]))
    start += sets.shape[0]
    slots = _numbers(asked, start, np.int64(head[at.MANY_SLOTS]))
    start += slots.shape[0]
    wishes = _numbers(asked, start, np.int64(head[at.MANY_WISHES]))
    return head, sets, slots, wishes, asked[start + wishes.shape[0] :]


@numba.njit
def match(roster, asked_at, out):
    """Screen, find the best, and draw, forecast and explain three; all of it to `out` (`layout`).

    `roster`: the numbers of a roster; `asked_at`: where those of a question lie.
    """
    head, sets, slots, wishes, client = _parts_of(asked_at)
    eligible, counts = np.empty(-(-roster[at.SIZE] // 64), np.uint64), np.zeros((2, _LIMITS), np.int64)
    out[at.ELIGIBLE] = _screened(roster, head, slots, sets, eligible, counts)
    for limit in range(_LIMITS):
        out[at.EXCLUDED + limit], out[at.ALONE + limit] = counts[0, limit], counts[1, limit]
    if head[at.AMONG]:
        _leave(eligible, head[at.AMONG])
    most = np.int64(head[at.MOST])
    places, utilities = best(eligible, roster, client, wishes, most)
    size = _size_of_pool(utilities, most, head[at.TOLERANCE])
    out[at.POOL] = size
    pool = out[at.FOUND :]
    for row in range(size):
        pool[row], pool[size + row] = places[row], utilities[row]
    out[at.IS_TOLD] = head[at.TO_DRAW] and size >= SLATE
    if out[at.IS_TOLD]:
        drawing = (head[at.TEMPERATURE], head[at.DIFFERENCE], head[at.SHARE], head[at.SCALE])
        tell(pool[2 * size :], places[:size], utilities[:size], roster, client, wishes, *drawing)


@numba.njit
def say(roster, asked_at, found, told):
    """Write to `told`, shape (3, SAID), what is said of the three that `match` found (`sayings`)."""
    _head, _sets, _slots, wishes, client = _parts_of(asked_at)
    size = np.int64(found[at.POOL])
    rows = found[at.FOUND + 3 * size + 1 :]
    places, points = np.empty(SLATE, np.int64), np.empty((SLATE, at.ROWS))
    for row in range(SLATE):
        places[row] = np.int64(found[at.FOUND + np.int64(rows[row])])
        start = SLATE + row * at.PERSON
        points[row] = rows[start : start + at.ROWS]
    say_of(told, places, points, roster, client, wishes)
