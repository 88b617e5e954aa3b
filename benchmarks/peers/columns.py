"""The same roster as plain number columns and bit masks, which every peer is given.

Peers get all that can be prepared before a client comes: masks, hours by zone, places as points on
the unit sphere (so that distance is one product), affinities looked up, staleness of openings.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rapport.matching import affinity, geography
from rapport.matching.ranking import DAYS_A_MONTH, FRESH_OPENING, MOST_STALE_POINTS, STALE_POINTS_A_MONTH
from rapport.matching.roster import Roster
from rapport.matching.warmth import HALF_TRUST_SESSIONS, TYPICAL_RATING
from rapport.vocabulary import (
    AGE_GROUPS,
    CONCERNS,
    FORMATS,
    GOALS,
    SELF_PAY,
    SERVICES,
    STATES,
    STYLE_AXES,
    TASKS,
)

Array = NDArray[Any]
# SQL's whole numbers are signed: 56 hours to a word, three words to a week.
WORD, WORDS = 56, 3
MOST_BITS = 62
FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class Columns:
    """One array a column, shape (providers,); `ways` are rows of `offered`, shape (ways, goals + tasks)."""

    of: Mapping[str, Array]
    offered: Array
    places_of: Mapping[str, Mapping[Any, int]]
    ids: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def any_insurer(self) -> int:
        """The bits of all payers but the client."""
        payers = self.places_of["payers"]
        return mask_of([payer for payer in payers if payer != SELF_PAY], payers)


def columns(roster: Roster, on: date) -> Columns:
    """Turn a roster into columns."""
    places_of = {name: _places(roster, name) for name in ("languages", "payers", "identities", "approaches")}
    places_of |= {name: _codes(roster, name) for name in ("gender", "faith", "timezone")}
    closed = {"licences": STATES, "age_groups": AGE_GROUPS, "services": SERVICES, "formats": FORMATS}
    closed["concerns"] = CONCERNS
    places_of |= {name: {code: place for place, code in enumerate(codes)} for name, codes in closed.items()}
    masks = (*closed, "languages", "payers", "identities", "approaches")
    found = {name: _masks(roster, name, places_of[name]) for name in masks}
    found |= {name: _each(roster, name, places_of[name].get, np.int64) for name in ("gender", "faith")}
    found["zone"] = _each(roster, "timezone", places_of["timezone"].get, np.int64)
    found |= _singles(roster) | _points(roster) | _hours(roster)
    found["ways"] = roster.columns["approaches"].codes.astype(np.int64)
    found["stale"] = _stale(roster, on)
    found["warmth_points"] = _warmth_points(roster)
    ranks = np.empty(len(roster), dtype=np.int64)
    ranks[sorted(range(len(roster)), key=roster.ids.__getitem__)] = np.arange(len(roster))
    found["tie"] = ranks
    bits = {name: len(places_of[name]) for name in masks}
    found = {name: _narrow(array, bits.get(name, 0)) for name, array in found.items()}
    return Columns(found, _offered(roster), places_of, roster.ids)


def _narrow(array: Array, bits: int) -> Array:
    """Whole numbers in as few bytes as their values, or the bits of their masks, allow: less to read."""
    if array.dtype.kind == "f":
        return array
    highest = max(int(array.max(initial=0)), (1 << bits) - 1)
    kinds = (np.uint8, np.uint16, np.uint32, np.int64)
    return array.astype(next(kind for kind in kinds if highest <= np.iinfo(kind).max))


def mask_of(values: Iterable[Any], places: Mapping[Any, int]) -> int:
    """The bits of those values that have a place."""
    mask = 0
    for value in values:
        if value in places:
            mask |= 1 << places[value]
    return mask


def _places(roster: Roster, name: str) -> dict[Any, int]:
    distinct = sorted({value for cell in roster.columns[name].values for value in cell})
    assert len(distinct) <= MOST_BITS, f"{name} has more values than a mask has bits"
    return {value: place for place, value in enumerate(distinct)}


def _codes(roster: Roster, name: str) -> dict[Any, int]:
    """A number for each value; 0 is "not said"."""
    said = sorted(value for value in roster.columns[name].values if value)
    return {"": 0} | {value: place for place, value in enumerate(said, 1)}


def _each(roster: Roster, name: str, number: Any, kind: Any) -> Array:
    column = roster.columns[name]
    return np.array([number(value) for value in column.values], dtype=kind)[column.codes]


def _masks(roster: Roster, name: str, places: Mapping[Any, int]) -> Array:
    return _each(roster, name, lambda value: mask_of(value, places), np.int64)


def _singles(roster: Roster) -> dict[str, Array]:
    found = {
        "therapist": _each(roster, "kind", lambda kind: kind == "therapist", np.int64),
        "expires": _each(roster, "licence_expires", lambda day: (day or FAR).toordinal(), np.int64),
        "sliding": _each(roster, "sliding_scale", int, np.int64),
        "accepting": _each(roster, "accepting", int, np.int64),
        "capacity": _each(roster, "capacity", int, np.int64),
    }
    numbers = ("fee_min", "fee_max", *STYLE_AXES)
    return found | {name: roster.columns[name].numbers() for name in numbers}


def _points(roster: Roster) -> dict[str, Array]:
    """Each ZIP's centroid on the unit sphere; NaN where there is none."""
    points = np.array([point(text) for text in roster.columns["zip"].values])
    x, y, z = points[roster.columns["zip"].codes].T
    return {"x": x.copy(), "y": y.copy(), "z": z.copy()}


def point(zip_code: str) -> tuple[float, float, float]:
    """A ZIP's centroid on the unit sphere; NaN where there is none."""
    here = geography.centroid(zip_code) if zip_code else None
    if here is None:
        return (np.nan, np.nan, np.nan)
    latitude, longitude = np.radians(here)
    across = np.cos(latitude)
    return float(across * np.cos(longitude)), float(across * np.sin(longitude)), float(np.sin(latitude))


def words_of(hours: Iterable[int]) -> tuple[int, ...]:
    """Hours of the week as three words of bits."""
    words = [0] * WORDS
    for hour in hours:
        words[hour // WORD] |= 1 << hour % WORD
    return tuple(words)


def _hours(roster: Roster) -> dict[str, Array]:
    column = roster.columns["slots"]
    words = np.array([words_of(cell) for cell in column.values], dtype=np.int64)[column.codes]
    return {f"hours{word}": words[:, word].copy() for word in range(WORDS)}


def _offered(roster: Roster) -> Array:
    """Shape (lists of approaches, goals + tasks): the strongest affinity; NaN when none is listed."""
    table = np.hstack([affinity.goals(), affinity.tasks()])
    assert table.shape[1] == len(GOALS) + len(TASKS)
    unlisted = len(affinity.APPROACHES)
    rows = [
        [row for each in cell if (row := affinity.row_of(each)) < unlisted]
        for cell in roster.columns["approaches"].values
    ]
    nothing = np.full(table.shape[1], np.nan)
    return np.array([table[each].max(axis=0) if each else nothing for each in rows])


def _stale(roster: Roster, on: date) -> Array:
    def points(day: date | None) -> float:
        if day is None:
            return -MOST_STALE_POINTS
        months = (on - day - FRESH_OPENING).days / DAYS_A_MONTH
        return -min(max(STALE_POINTS_A_MONTH * months, 0.0), MOST_STALE_POINTS)

    return _each(roster, "openings_confirmed_on", points, np.float64)


def _warmth_points(roster: Roster) -> Array:
    measured = roster.columns["warmth"].numbers()
    sessions = roster.columns["warmth_sessions"].numbers()
    return np.nan_to_num(sessions / (sessions + HALF_TRUST_SESSIONS) * (measured - TYPICAL_RATING))
