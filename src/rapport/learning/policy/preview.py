"""What would another way to draw have meant for these clients? Both ways, on the same people, exactly.

Nothing is drawn: the probability of every slate is known, so each client's expected forecast, and how likely
each provider is to be shown, are worked out under both policies on one roster.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.learning.proof.means import mean_of
from rapport.matching import bitsets
from rapport.matching.differences import likeness
from rapport.matching.eligibility import eligible_set
from rapport.matching.forecast import weighed
from rapport.matching.learned import Learned
from rapport.matching.limits import Question
from rapport.matching.ranking import Policy, forecasts_of, pool_among
from rapport.matching.roster import Roster
from rapport.matching.slate import draw
from rapport.vocabulary import PARTS

Floats = NDArray[np.float64]
Weights = Mapping[str, float]
EVEN: Final[Weights] = MappingProxyType(dict.fromkeys(PARTS, 1.0))
FEWEST: Final = 2
# The share of providers whose part of all exposure is told.
MOST_SHOWN: Final = 0.1


class Drawn(NamedTuple):
    """One policy over all these clients.

    `forecast`: mean forecast of those offered, in rating points. `least`: the least chance of standing among
    the three that anyone in any pool has. `reached`: how many providers have any chance at all.
    `concentration`: which part of all exposure goes to the tenth of providers that is shown most.
    """

    forecast: float
    least: float
    reached: int
    concentration: float


class Preview(NamedTuple):
    """Both policies on the same clients.

    `difference`: of the forecasts, after less before, with its 95% interval. `same`: which
    part of the three, on average, would stay the same in distribution, 0 to 1.
    """

    clients: int
    before: Drawn
    after: Drawn
    difference: tuple[float, float, float]
    same: float


class _Seen(NamedTuple):
    forecasts: list[float]
    shown: Floats
    least: float
    inclusion: list[Floats]


def preview(
    roster: Roster,
    questions: Sequence[Question],
    before: Policy,
    after: Policy,
    *,
    learned: Learned | None = None,
    weights: tuple[Weights, Weights] = (EVEN, EVEN),
) -> Preview | None:
    """What changes when three are drawn by another policy?

    Args:
        roster: the providers, as they stand.
        questions: the clients; those with nobody eligible are left out.
        before, after: the two policies.
        learned: what was learned from sessions, or None.
        weights: how much each part counts before and after (`forecast.weighed`). Forecasts of both are told
            with those before, so that one yardstick measures both.

    Returns:
        The preview; None with fewer than two clients who have anybody.

    Missing data: as for `matching.match.match`.

    Compared with: `match` itself, drawn many times over (tests/library/unit/test_preview.py).
    """
    pools = [(each, eligible_set(roster, each)) for each in questions]
    asked = [(each, eligible) for each, eligible in pools if bitsets.count(eligible)]
    if len(asked) < FEWEST:
        return None
    told = weights[0]
    old, new = (
        _seen(roster, asked, policy, learned, used, told)
        for policy, used in zip((before, after), weights, strict=True)
    )
    differences = [one - other for one, other in zip(new.forecasts, old.forecasts, strict=True)]
    shared = [
        np.minimum(one, other).sum() / one.sum()
        for one, other in zip(old.inclusion, new.inclusion, strict=True)
    ]
    return Preview(len(asked), _drawn(old), _drawn(new), mean_of(differences), float(np.mean(shared)))


def _seen(
    roster: Roster,
    asked: Sequence[tuple[Question, bitsets.Set]],
    policy: Policy,
    learned: Learned | None,
    used: Weights,
    told: Weights,
) -> _Seen:
    forecasts, shown, least = [], np.zeros(len(roster)), 1.0
    each_ones: list[Floats] = []
    for question, eligible in asked:
        pool = pool_among(roster, _weighed(question, used), eligible, policy, learned)
        slate = draw(
            pool.utilities,
            likeness(roster, pool.positions),
            temperature=policy.temperature,
            difference=policy.difference,
            floor=policy.floor,
            uniform=lambda: 0.0,
        )
        means = forecasts_of(roster, _weighed(question, told), pool.positions, learned).overall_means
        forecasts.append(float((slate.inclusion * means).sum() / slate.inclusion.sum()))
        least = min(least, float(slate.inclusion.min()))
        chance = np.zeros(len(roster))
        chance[pool.positions] = slate.inclusion
        shown += chance
        each_ones.append(chance)
    return _Seen(forecasts, shown, least, each_ones)


def _weighed(question: Question, weights: Weights) -> Question:
    return question._replace(answers=weighed(question.answers, weights))


def _drawn(seen: _Seen) -> Drawn:
    most = np.sort(seen.shown)[::-1][: max(round(len(seen.shown) * MOST_SHOWN), 1)]
    return Drawn(
        forecast=float(np.mean(seen.forecasts)),
        least=seen.least,
        reached=int((seen.shown > 0).sum()),
        concentration=float(most.sum() / seen.shown.sum()),
    )
