"""How well what a provider offers fits what a client asked for, feature by feature.

Each feature is standardised: 0 is what two people picked at random would give, 1 is one spread
better. A feature is 0 where the client did not say, or the provider did not.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import said
from rapport.matching.answers import Answers
from rapport.matching.roster import Column, Roster
from rapport.matching.said import said_by

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
    found = weighing(answers).fit(said_by(roster, positions).astype(np.float64))
    kept = wishes_fit(roster, answers, positions)
    by_name = dict(zip(FEATURES, found, strict=True))
    return by_name if kept is None else by_name | {"wishes": kept}


class Weighing(NamedTuple):
    """How the fit of each feature comes of what a provider says.

    With one row `said` (said.WIDTH columns) it is (sums · said / whole − mean · said[LEVEL]) / SPREAD.
    Sums are of small whole numbers and halves, so they are exact in any order. Only wishes are no
    weighted sum (`wishes_fit`): their row of `sums` is 0, as are those of what the client left open.
    A style may be wanted in any fraction: `scale` and `wanted`, shape (4,), give its fit in one order.
    """

    sums: Floats
    whole: Floats
    mean: Floats
    scale: Floats
    wanted: Floats

    def fit(self, said_columns: Floats) -> Floats:
        """Shape (features, n), of shape (n, said.WIDTH)."""
        by_column = said_columns.T
        shares = self.sums @ by_column / self.whole[:, None]
        fit: Floats = (shares - self.mean[:, None] * by_column.take(LEVEL, axis=0)) / SPREAD[:, None]
        known, value = by_column.take(_KNOWN, axis=0), by_column.take(_VALUE, axis=0)
        near = TYPICAL_SQUARED_DISTANCE - (value - self.wanted[:, None]) ** 2
        # Added to 0, since −0 would be told as it is.
        fit[AXES] = 0.0 + self.scale[:, None] * near * known / SPREAD_SQUARED_DISTANCE
        return fit

    def weights(self, units: Floats) -> Floats:
        """Shape (said.WIDTH,): what each column adds to the sum of all fits, each times its unit."""
        each = units / SPREAD
        found: Floats = each / self.whole @ self.sums - each * self.mean @ _AT_LEVEL
        return found


# Of each feature: its spread, and the column that is 1 where the provider said anything about it.
SPREAD: Final = np.array([TYPICAL_SHARE.get(name, (0.0, SPREAD_SQUARED_DISTANCE))[1] for name in FEATURES])
LEVEL: Final = np.array([said.KNOWN if name in ("goals", "tasks") else said.ONE for name in FEATURES])
_AT_LEVEL: Final = np.eye(said.WIDTH)[LEVEL]
# The features that are axes of style stand side by side: their rows, and the columns of what is said of them.
STYLED: Final = tuple(name for name in FEATURES if name in said.STYLE)
AXES: Final = slice(list(FEATURES).index(STYLED[0]), list(FEATURES).index(STYLED[-1]) + 1)
_KNOWN: Final = np.array([said.STYLE[axis][0] for axis in STYLED])
_VALUE: Final = np.array([said.STYLE[axis][1] for axis in STYLED])


def weighing(answers: Answers) -> Weighing:
    """How this client's answers weigh what providers say."""
    found = Weighing(
        np.zeros((len(FEATURES), said.WIDTH)),
        np.ones(len(FEATURES)),
        np.zeros(len(FEATURES)),
        np.zeros(len(STYLED)),
        np.zeros(len(STYLED)),
    )
    concerns = [(said.CONCERN[code], max(weight, LEAST_IMPORTANCE)) for code, weight in answers.concerns]
    _share_of(found, "concerns", concerns)
    _share_of(found, "goals", [(said.GOAL[code], weight) for code, weight in answers.goals], said.HALVES)
    _share_of(found, "tasks", [(said.TASK[code], weight) for code, weight in answers.tasks], said.HALVES)
    scale = answers.style_importance / FULL_STYLE_IMPORTANCE
    for axis, wanted in answers.style:
        # 8 − (offered − wanted)², where the axis is said.
        known, value, square = said.STYLE[axis]
        row = found.sums[_ROW[axis]]
        row[known] = scale * (TYPICAL_SQUARED_DISTANCE - wanted**2)
        row[value] = scale * 2 * wanted
        row[square] = -scale
        at = _ROW[axis] - AXES.start
        found.scale[at], found.wanted[at] = scale, wanted
    return found


# Someone named it, so it counts a little even when they said it does not matter now.
LEAST_IMPORTANCE: Final = 0.25
_ROW: Final = {name: row for row, name in enumerate(FEATURES)}


def _share_of(found: Weighing, name: str, by_column: Sequence[tuple[int, float]], parts: int = 1) -> None:
    """Write the weighted mean of columns into a row: the share of what was asked for, in [−1, 1]."""
    whole = sum([abs(weight) for _, weight in by_column])
    if whole:
        place = _ROW[name]
        row = found.sums[place]
        for column, weight in by_column:
            row[column] = weight / parts
        found.whole[place], found.mean[place] = whole, TYPICAL_SHARE[name][0]


def wishes_fit(roster: Roster, answers: Answers, positions: Positions) -> Floats | None:
    """Standardised share of the wishes about the person that are kept, of those the provider speaks of.

    Shape (n,); None where the client has no wishes.
    """
    wishes = wishes_of(answers)
    if not wishes:
        return None
    kept, told = np.zeros(len(positions)), np.zeros(len(positions))
    for column, wish in wishes:
        codes = roster.columns[column].codes.take(positions)
        cells_told, cells_kept = wish_table(roster, column, wish)
        told += cells_told.take(codes)
        kept += cells_kept.take(codes)
    mean, spread = TYPICAL_SHARE["wishes"]
    return np.where(told > 0, (kept / np.maximum(told, 1.0) - mean) / spread, 0.0)


def wish_table(roster: Roster, column: str, wish: str) -> tuple[Floats, Floats]:
    """For each distinct cell of a column, 1 where it tells anything, and 1 where it keeps the wish."""
    cells = roster.columns[column]
    told = roster.once(("told", column), partial(_told, cells))
    return told, roster.remembered(("kept", column, wish), partial(_kept, cells, wish))


def _told(column: Column) -> Floats:
    """For each distinct cell, 1 where it tells anything."""
    return np.array([bool(value) for value in column.values], dtype=np.float64)


def _kept(column: Column, wish: str) -> Floats:
    """For each distinct cell, 1 where it keeps the wish."""
    return np.array([holds(wish, value) for value in column.values], dtype=np.float64)


def holds(wish: str, value: object) -> bool:
    """Whether a cell, one code or a list of them, holds the wish."""
    return wish in value if isinstance(value, tuple) else value == wish


def wishable() -> tuple[str, ...]:
    """The columns about the person that a client may have wishes for."""
    return "gender", "identities", "faith"


def wishes_of(answers: Answers) -> tuple[tuple[str, str], ...]:
    """The client's wishes about the person: (column of the roster, value wished for)."""
    wishes = [("gender", answers.gender)] if answers.gender else []
    wishes += [("identities", each) for each in answers.identities]
    wishes += [("faith", answers.faith)] if answers.faith else []
    return tuple(wishes)
