"""The forecast once sessions were rated: what was learned takes the place of the prior's figures.

`mean_f = typical_f + Σ_k points_k·fit_k + what clients' ratings say of the provider in that part`,
for a first session of someone new. Contributions stay true: they sum to each part's mean.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from math import sqrt
from typing import Final, Self

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
    forecast,
)
from rapport.matching.learned import Learned
from rapport.matching.measured import MEASURED
from rapport.matching.roster import Roster
from rapport.vocabulary import PARTS

Floats = NDArray[np.float64]

LEARNED_PART_OF: Final[Mapping[str, str]] = {**PART_OF, **MEASURED}


class LearnedForecasts(Forecasts):
    """Forecasts for n providers from what was learned; `doubt`, shape (n,): of each provider's effect."""

    part_of = LEARNED_PART_OF

    def __init__(
        self, prior: Forecasts, beside: Mapping[str, Floats], learned: Learned, doubt: Floats
    ) -> None:
        super().__init__(prior.said, prior.weighing, beside, prior.weights)
        self.typical = learned.typical
        self.units = np.array([learned.points[name] for name in FEATURES])
        self.correlation = learned.correlation
        self.learned: Final = learned
        self.doubt = doubt

    def only(self, rows: Positions) -> Self:
        """The forecasts of some of the providers."""
        found = super().only(rows)
        found.doubt = self.doubt.take(rows)
        return found

    def measured_of(self, provider_id: str) -> tuple[int, int] | None:
        """Sessions and clients behind what was measured of a provider; None where nobody rated."""
        effect = self.learned.effects.get(provider_id)
        return None if effect is None else (effect.sessions, effect.clients)

    def _uncut(
        self, contributions: Iterable[Contribution], row: int
    ) -> tuple[dict[str, float], dict[str, float]]:
        means = dict(self.learned.typical)
        squares = {part: self.learned.spread[part] ** 2 + float(self.doubt[row]) ** 2 for part in PARTS}
        for feature, part, points in contributions:
            means[part] += points
            unit = self.learned.points.get(feature, 0.0)
            squares[part] += (self.learned.doubts[feature] * points / unit) ** 2 if unit else 0.0
        return means, {part: Z80 * sqrt(squares[part]) for part in PARTS}


def forecast_learned(
    roster: Roster, answers: Answers, positions: Positions, learned: Learned
) -> LearnedForecasts:
    """Forecast the alliance of one client with the providers at these positions, from what was learned.

    Missing data: a provider without rated sessions is forecast as a typical one, more widely; the warmth that
    a roster tells counts for those alone.
    """
    prior = forecast(roster, answers, positions)
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
