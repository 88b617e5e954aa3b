"""The forecast once sessions were rated: what was learned takes the place of the prior's figures.

`mean_f = typical_f + Σ_k points_k·fit_k + what clients' ratings say of the provider in that part`,
for a first session of someone new. Contributions stay true: they sum to each part's mean.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property, partial
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching.answers import Answers
from rapport.matching.fit import FEATURES, Positions
from rapport.matching.forecast import (
    DECIMALS,
    PART_OF,
    POINTS_A_UNIT,
    Z80,
    Contribution,
    Forecasts,
    Interval,
    cut,
    forecast_from,
    narrowing,
)
from rapport.matching.learned import Learned
from rapport.matching.measured import MEASURED
from rapport.matching.roster import Codes, Roster
from rapport.matching.said import weigh
from rapport.vocabulary import PARTS

Floats = NDArray[np.float64]

LEARNED_PART_OF: Final[Mapping[str, str]] = {**PART_OF, **MEASURED}


class LearnedForecasts(Forecasts):
    """Forecasts for n providers from what was learned; `doubt`, shape (n,): of each provider's effect."""

    def __init__(
        self, prior: Forecasts, beside: Mapping[str, Floats], learned: Learned, doubt: Floats
    ) -> None:
        super().__init__(prior.said, prior.weighing, beside, prior.weights)
        self.learned: Final = learned
        self.doubt: Final = doubt

    @property
    def points(self) -> Mapping[str, Floats]:
        """Per feature, shape (n,): the points it adds to its part."""
        points = self._units[:, None] * self.weighing.fit(self.said.astype(np.float64))
        found = {**dict(zip(FEATURES, points, strict=True)), **self.beside}
        return {name: found.get(name, np.zeros(len(self.said))) for name in LEARNED_PART_OF}

    @cached_property
    def _units(self) -> Floats:
        return np.array([self.learned.points[name] for name in FEATURES])

    def part_means(self, part: str) -> Floats:
        """Shape (n,): mean forecast of a part before it is cut to the scale."""
        points = (points for name, points in self.points.items() if LEARNED_PART_OF[name] == part)
        return sum(points, start=np.full(len(self.said), self.learned.typical[part]))

    @cached_property
    def overall_means(self) -> Floats:
        """Shape (n,): the parts' means, weighted as this client weighs them."""
        shares = np.array([self.weights[each.part] for each in FEATURES.values()]) * self._units
        means = weigh(self.said, shares @ self.weighing.slopes())
        means += sum(self.weights[part] * self.learned.typical[part] for part in PARTS)
        for name, points in self.beside.items():
            means += self.weights[LEARNED_PART_OF[name]] * points
        return means

    def only(self, rows: NDArray[np.int64]) -> "LearnedForecasts":
        """The forecasts of some of the providers."""
        prior = super().only(rows)
        return LearnedForecasts(prior, prior.beside, self.learned, self.doubt[rows])

    @cached_property
    def _listed(self) -> list[tuple[str, str, list[float]]]:
        return [
            (name, LEARNED_PART_OF[name], [round(each, DECIMALS) for each in points.tolist()])
            for name, points in self.points.items()
        ]

    def measured_of(self, provider_id: str) -> tuple[int, int] | None:
        """Sessions and clients behind what was measured of a provider; None where nobody rated."""
        effect = self.learned.effects.get(provider_id)
        return None if effect is None else (effect.sessions, effect.clients)

    def intervals(self, contributions: Iterable[Contribution], row: int = 0) -> dict[str, Interval]:
        """One provider's forecasts from what made them: overall, and by part."""
        means = dict(self.learned.typical)
        squares = {part: self.learned.spread[part] ** 2 + float(self.doubt[row]) ** 2 for part in PARTS}
        for feature, part, points in contributions:
            means[part] += points
            unit = self.learned.points.get(feature, 0.0)
            squares[part] += (self.learned.doubts[feature] * points / unit) ** 2 if unit else 0.0
        reach = {part: Z80 * sqrt(squares[part]) for part in PARTS}
        mean, whole = (sum(self.weights[part] * of[part] for part in PARTS) for of in (means, reach))
        found = {"overall": cut(mean, whole * narrowing(self.weights, self.learned.correlation))}
        return found | {part: cut(means[part], reach[part]) for part in PARTS}


def forecast_learned(
    roster: Roster, answers: Answers, positions: Positions, codes: Codes, learned: Learned
) -> LearnedForecasts:
    """Forecast the alliance of one client with the providers at these positions, from what was learned.

    Missing data: a provider without rated sessions is forecast as a typical one, more widely; the warmth that
    a roster tells counts for those alone.
    """
    prior = forecast_from(roster, answers, positions, codes)
    table = roster.remembered(("learned", learned.digest), lambda: _table(roster, learned))[positions]
    beside = dict(prior.beside)
    if "wishes" in beside:
        place = list(FEATURES).index("wishes")
        beside["wishes"] = beside["wishes"] * (learned.points["wishes"] / POINTS_A_UNIT[place])
    if "warmth" in beside:
        beside["warmth"] = beside["warmth"] * (table[:, -1] == 0)
    concerns = _by_concern(roster, answers, learned)[positions]
    for place, name in enumerate(MEASURED):
        beside[name] = (table[:, place] + concerns).round(DECIMALS)
    return LearnedForecasts(prior, beside, learned, table[:, len(PARTS)])


def _table(roster: Roster, learned: Learned) -> Floats:
    """Shape (roster, parts + 2): points by part, doubt, and whether there were sessions."""
    found = np.zeros((len(roster), len(PARTS) + 2))
    found[:, len(PARTS)] = learned.unknown
    for provider_id, effect in learned.effects.items():
        position = roster.position(provider_id)
        if position is not None:
            found[position] = *effect.parts, effect.doubt, 1.0
    return found


def _by_concern(roster: Roster, answers: Answers, learned: Learned) -> Floats:
    """Shape (roster,): further points for the concerns that this client named."""
    total = np.zeros(len(roster))
    for each in answers.concerns:
        key = ("learned", learned.digest, each.code)
        total += roster.remembered(key, partial(_concern, roster, learned, each.code))
    return total


def _concern(roster: Roster, learned: Learned, code: str) -> Floats:
    found = np.zeros(len(roster))
    for provider_id, effect in learned.effects.items():
        position = roster.position(provider_id) if code in effect.concerns else None
        if position is not None:
            found[position] = effect.concerns[code]
    return found
