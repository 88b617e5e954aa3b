"""How well what a provider offers fits what a client asked for, feature by feature.

Each feature is standardised: 0 is what two people picked at random would give, 1 is one spread
better. A feature is 0 where the client did not say, or the provider did not.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport import vocabulary
from rapport.matching import affinity
from rapport.matching.answers import Answers
from rapport.matching.roster import Column, Roster, codes_at

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]
Codes = Mapping[str, NDArray[np.int32]]


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
    codes = codes_at(roster, positions)
    found = fit_by_cell(roster, answers, codes)
    nothing = np.zeros(len(positions))
    return {name: found[name].each() if name in found else nothing for name in FEATURES}


class ByCell(NamedTuple):
    """A figure for each of n providers, held once a distinct cell: provider i has `values[cells[i]]`."""

    values: Floats
    cells: NDArray[np.int32]

    def each(self) -> Floats:
        """Shape (n,): everybody's figure."""
        return self.values.take(self.cells)

    def at(self, row: int) -> float:
        """One provider's figure."""
        return self.values.item(self.cells.item(row))


def fit_by_cell(roster: Roster, answers: Answers, codes: Codes) -> dict[str, ByCell]:
    """The same of the providers with these codes, for the features that the client said anything about."""
    found = {
        "concerns": _concerns(roster, answers, codes),
        "goals": _goals(roster, answers, codes),
        "tasks": _tasks(roster, answers, codes),
        "wishes": _wishes(roster, answers, codes),
    }
    return {name: each for name, each in found.items() if each is not None} | _styles(roster, answers, codes)


def said_only(values: Floats) -> Floats:
    """The values, with 0 where nothing was said (NaN)."""
    return np.where(np.isnan(values), 0.0, values)


def _concerns(roster: Roster, answers: Answers, codes: Codes) -> ByCell | None:
    """Share of the client's concerns that the provider works with, by importance; in [0, 1]."""
    column = roster.columns["concerns"]
    table = roster.remembered("concern_flags", lambda: flags(column, vocabulary.CONCERNS))
    weights = {each.code: max(each.weight, LEAST_IMPORTANCE) for each in answers.concerns}
    return _share("concerns", table, _weights(vocabulary.CONCERNS, weights), codes["concerns"])


# Someone named it, so it counts a little even when they said it does not matter now.
LEAST_IMPORTANCE: Final = 0.25


def _goals(roster: Roster, answers: Answers, codes: Codes) -> ByCell | None:
    """How far the provider's ways of working are for the client's goals, by importance; in [0, 1]."""
    table = roster.remembered("goals_offered", lambda: _strongest(roster, affinity.goals()))
    weights = {each.code: each.weight for each in answers.goals}
    return _share("goals", table, _weights(vocabulary.GOALS, weights), codes["approaches"])


def _tasks(roster: Roster, answers: Answers, codes: Codes) -> ByCell | None:
    """Agreement on what to do: wanted tasks offered, less unwanted tasks offered; in [−1, 1]."""
    table = roster.remembered("tasks_offered", lambda: _strongest(roster, affinity.tasks()))
    weights = {each.code: each.weight for each in answers.tasks}
    return _share("tasks", table, _weights(vocabulary.TASKS, weights), codes["approaches"])


def _weights(codes: Sequence[str], weights: Mapping[str, float]) -> Mapping[int, float]:
    return {codes.index(code): weight for code, weight in weights.items() if weight}


# Work a figure out for each distinct cell unless these are so many times more than the people asked about.
MOST_CELLS: Final = 8


def _share(name: str, table: Floats, weights: Mapping[int, float], cells: NDArray[np.int32]) -> ByCell | None:
    """Standardised weighted mean over what a client named, shape (n,); None where they named nothing.

    `table` has shape (codes, cells) and is NaN where a cell says nothing; only the named codes are looked at.
    """
    if not weights:
        return None
    named = table[list(weights)]
    if table.shape[1] > MOST_CELLS * len(cells):
        named, cells = named.take(cells, axis=1), np.arange(len(cells), dtype=np.int32)
    mean, spread = TYPICAL_SHARE[name]
    by = np.array([*weights.values()], dtype=np.float64)
    shares = by @ named / sum(map(abs, weights.values()))
    return ByCell(said_only((shares - mean) / spread), cells)


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
    rows = np.array(affinity.rows_of(chain.from_iterable(column.values)), dtype=np.int64)
    return rows, np.cumsum([0, *lengths[:-1]])


def _wishes(roster: Roster, answers: Answers, codes: Codes) -> ByCell | None:
    """Share of the wishes about the person that are kept, of those the provider says anything about."""
    wishes = wishes_of(answers)
    if not wishes:
        return None
    kept, said = np.zeros(len(codes["gender"])), np.zeros(len(codes["gender"]))
    for column, wish in wishes:
        values = roster.columns[column].values
        said += np.array([bool(value) for value in values], dtype=np.float64).take(codes[column])
        kept += np.array([holds(wish, value) for value in values], dtype=np.float64).take(codes[column])
    mean, spread = TYPICAL_SHARE["wishes"]
    share = kept / np.maximum(said, 1.0)
    standard = np.where(said > 0, (share - mean) / spread, 0.0)
    return ByCell(standard, np.arange(len(standard), dtype=np.int32))


def holds(wish: str, value: object) -> bool:
    """Whether a cell, one code or a list of them, holds the wish."""
    return wish in value if isinstance(value, tuple) else value == wish


def wishes_of(answers: Answers) -> tuple[tuple[str, str], ...]:
    """The client's wishes about the person: (column of the roster, value wished for)."""
    wishes = [("gender", answers.gender)] if answers.gender else []
    wishes += [("identities", each) for each in answers.identities]
    wishes += [("faith", answers.faith)] if answers.faith else []
    return tuple(wishes)


def _styles(roster: Roster, answers: Answers, codes: Codes) -> dict[str, ByCell]:
    """Ideal-point fit on each style axis: nearer is better, either way; scaled by how much style matters."""
    if not answers.style:
        return {}
    axes = [vocabulary.STYLE_AXES.index(axis) for axis, _ in answers.style]
    wanted = np.array([each for _, each in answers.style])[:, None]
    offered = roster.remembered("style_values", lambda: _style_values(roster))[axes]
    weight = answers.style_importance / FULL_STYLE_IMPORTANCE
    standard = weight * (TYPICAL_SQUARED_DISTANCE - (offered - wanted) ** 2) / SPREAD_SQUARED_DISTANCE
    return {
        axis: ByCell(values, codes[axis])
        for (axis, _), values in zip(answers.style, said_only(standard), strict=True)
    }


def _style_values(roster: Roster) -> Floats:
    """Shape (axes, values): what each code of a style column stands for; NaN where it is nothing said."""
    columns = [roster.columns[axis].floats() for axis in vocabulary.STYLE_AXES]
    found = np.full((len(columns), max(map(len, columns))), np.nan)
    for row, values in enumerate(columns):
        found[row, : len(values)] = values
    return found


def flags(column: Column, codes: tuple[str, ...]) -> Floats:
    """Shape (codes, values): 1 where the value's list holds the code."""
    place = {code: index for index, code in enumerate(codes)}
    found = np.zeros((len(codes), len(column.values)))
    rows = np.repeat(np.arange(len(column.values)), [len(value) for value in column.values])
    found[list(map(place.__getitem__, chain.from_iterable(column.values))), rows] = 1.0
    return found
