"""The forecast before anyone has met: what published figures allow, and no more.

For part f (goals, tasks, bond) of the alliance, on a scale of 0–100:
`mean_f = typical + points·Σ_k w_k·fit_k (+ measured warmth, for the bond)`.
A questionnaire says little before people meet, so the interval is nearly as wide as ratings are
spread; it narrows with sessions, not with questions. Not validated for couples, families or groups.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.answers import Answers
from rapport.matching.fit import FEATURES, Positions, Weighing, weighing, wishes_fit
from rapport.matching.roster import Codes, Roster, codes_at
from rapport.matching.said import Said, said_by, weigh
from rapport.vocabulary import PARTS

Floats = NDArray[np.float64]

MODEL: Final = "prior-1"

# Clients rate alliances high. Assumed, to be replaced by a service's own data: ratings of a session on a
# 0–100 scale have a mean near 72 and a spread near 17 (predicting a running mean errs by 13 points).
TYPICAL_RATING: Final = 72.0
SPREAD_OF_RATINGS: Final = 17.0
# Doubt about where a new service's mean will lie (assumed).
DOUBT_OF_TYPICAL: Final = 5.0

# Correlation of a questionnaire's forecast with true fit, taken in the planning simulation of this
# project (r = .15), and our doubt of it (assumed: it may well be .03 or .27). The published record before
# contact is mostly null: therapist features added nothing in a 957-patient dyad model (p = .09).
QUESTIONNAIRE_R: Final = 0.15
DOUBT_OF_R: Final = 0.06

# Share of the spread of alliance ratings that belongs to the therapist: .03–.09 in the literature,
# which conflicts (Del Re 2021 and others; from memory, unverified); the middle is taken.
THERAPIST_SHARE: Final = 0.06
# Sessions after which measured warmth counts half: (1 − share) / share.
HALF_TRUST_SESSIONS: Final = (1 - THERAPIST_SHARE) / THERAPIST_SHARE

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
POINTS_A_UNIT: Final = (
    QUESTIONNAIRE_R * SPREAD_OF_RATINGS * np.array([each.weight for each in FEATURES.values()])
)


class Forecasts:
    """Forecasts for n providers.

    Points come of what they said (shape (n, said.WIDTH)), as this client weighs it, and of what is no
    weighted sum (`beside`: wishes and warmth, each of shape (n,)). `weights` are how much each part counts
    for this client; they sum to 1.
    """

    def __init__(
        self, said: Said, weighing: Weighing, beside: Mapping[str, Floats], weights: Mapping[str, float]
    ) -> None:
        self.said: Final = said
        self.weighing: Final = weighing
        self.beside: Final = beside
        self.weights: Final = weights

    @property
    def points(self) -> Mapping[str, Floats]:
        """Per feature, shape (n,): the points it adds to its part."""
        points = POINTS_A_UNIT[:, None] * self.weighing.fit(self.said.astype(np.float64))
        found = {**dict(zip(FEATURES, points, strict=True)), **self.beside}
        return {name: found.get(name, np.zeros(len(self.said))) for name in PART_OF}

    def part_means(self, part: str) -> Floats:
        """Shape (n,): mean forecast of a part before it is cut to the scale."""
        points = (points for name, points in self.points.items() if PART_OF[name] == part)
        return sum(points, start=np.full(len(self.said), TYPICAL_RATING))

    @cached_property
    def overall_means(self) -> Floats:
        """Shape (n,): the parts' means, weighted as this client weighs them."""
        shares = np.array([self.weights[each.part] for each in FEATURES.values()]) * POINTS_A_UNIT
        means = weigh(self.said, shares @ self.weighing.slopes())
        means += TYPICAL_RATING
        for name, points in self.beside.items():
            means += self.weights[PART_OF[name]] * points
        return means

    def only(self, rows: NDArray[np.int64]) -> "Forecasts":
        """The forecasts of some of the providers."""
        beside = {name: points[rows] for name, points in self.beside.items()}
        return Forecasts(self.said[rows], self.weighing, beside, self.weights)

    def contributions(self, row: int) -> tuple[Contribution, ...]:
        """What made one provider's forecast: the typical rating and these sum to each part's mean."""
        return tuple([Contribution(name, part, points[row]) for name, part, points in self._listed])

    @cached_property
    def _listed(self) -> list[tuple[str, str, list[float]]]:
        """Per feature its part and everybody's points, rounded as they are told."""
        return [
            (name, PART_OF[name], [round(each, DECIMALS) if each else 0.0 for each in points.tolist()])
            for name, points in self.points.items()
        ]

    def intervals(self, contributions: Iterable[Contribution], row: int = 0) -> dict[str, Interval]:
        """One provider's forecasts from what made them: overall, and by part."""
        del row  # All are equally unknown before anyone has met.
        means, half_widths = _uncut(contributions)
        # From the parts before they are cut to the scale: an interval that ends at 100 is no surer for it.
        mean = sum([self.weights[part] * means[part] for part in PARTS])
        reach = sum([self.weights[part] * half_widths[part] for part in PARTS])
        found = {"overall": cut(mean, reach * self._narrowing)}
        for part in PARTS:
            found[part] = cut(means[part], half_widths[part])
        return found

    def measured_of(self, provider_id: str) -> tuple[int, int] | None:
        """Sessions and clients behind what was measured of a provider; None where nothing was learned."""
        del provider_id
        return None

    @cached_property
    def _narrowing(self) -> float:
        return narrowing(self.weights, CORRELATION_OF_PARTS)


def narrowing(weights: Mapping[str, float], correlation: float) -> float:
    """How much narrower a weighted mean of the correlated parts is than one part."""
    squares = sum([weight**2 for weight in weights.values()])
    return sqrt(squares + correlation * (1 - squares))


DECIMALS: Final = 2


def part_of(feature: str) -> str:
    """The part of the alliance a feature speaks to; measured warmth belongs to the bond."""
    return PART_OF[feature]


def forecast(roster: Roster, answers: Answers, positions: Positions) -> Forecasts:
    """Forecast the alliance of one client with the providers at these positions.

    Missing data: what either side did not say adds nothing, which is the typical rating.

    Source: Bordin (1979) for the parts; figures as named above.
    Compared with: `tests/library/references/slow_forecast.py`.
    """
    return forecast_from(roster, answers, positions, codes_at(roster, positions))


def forecast_from(roster: Roster, answers: Answers, positions: Positions, codes: Codes) -> Forecasts:
    """The same, for who has looked their codes up."""
    beside = {}
    wishes, warmth = wishes_fit(roster, answers, codes), _warmth(roster, codes)
    if wishes is not None:
        beside["wishes"] = QUESTIONNAIRE_R * SPREAD_OF_RATINGS * FEATURES["wishes"].weight * wishes
    if warmth is not None:
        beside["warmth"] = warmth
    return Forecasts(said_by(roster, positions), weighing(answers), beside, part_weights(answers))


def part_weights(answers: Answers) -> dict[str, float]:
    """How much each part counts for this client: as they said, else equally."""
    said = dict(answers.parts)
    weights = {part: said.get(part, 1.0) for part in PARTS}
    total = sum(weights.values())
    return {part: (weight / total if total else 1 / len(PARTS)) for part, weight in weights.items()}


def _warmth(roster: Roster, codes: Codes) -> Floats | None:
    """Measured warmth, shrunk to typical by how few sessions stand behind it; None: nobody's was measured."""
    above, trust = roster.once("warmth", lambda: _warmth_tables(roster))
    if not above.any():
        return None
    points: Floats = above.take(codes["warmth"]) * trust.take(codes["warmth_sessions"])
    return points


def _warmth_tables(roster: Roster) -> tuple[Floats, Floats]:
    """For each value of warmth the points above typical, for each number of sessions how far they count."""
    warmth, sessions = (roster.columns[name] for name in ("warmth", "warmth_sessions"))
    many = np.array(sessions.values, dtype=np.float64)
    return warmth.floats(missing=TYPICAL_RATING) - TYPICAL_RATING, many / (many + HALF_TRUST_SESSIONS)


def _uncut(contributions: Iterable[Contribution]) -> tuple[dict[str, float], dict[str, float]]:
    """Per part, its mean and half the width of its interval, before both are cut to the scale."""
    added, declared = dict.fromkeys(PARTS, 0.0), dict.fromkeys(PARTS, 0.0)
    for feature, part, points in contributions:
        added[part] += points
        if feature != "warmth":
            declared[part] += points
    means = {part: TYPICAL_RATING + added[part] for part in PARTS}
    return means, {part: Z80 * sqrt(_ALWAYS + (_DOUBT * declared[part]) ** 2) for part in PARTS}


# What the questionnaire leaves open, squared, and our doubt of what it says.
_ALWAYS: Final = SPREAD_OF_RATINGS**2 * (1 - QUESTIONNAIRE_R**2) + DOUBT_OF_TYPICAL**2
_DOUBT: Final = DOUBT_OF_R / QUESTIONNAIRE_R


def cut(mean: float, half_width: float) -> Interval:
    """An interval around a mean, cut to the scale."""
    low, high = mean - half_width, mean + half_width
    if low < LOWEST or high > HIGHEST:
        low, mean, high = (min(max(each, LOWEST), HIGHEST) for each in (low, mean, high))
    return Interval(round(mean, DECIMALS), round(low, DECIMALS), round(high, DECIMALS))
