"""How good were forecasts: error, correlation, and whether intervals held what they promised."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.learning.drift.components import earlier_sessions, pairs
from rapport.learning.drift.running_means import running_means
from rapport.learning.drift.sequential import Predictions
from rapport.learning.sessions import HIGHEST_RATING, LOWEST_RATING, Floats, Sessions

# Products of deviations below this are rounding: there is no spread to correlate.
TOO_SMALL: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Figures:
    """Of n forecasts: mean absolute error in points, correlation, coverage in percent and width in points.

    A figure is None where it cannot be told: no row, no spread, no interval.
    """

    n: int
    mae: float | None = None
    r: float | None = None
    coverage80: float | None = None
    width80: float | None = None


def evaluated(sessions: Sessions, predictions: Predictions) -> dict[str, dict[str, Figures]]:
    """How well were the scored sessions forecast, beside running means (contract.md, "Evaluate")?

    Returns:
        by `model`, `global_mean`, `client_mean`, `client_provider_mean`, and by `all`, `first_meetings` and
        `repeat_meetings`. A first meeting has no row of its pair above it.
    """
    is_first = earlier_sessions(pairs(sessions)) == 0
    chosen = {"all": is_first | ~is_first, "first_meetings": is_first, "repeat_meetings": ~is_first}
    ratings = sessions.ratings["overall"]
    found = {
        "model": {
            name: figures(ratings, predictions.mean, predictions.scored & rows, predictions.intervals[80])
            for name, rows in chosen.items()
        }
    }
    for mean, forecast in running_means(sessions).items():
        cut = np.clip(forecast, LOWEST_RATING, HIGHEST_RATING)
        found[mean] = {
            name: figures(ratings, cut, predictions.scored & rows) for name, rows in chosen.items()
        }
    return found


def figures(
    ratings: Floats,
    forecast: Floats,
    rows: NDArray[np.bool_],
    interval: tuple[Floats, Floats] | None = None,
) -> Figures:
    """Figures over the rows chosen; `interval` is (low, high), ends included."""
    given, told = ratings[rows], forecast[rows]
    if not len(given):
        return Figures(0)
    error, r = float(np.abs(given - told).mean()), _correlation(given, told)
    if interval is None:
        return Figures(len(given), error, r)
    low, high = interval[0][rows], interval[1][rows]
    held = 100 * float(((low <= given) & (given <= high)).mean())
    return Figures(len(given), error, r, held, float((high - low).mean()))


def _correlation(given: Floats, told: Floats) -> float | None:
    left, right = given - given.mean(), told - told.mean()
    both = float(np.sqrt((left @ left) * (right @ right)))
    return min(max(float(left @ right) / both, -1.0), 1.0) if both > TOO_SMALL else None
