"""A peer of plain numpy: masks compared column by column, scores of those left."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any, Final

import numpy as np
from benchmarks.peers.columns import WORDS, Columns
from benchmarks.peers.sql import IN_PERSON
from benchmarks.peers.wanted import Wanted, is_list
from numpy.typing import NDArray

from rapport.matching import fit
from rapport.matching.fit import FEATURES
from rapport.matching.forecast import QUESTIONNAIRE_R, SPREAD_OF_RATINGS, TYPICAL_RATING
from rapport.matching.ranking import UTILITY_DECIMALS
from rapport.vocabulary import GOALS

Array = NDArray[Any]
Top = list[tuple[int, float]]
Rows = slice | Array
EVERYONE = slice(None)
MOST_ZONES: Final = 256
# Those that leave fewest come first, when only who is left is asked.
NARROWEST_FIRST = (
    "licence", "payer", "must", "slots", "language", "max_miles", "kind", "coach_scope", "age_group",
    "service", "format", "accepting", "capacity",
)  # fmt: skip


class NumpyScan:
    """Full scans over numpy arrays, in this process."""

    name = "numpy"

    def __init__(self, columns: Columns) -> None:
        self._of = columns.of
        self._offered = columns.offered
        self._size = len(columns)

    def prepare(self, asked: Wanted) -> Wanted:
        """Nothing to compile."""
        return asked

    def top(self, asked: Wanted, best: int) -> Top:
        """The best of those who keep every limit; each limit is asked only of those left."""
        return self._best(asked, self.eligible(asked), best)

    def eligible(self, asked: Wanted) -> Array:
        """Rows that keep every limit."""
        left: Rows = EVERYONE
        for name in NARROWEST_FIRST:
            keeps = KEEPS[name](self._of, asked, left)
            if keeps is not None:
                left = np.flatnonzero(keeps) if isinstance(left, slice) else left[keeps]
        return np.arange(self._size) if isinstance(left, slice) else left

    def counted(self, asked: Wanted, best: int, limits: tuple[str, ...]) -> tuple[Top, list[tuple[int, int]]]:
        """The best, and per limit how many break it and how many break it alone: every limit of everyone."""
        once = np.zeros(self._size, dtype=bool)
        twice = np.zeros(self._size, dtype=bool)
        out = {}
        for name in limits:
            keeps = KEEPS[name](self._of, asked, EVERYONE)
            if keeps is not None:
                out[name] = ~keeps
                twice |= once & out[name]
                once |= out[name]
        only_once = once & ~twice
        costs = [
            (int(np.count_nonzero(out[name])), int(np.count_nonzero(out[name] & only_once)))
            if name in out
            else (0, 0)
            for name in limits
        ]
        return self._best(asked, np.flatnonzero(~once), best), costs

    def _best(self, asked: Wanted, left: Array, best: int) -> Top:
        utilities = self._utilities(asked, left)
        if len(left) > best:
            least = np.partition(utilities, -best)[-best]
            chosen = np.flatnonzero(utilities >= least)
            left, utilities = left[chosen], utilities[chosen]
        order = np.lexsort((self._of["tie"][left], -utilities))[:best]
        return list(zip(left[order].tolist(), utilities[order].tolist(), strict=True))

    def _utilities(self, asked: Wanted, rows: Array) -> Array:
        of, unit = self._of, QUESTIONNAIRE_R * SPREAD_OF_RATINGS
        fits = {"concerns": _concerns(of, asked, rows), "wishes": _wishes(of, asked, rows)}
        offered = self._offered[of["ways"][rows]] if asked.goals or asked.tasks else None
        fits["goals"] = _weighed(offered, asked.goals, "goals", 0)
        fits["tasks"] = _weighed(offered, asked.tasks, "tasks", len(GOALS))
        for axis, ideal in asked.styles:
            near = fit.TYPICAL_SQUARED_DISTANCE - (of[axis][rows] - ideal) ** 2
            fits[axis] = asked.style_weight * near / fit.SPREAD_SQUARED_DISTANCE
        total = TYPICAL_RATING + of["stale"][rows] + asked.parts["bond"] * of["warmth_points"][rows]
        for name, value in fits.items():
            if value is not None:
                points = unit * FEATURES[name].weight * asked.parts[FEATURES[name].part]
                total += points * np.where(np.isnan(value), 0.0, value)
        return np.round(total, UTILITY_DECIMALS)


def _concerns(of: Any, asked: Wanted, rows: Array) -> Array:
    mean, spread = fit.TYPICAL_SHARE["concerns"]
    held = of["concerns"][rows]
    share = sum(weight * (held >> bit & 1) for bit, weight in asked.concerns)
    return (share / sum(weight for _, weight in asked.concerns) - mean) / spread


def _weighed(offered: Any, weights: tuple[tuple[int, float], ...], name: str, first: int) -> Array | None:
    if not weights:
        return None
    mean, spread = fit.TYPICAL_SHARE[name]
    places, values = zip(*weights, strict=True)
    share = offered[:, [first + place for place in places]] @ np.array(values, dtype=float)
    return (share / np.abs(values).sum() - mean) / spread


def _wishes(of: Any, asked: Wanted, rows: Array) -> Array | None:
    if not asked.wishes:
        return None
    mean, spread = fit.TYPICAL_SHARE["wishes"]
    kept = sum(_is(of, column, value, rows).astype(float) for column, value in asked.wishes)
    said = sum((of[column][rows] != 0).astype(float) for column, _ in asked.wishes)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(said > 0, kept / said, np.nan)
    return (share - mean) / spread


def _has(of: Any, column: str, mask: int, rows: Rows) -> Array:
    return (of[column][rows] & mask) != 0


def _is(of: Any, column: str, value: int, rows: Rows) -> Array:
    return _has(of, column, value, rows) if is_list(column) else of[column][rows] == value


def _kind(of: Any, asked: Wanted, rows: Rows) -> Array | None:
    return None if asked.kind == "either" else of["therapist"][rows] == (asked.kind == "therapist")


def _coach_scope(of: Any, asked: Wanted, rows: Rows) -> Array | None:
    return None if asked.coach_may else of["therapist"][rows] == 1


def _licence(of: Any, asked: Wanted, rows: Rows) -> Array:
    licensed = _has(of, "licences", asked.state, rows) & (of["expires"][rows] >= asked.on)
    return licensed | (of["therapist"][rows] == 0)


def _near(of: Any, asked: Wanted, rows: Rows) -> Array | None:
    if asked.elsewhere is None:
        return None
    x, y, z = asked.here
    near = of["x"][rows] * x + of["y"][rows] * y + of["z"][rows] * z >= asked.nearness
    formats = of["formats"][rows]
    return ((formats & asked.elsewhere) != 0) | ((formats & IN_PERSON) == 0) | near


def _paid(of: Any, asked: Wanted, rows: Rows) -> Array | None:
    if asked.payer == "any" and asked.max_fee is None:
        return None
    if asked.payer == "insurer":
        return _has(of, "payers", asked.insurer, rows)
    paid = _has(of, "payers", asked.self_pay, rows)
    if asked.max_fee is not None:
        lowest = (of["sliding"][rows] == 1) & (of["fee_min"][rows] <= asked.max_fee)
        paid &= (of["fee_max"][rows] <= asked.max_fee) | lowest
    if asked.payer == "self":
        return paid
    return paid | _has(of, "payers", asked.any_insurer if asked.payer == "any" else asked.insurer, rows)


def _free(of: Any, asked: Wanted, rows: Rows) -> Array | None:
    """The client's hours in each provider's zone are looked up by zone, then three words are compared."""
    if asked.hours is None:
        return None
    zones = of["zone"][rows]
    kept = np.zeros((WORDS, MOST_ZONES), dtype=np.int64)
    for zone, words in asked.hours:
        kept[:, zone] = words
    met = [of[f"hours{word}"][rows] & kept[word].take(zones) for word in range(WORDS) if kept[word].any()]
    return reduce(or_, met, np.zeros(len(zones), dtype=np.int64)) != 0


def _must(of: Any, asked: Wanted, rows: Rows) -> Array | None:
    found = None
    for column, value in asked.must:
        keeps = _is(of, column, value, rows)
        found = keeps if found is None else found & keeps
    return found


Keeps = Callable[[Any, Wanted, Rows], Array | None]
# None where the client asks for nothing.
KEEPS: dict[str, Keeps] = {
    "kind": _kind,
    "coach_scope": _coach_scope,
    "licence": _licence,
    "age_group": lambda of, asked, rows: _has(of, "age_groups", asked.age, rows),
    "service": lambda of, asked, rows: _has(of, "services", asked.service, rows),
    "language": lambda of, asked, rows: _has(of, "languages", asked.languages, rows),
    "format": lambda of, asked, rows: _has(of, "formats", asked.formats, rows),
    "max_miles": _near,
    "payer": _paid,
    "slots": _free,
    "must": _must,
    "accepting": lambda of, _asked, rows: of["accepting"][rows] == 1,
    "capacity": lambda of, _asked, rows: of["capacity"][rows] > 0,
}
