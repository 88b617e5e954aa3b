"""How well what a provider offers fits what a client asked for, feature by feature.

Each feature is standardised: 0 is what two people picked at random would give, 1 is one spread
better. A feature is 0 where the client did not say, or the provider did not.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport import vocabulary
from rapport.matching import affinity
from rapport.matching.answers import Answers
from rapport.matching.roster import Column, Roster, numbers

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


class Feature(NamedTuple):
    """One thing that may fit: the part of the alliance it speaks to and its editorial weight in it.

    The weights of a part have a sum of squares of one, so that a part's fit has unit spread when
    its features are independent. They are the project's judgement before there is data.
    """

    part: str
    weight: float


FEATURES: Final[Mapping[str, Feature]] = {
    "concerns": Feature("goals", 0.8),
    "goals": Feature("goals", 0.6),
    "tasks": Feature("tasks", 0.8),
    "directive": Feature("tasks", 0.45),
    "past": Feature("tasks", 0.4),
    "emotional": Feature("bond", 0.5),
    "challenge": Feature("bond", 0.6),
    "wishes": Feature("bond", 0.62),
}

# Mean and spread of each raw feature over pairs picked at random.
# Shares: rounded between two made-up practices, our own and one of 3,000 providers drawn without any
# regard to who would suit whom (tests/library/references/test_fit_is_standard.py).
TYPICAL_SHARE: Final[Mapping[str, tuple[float, float]]] = {
    "concerns": (0.32, 0.38),
    "goals": (0.53, 0.38),
    "tasks": (0.15, 0.60),
    "wishes": (0.52, 0.47),
}
# Squared distance of two independent answers, uniform on −3 … 3: mean 8, spread 9.38 (arithmetic).
TYPICAL_SQUARED_DISTANCE: Final = 8.0
SPREAD_SQUARED_DISTANCE: Final = 9.38
# A style importance of 2 of 3 counts a style feature in full.
FULL_STYLE_IMPORTANCE: Final = 2.0


def fit(roster: Roster, answers: Answers, positions: Positions) -> Mapping[str, Floats]:
    """Standardised fit of each feature for the providers at these positions.

    Args:
        roster: the providers.
        answers: the client.
        positions: shape (n,), places in the roster.

    Returns:
        Per feature of FEATURES, shape (n,); 0 where either side did not say.
    """
    found = {
        "concerns": _concerns(roster, answers, positions),
        "goals": _goals(roster, answers, positions),
        "tasks": _tasks(roster, answers, positions),
        "wishes": _wishes(roster, answers, positions),
    }
    standard = {
        name: (value - TYPICAL_SHARE[name][0]) / TYPICAL_SHARE[name][1] for name, value in found.items()
    }
    standard |= _styles(roster, answers, positions)
    nothing = np.zeros(len(positions))
    return {name: said_only(standard[name]) if name in standard else nothing for name in FEATURES}


def said_only(values: Floats) -> Floats:
    """The values, with 0 where nothing was said (NaN)."""
    return np.where(np.isnan(values), 0.0, values)


def _concerns(roster: Roster, answers: Answers, positions: Positions) -> Floats:
    """Share of the client's concerns that the provider works with, by importance; in [0, 1]."""
    column = roster.columns["concerns"]
    table = roster.remembered("concern_flags", lambda: flags(column, vocabulary.CONCERNS))
    weights = {each.code: max(each.weight, LEAST_IMPORTANCE) for each in answers.concerns}
    return _weighted(table, vocabulary.CONCERNS, weights, column.codes[positions])


# Someone named it, so it counts a little even when they said it does not matter now.
LEAST_IMPORTANCE: Final = 0.25


def _goals(roster: Roster, answers: Answers, positions: Positions) -> Floats:
    """How far the provider's ways of working are for the client's goals, by importance; in [0, 1]."""
    column = roster.columns["approaches"]
    table = roster.remembered("goals_offered", lambda: _strongest(roster, affinity.goals()))
    weights = {each.code: each.weight for each in answers.goals}
    return _weighted(table, vocabulary.GOALS, weights, column.codes[positions])


def _tasks(roster: Roster, answers: Answers, positions: Positions) -> Floats:
    """Agreement on what to do: wanted tasks offered, less unwanted tasks offered; in [−1, 1]."""
    column = roster.columns["approaches"]
    table = roster.remembered("tasks_offered", lambda: _strongest(roster, affinity.tasks()))
    weights = {each.code: each.weight for each in answers.tasks}
    return _weighted(table, vocabulary.TASKS, weights, column.codes[positions])


def _weighted(
    table: Floats, codes: Sequence[str], weights: Mapping[str, float], rows: NDArray[np.int32]
) -> Floats:
    """Weighted mean over the codes a client named; NaN where they named none, or the provider said nothing.

    `table` has shape (codes, values): only the few named codes are looked at, each in one run of memory.
    """
    whole = sum(abs(weight) for weight in weights.values())
    if not whole:
        return np.full(len(rows), np.nan)
    total = np.zeros(len(rows))
    for code, weight in weights.items():
        total += weight * table[codes.index(code)][rows]
    return total / whole


def _strongest(roster: Roster, table: Floats) -> Floats:
    """Shape (codes, values): the strongest affinity among listed approaches; NaN when none is listed."""
    rows, starts = roster.remembered("approach_rows", lambda: approach_rows(roster.columns["approaches"]))
    # One row more, so that the last start is always within the table.
    unlisted = len(affinity.APPROACHES)
    every = table[np.append(rows, unlisted)]
    strongest: Floats = np.maximum.reduceat(every, starts, axis=0)
    known = np.add.reduceat(np.append(rows, unlisted) < unlisted, starts)
    lengths = np.diff(np.append(starts, len(rows)))
    strongest[(lengths == 0) | (known == 0)] = np.nan
    return np.ascontiguousarray(strongest.T)


def approach_rows(column: Column) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the affinity tables of every listed approach, value by value; and where each starts."""
    lengths = [len(value) for value in column.values]
    rows = np.array(list(map(affinity.row_of, chain.from_iterable(column.values))), dtype=np.int64)
    return rows, np.cumsum([0, *lengths[:-1]])


def _wishes(roster: Roster, answers: Answers, positions: Positions) -> Floats:
    """Share of the wishes about the person that are kept, of those the provider says anything about."""
    kept, said = np.zeros(len(positions)), np.zeros(len(positions))
    for column_name, wish in wishes_of(answers):
        column = roster.columns[column_name]
        said += column.where(bool, positions)
        kept += column.where(partial(holds, wish), positions)
    with np.errstate(invalid="ignore"):
        share: Floats = kept / np.where(said > 0, said, np.nan)
    return share


def holds(wish: str, value: object) -> bool:
    """Whether a cell, one code or a list of them, holds the wish."""
    return wish in value if isinstance(value, tuple) else value == wish


def wishes_of(answers: Answers) -> tuple[tuple[str, str], ...]:
    """The client's wishes about the person: (column of the roster, value wished for)."""
    wishes = [("gender", answers.gender)] if answers.gender else []
    wishes += [("identities", each) for each in answers.identities]
    wishes += [("faith", answers.faith)] if answers.faith else []
    return tuple(wishes)


def _styles(roster: Roster, answers: Answers, positions: Positions) -> dict[str, Floats]:
    """Ideal-point fit on each style axis: nearer is better, either way; scaled by how much style matters."""
    weight = answers.style_importance / FULL_STYLE_IMPORTANCE
    return {
        axis: weight
        * (TYPICAL_SQUARED_DISTANCE - (numbers(roster, axis)[positions] - wanted) ** 2)
        / SPREAD_SQUARED_DISTANCE
        for axis, wanted in answers.style
    }


def flags(column: Column, codes: tuple[str, ...]) -> Floats:
    """Shape (codes, values): 1 where the value's list holds the code."""
    place = {code: index for index, code in enumerate(codes)}
    found = np.zeros((len(codes), len(column.values)))
    rows = np.repeat(np.arange(len(column.values)), [len(value) for value in column.values])
    found[list(map(place.__getitem__, chain.from_iterable(column.values))), rows] = 1.0
    return found
