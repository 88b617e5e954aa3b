"""The columns a rating is explained with: constant, growth over sessions, era, what was known beforehand.

Each comes with what was thought of it before these data, so that a few sessions move it little and many
decide: what a questionnaire says enters as `matching.forecast` states it, everything else as nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.equations import Prior
from rapport.matching.fit import FEATURES
from rapport.matching.forecast import (
    DOUBT_OF_R,
    DOUBT_OF_TYPICAL,
    QUESTIONNAIRE_R,
    SPREAD_OF_RATINGS,
    TYPICAL_RATING,
)
from rapport.vocabulary import PARTS

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

CONSTANT, GROWTH, ERA = "constant", "growth", "era"
CONCERN_PREFIX: Final = "x_concern_"
# Doubt (SD) of growth, in points for each unit of log(session): courses are stable or rise slowly
# (Kivlighan 2000); wide enough to be settled by data at once. Our own.
DOUBT_OF_GROWTH: Final = 5.0
# Doubt (SD) of what one spread of the era adds, in points. Our own.
DOUBT_OF_ERA: Final = 2.0
# Doubt (SD) of what one spread of an unknown feature adds: as much as a questionnaire says in all. Our own.
DOUBT_OF_FEATURE: Final = QUESTIONNAIRE_R * SPREAD_OF_RATINGS
DAYS_A_YEAR: Final = 365.25


class Column(NamedTuple):
    """A column as it is used: (value − centre) / scale, and 0 where nothing was said."""

    name: str
    centre: float
    scale: float


@dataclass(frozen=True)
class Columns:
    """The columns of one fit, and the slopes: names of columns that providers may differ in."""

    columns: tuple[Column, ...]
    slopes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names in order."""
        return tuple(each.name for each in self.columns)

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the x_* columns, in order."""
        return self.names[len(FIXED) :]

    def prepared(self, number: Floats | Ints, day: Floats, features: Floats) -> Floats:
        """Shape (n, k): the columns, from session numbers, days (n,) and features (n, x_* columns)."""
        found = np.empty((len(self.columns), len(number))).T
        found[:, 0] = 1.0
        found[:, 1] = np.log(number)
        found[:, 2] = (day - self.columns[2].centre) / self.columns[2].scale
        for place, column in enumerate(self.columns[len(FIXED) :]):
            np.subtract(features[:, place], column.centre, out=found[:, place + len(FIXED)])
            found[:, place + len(FIXED)] /= column.scale
        np.nan_to_num(found, copy=False)
        return found

    def loadings(self, features: Floats) -> Floats:
        """Shape (n, slopes): the client's concerns as they stand, 0 where blank."""
        places = [self.features.index(name) for name in self.slopes]
        return np.nan_to_num(features[:, places])


FIXED: Final = (CONSTANT, GROWTH, ERA)


def columns_of(names: Sequence[str], features: Floats, day: Floats) -> Columns:
    """Which columns, and how is each brought to scale?

    Args:
        names: of the x_* columns; features: shape (n, len(names)), NaN where blank; day: shape (n,).

    Features that matching knows (`x_concerns`, `x_goals`, …) are on its scale already and stay as they are;
    others are centred and divided by their spread. A column without spread explains nothing and stays 0.
    """
    era = Column(ERA, float(day.mean()), float(day.std()) or DAYS_A_YEAR)
    found = [Column(CONSTANT, 0.0, 1.0), Column(GROWTH, 0.0, 1.0), era]
    for name, values in zip(names, features.T, strict=True):
        if name.removeprefix("x_") in FEATURES:
            found.append(Column(name, 0.0, 1.0))
            continue
        said = values[~np.isnan(values)] if np.isnan(values).any() else values
        spread = float(said.std()) if len(said) else 0.0
        found.append(
            Column(name, float(said.mean()) if len(said) else 0.0, spread if spread > 1e-12 else 1.0)
        )
    slopes = tuple(name for name in names if name.startswith(CONCERN_PREFIX))
    return Columns(tuple(found), slopes)


def prior_of_general(columns: Columns) -> Prior:
    """What was known of the mean of the parts: the typical rating, and a third of each part's features."""
    share = 1.0 / len(PARTS)
    return _prior(columns, TYPICAL_RATING, {part: (share, sqrt(share)) for part in PARTS})


def prior_of_part(columns: Columns, part: str) -> Prior:
    """What was known of a part's distance from that mean: the rest of its own features, less a third."""
    share = 1.0 / len(PARTS)
    shares = {each: ((each == part) - share, sqrt(share * (1.0 - share))) for each in PARTS}
    if part in PARTS:
        shares[part] = (1.0 - share, sqrt(1.0 - share))
    return _prior(columns, 0.0, shares if part in PARTS else dict.fromkeys(PARTS, (0.0, share)))


def _prior(columns: Columns, level: float, shares: dict[str, tuple[float, float]]) -> Prior:
    """`shares`: by part, the share of its features' mean and of their doubt."""
    means = [level, 0.0, 0.0]
    doubts = [DOUBT_OF_TYPICAL, DOUBT_OF_GROWTH, DOUBT_OF_ERA]
    for name in columns.features:
        feature = FEATURES.get(name.removeprefix("x_"))
        if feature is None:
            means.append(0.0)
            doubts.append(DOUBT_OF_FEATURE)
        else:
            of_mean, of_doubt = shares[feature.part]
            means.append(QUESTIONNAIRE_R * SPREAD_OF_RATINGS * feature.weight * of_mean)
            doubts.append(DOUBT_OF_R * SPREAD_OF_RATINGS * feature.weight * of_doubt)
    return Prior(np.array(means), np.array(doubts) ** -2.0)
