"""The forecast before anyone has met: what published figures allow, and no more.

For part f (goals, tasks, bond) of the alliance, on a scale of 0–100:
`mean_f = typical + points·Σ_k w_k·fit_k (+ measured warmth, for the bond)`.
A questionnaire says little before people meet, so the interval is nearly as wide as ratings are
spread; it narrows with sessions, not with questions. Not validated for couples, families or groups.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import sqrt
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from rapport.matching.answers import Answers
from rapport.matching.fit import FEATURES, Positions, Weighing, weighing, wishes_fit
from rapport.matching.roster import Roster
from rapport.matching.said import Said, error_of, said_by, weigh
from rapport.matching.values import rows_of
from rapport.matching.warmth import SPREAD_OF_RATINGS as SPREAD_OF_RATINGS
from rapport.matching.warmth import THERAPIST_SHARE as THERAPIST_SHARE
from rapport.matching.warmth import TYPICAL_RATING as TYPICAL_RATING
from rapport.matching.warmth import warmth_points, warmth_table
from rapport.vocabulary import PARTS

Floats = NDArray[np.float64]

MODEL: Final = "prior-1"

# Doubt about where a new service's mean will lie (assumed).
DOUBT_OF_TYPICAL: Final = 5.0

# Correlation of a questionnaire's forecast with true fit, taken in the planning simulation of this
# project (r = .15), and our doubt of it (assumed: it may well be .03 or .27). The published record before
# contact is mostly null: therapist features added nothing in a 957-patient dyad model (p = .09).
QUESTIONNAIRE_R: Final = 0.15
DOUBT_OF_R: Final = 0.06

# Goals, tasks and bond correlate .83–.91 in real ratings (design.md, section 4); the middle is taken.
CORRELATION_OF_PARTS: Final = 0.87

# Half the width of a central 80% interval of a normal, in standard deviations.
Z80: Final = 1.2815515655446004
LOWEST, HIGHEST = 0.0, 100.0


class Interval(NamedTuple):
    """A mean and its 80% interval, on the scale of 0–100."""

    mean: float
    low: float
    high: float


class Contribution(NamedTuple):
    """Points that one feature adds to the forecast of one part, above or below the typical rating."""

    feature: str
    part: str
    points: float


# What a forecast is made of: feature → the part of the alliance it speaks to.
PART_OF: Final[Mapping[str, str]] = {name: each.part for name, each in FEATURES.items()} | {"warmth": "bond"}
# Rating points for one standard unit of fit.
UNITS: Final[Mapping[str, float]] = {
    name: QUESTIONNAIRE_R * SPREAD_OF_RATINGS * each.weight for name, each in FEATURES.items()
}
POINTS_A_UNIT: Final = np.array(list(UNITS.values()))


class Forecasts:
    """Forecasts for n providers.

    Points come of what they said (shape (n, said.WIDTH)), as this client weighs it, and of what is no
    weighted sum (`beside`: wishes and warmth, each of shape (n,)). `weights` are how much each part counts
    for this client; they sum to 1.
    """

    # Feature → the part it speaks to; the typical rating by part; points for one unit of each feature; the
    # correlation of two parts of one rating.
    part_of: Mapping[str, str] = PART_OF
    typical: Mapping[str, float] = MappingProxyType(dict.fromkeys(PARTS, TYPICAL_RATING))
    units: Floats = POINTS_A_UNIT
    correlation: float = CORRELATION_OF_PARTS

    def __init__(
        self, said: Said, weighing: Weighing, beside: Mapping[str, Floats], weights: Mapping[str, float]
    ) -> None:
        self.said = said
        self.weighing: Final = weighing
        self.beside = beside
        self.weights: Final = weights

    @property
    def points(self) -> Mapping[str, Floats]:
        """Per feature, shape (n,): the points it adds to its part."""
        return dict(zip(self.part_of, self._points, strict=True))

    @cached_property
    def _points(self) -> Floats:
        """Shape (features, n)."""
        points = self.units[:, None] * self.weighing.fit(self.said.astype(np.float64))
        found = {**dict(zip(FEATURES, points, strict=True)), **self.beside}
        nothing = np.zeros(len(self.said))
        return np.array([found.get(name, nothing) for name in self.part_of])

    def part_means(self, part: str) -> Floats:
        """Shape (n,): mean forecast of a part before it is cut to the scale."""
        points = (points for name, points in self.points.items() if self.part_of[name] == part)
        return sum(points, start=np.full(len(self.said), self.typical[part]))

    @property
    def overall_means(self) -> Floats:
        """Shape (n,): the parts' means, weighted as this client weighs them; features in their order."""
        means = np.full(len(self.said), self._typical_overall)
        for name, points in zip(self.part_of, self._points, strict=True):
            means += self.weights[self.part_of[name]] * points
        return means

    def rough_overall_means(self) -> tuple[Floats, float]:
        """The same, worked out in single precision, in a fraction of the time; and its largest error."""
        means = weigh(self.said, self._column_weights.astype(np.float32)).astype(np.float64)
        means += self._typical_overall
        for name, points in self.beside.items():
            means += self.weights[self.part_of[name]] * points
        return means, error_of(self._column_weights)

    @cached_property
    def _column_weights(self) -> Floats:
        return column_weights(self.weighing, self.weights, self.units)

    @property
    def _typical_overall(self) -> float:
        return sum([self.weights[part] * self.typical[part] for part in PARTS])

    def only(self, rows: Positions) -> Self:
        """The forecasts of some of the providers."""
        found = object.__new__(type(self))
        found.__dict__.update(self.__dict__)  # With what was worked out for this client.
        found.said = self.said.take(rows, axis=0)
        found.beside = {name: points.take(rows) for name, points in self.beside.items()}
        if "_points" in found.__dict__:
            found._points = self._points.take(rows, axis=1)
        return found

    def contributions(self) -> list[tuple[Contribution, ...]]:
        """What made each one's forecast: the typical rating and these sum to each part's mean."""
        points = rounded(self._points).T.tolist()
        names, parts = tuple(self.part_of), tuple(self.part_of.values())
        return [(*rows_of(Contribution, names, parts, each),) for each in points]

    def intervals(self, contributions: Iterable[Iterable[Contribution]]) -> list[dict[str, Interval]]:
        """Each one's forecasts from what made them: overall, and by part."""
        narrowing = self._narrowing
        bounds = []
        for row, each in enumerate(contributions):
            means, reaches = self._uncut(each, row)
            # From the parts before they are cut: an interval that ends at 100 is no surer for it.
            mean = sum([self.weights[part] * means[part] for part in PARTS])
            reach = sum([self.weights[part] * reaches[part] for part in PARTS])
            bounds.append(_cut(mean, reach * narrowing))
            bounds += [_cut(means[part], reaches[part]) for part in PARTS]
        found = list(map(Interval._make, rounded(np.array(bounds)).tolist()))
        names = ("overall", *PARTS)
        starts = range(0, len(found), len(names))
        return [dict(zip(names, found[at : at + len(names)], strict=True)) for at in starts]

    def _uncut(
        self, contributions: Iterable[Contribution], _row: int
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Per part, its mean and half the width of its interval, before both are cut to the scale."""
        added, declared = dict.fromkeys(PARTS, 0.0), dict.fromkeys(PARTS, 0.0)
        for feature, part, points in contributions:
            added[part] += points
            if feature != "warmth":
                declared[part] += points
        means = {part: TYPICAL_RATING + added[part] for part in PARTS}
        doubts = {part: DOUBT * declared[part] for part in PARTS}
        return means, {part: Z80 * sqrt(ALWAYS + doubts[part] * doubts[part]) for part in PARTS}

    def measured_of(self, provider_id: str) -> tuple[int, int] | None:
        """Sessions and clients behind what was measured of a provider; None where nothing was learned."""
        del provider_id
        return None

    @property
    def _narrowing(self) -> float:
        """How much narrower a weighted mean of the correlated parts is than one part."""
        squares = sum([weight * weight for weight in self.weights.values()])
        return sqrt(squares + self.correlation * (1 - squares))


DECIMALS: Final = 2


def rounded(values: Floats) -> Floats:
    """Each value as Python's `round` gives it, to the decimals that are told, in a fraction of the time.

    A product that lies half-way was rounded itself: what that left off says on which side the value lies.
    """
    hundreds = values * HUNDREDS
    whole = np.rint(hundreds)
    half = np.abs(hundreds - whole) == 0.5
    if half.any():
        off = left_off(values, hundreds)
        whole = np.where(half & (off > 0), np.ceil(hundreds), whole)
        whole = np.where(half & (off < 0), np.floor(hundreds), whole)
    found: Floats = whole / HUNDREDS
    return found


HUNDREDS: Final = 10.0**DECIMALS


def left_off(value: Any, hundreds: Any) -> Any:
    """What rounding took off the product of a value and HUNDREDS: exact, for numbers and arrays.

    Source: Dekker (1971), Numerische Mathematik 18:224, a product in two parts.
    """
    spread = value * SPLIT
    high = spread - (spread - value)
    return (high * HUNDREDS - hundreds) + (value - high) * HUNDREDS


# Parts a double into two of 26 bits.
SPLIT: Final = 2.0**27 + 1


def part_of(feature: str) -> str:
    """The part of the alliance a feature speaks to; measured warmth belongs to the bond."""
    return PART_OF[feature]


def forecast(roster: Roster, answers: Answers, positions: Positions) -> Forecasts:
    """Forecast the alliance of one client with the providers at these positions.

    Missing data: what either side did not say adds nothing, which is the typical rating.

    Source: Bordin (1979) for the parts; figures as named above.
    Compared with: `tests/library/references/slow_forecast.py`.
    """
    beside = {}
    wishes, warmth = wishes_fit(roster, answers, positions), _warmth(roster, positions)
    if wishes is not None:
        beside["wishes"] = UNITS["wishes"] * wishes
    if warmth is not None:
        beside["warmth"] = warmth
    return Forecasts(said_by(roster, positions), weighing(answers), beside, part_weights(answers))


def column_weights(weighing: Weighing, weights: Mapping[str, float], units: Floats = POINTS_A_UNIT) -> Floats:
    """Shape (said.WIDTH,): what each column of what a provider says adds to the overall forecast."""
    shares = np.array([weights[each.part] for each in FEATURES.values()])
    return weighing.weights(shares * units)


def part_weights(answers: Answers) -> dict[str, float]:
    """How much each part counts for this client: as they said, else equally."""
    if not answers.parts:
        return dict.fromkeys(PARTS, 1.0 / len(PARTS))
    said = dict(answers.parts)
    weights = {part: said.get(part, 1.0) for part in PARTS}
    total = sum(weights.values())
    return {part: (weight / total if total else 1 / len(PARTS)) for part, weight in weights.items()}


def weighed(answers: Answers, weights: Mapping[str, float]) -> Answers:
    """The answers with what a service holds of the parts: each part's weight is the client's times its own.

    weights: by part, positive; only their ratios count. Even ones change nothing. A part that the client did
    not weigh counts as 1 of theirs.
    """
    if len(set(weights.values())) == 1:
        return answers
    said = dict(answers.parts)
    return answers._replace(parts=tuple((part, said.get(part, 1.0) * weights[part]) for part in PARTS))


def _warmth(roster: Roster, positions: Positions) -> Floats | None:
    """Points of warmth; None where nobody's was measured or judged."""
    _, points = warmth_table(roster)
    return warmth_points(roster, positions) if points.any() else None


# Of half a width: what the questionnaire leaves open, squared, and our doubt of what it says.
ALWAYS: Final = SPREAD_OF_RATINGS**2 * (1 - QUESTIONNAIRE_R**2) + DOUBT_OF_TYPICAL**2
DOUBT: Final = DOUBT_OF_R / QUESTIONNAIRE_R


def _cut(mean: float, half_width: float) -> tuple[float, float, float]:
    """A mean and the ends of its interval, cut to the scale."""
    low, high = mean - half_width, mean + half_width
    if low < LOWEST or high > HIGHEST:
        return min(max(mean, LOWEST), HIGHEST), max(low, LOWEST), min(high, HIGHEST)
    return mean, low, high
