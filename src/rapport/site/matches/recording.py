"""What is kept of a draw, beyond what the client is told: the log that later evaluations stand on.

Everything here is sealed under the client's own key. It holds codes, ids of providers and numbers, and
nothing that the client wrote.
"""

from typing import Any

import numpy as np

from rapport.matching.answers import Answers
from rapport.matching.arms import ArmDraw
from rapport.matching.differences import likeness
from rapport.matching.fit import fit
from rapport.matching.propensity import FEATURE_VERSION, FILTER_VERSION
from rapport.matching.roster import Roster
from rapport.site.matches.choices import Arm
from rapport.site.matches.models import Enrolment
from rapport.site.matches.prices import NONE, Prices

DECIMALS = 6
# The draw with chance has at most 12 in its pool; a uniform draw looks at no likeness, and has no need of it.
MOST_ALIKE = 12
FEATURE = "x_"
CONCERN = "x_concern_"


def record_of(
    drawn: ArmDraw, roster: Roster, answers: Answers, *, enrolment: Enrolment | None, prices: Prices
) -> dict[str, Any]:
    """What the client is shown beside the three, and the policy log."""
    shortlist = drawn.shortlist
    arm = enrolment.allocation.arm if enrolment else Arm.MODEL.value
    # A uniform draw looks at no price.
    prices = NONE if arm == Arm.RANDOM_ELIGIBLE else prices
    shortfall = shortlist.shortfall
    return {
        "limits": [each._asdict() for each in shortlist.limits],
        "shortfall": {"found": shortfall.found, "widen": [each._asdict() for each in shortfall.widen]}
        if shortfall
        else None,
        "crisis": shortlist.crisis,
        "typical": shortlist.typical,
        "log": {**shortlist.log._asdict(), **_beside(drawn, roster, answers, prices), "arm": arm},
    }


def _beside(drawn: ArmDraw, roster: Roster, answers: Answers, prices: Prices) -> dict[str, Any]:
    """What the draw's own log lacks: pairs, the slate without its order, places, features and versions."""
    places = np.array([roster.position(each) for each in drawn.shortlist.log.pool], dtype=np.int64)
    capacity = roster.columns["capacity"]
    return {
        "unordered": drawn.propensity.unordered,
        "pairs": [list(row) for row in drawn.propensity.pairs],
        "likeness": np.round(likeness(roster, places), DECIMALS).tolist()
        if len(places) <= MOST_ALIKE
        else None,
        "capacity": [int(capacity[int(place)]) for place in places],
        # What was taken off each utility of the pool, as it stood at this draw.
        "prices": priced(prices, places),
        "features": {
            FEATURE + name: [round(float(value), DECIMALS) for value in values]
            for name, values in fit(roster, answers, places).items()
        },
        "concerns": [each.code for each in answers.concerns],
        "versions": {"filter": FILTER_VERSION, "features": FEATURE_VERSION, "prices": prices.version},
    }


def known_before(roster: Roster, answers: Answers, provider_id: str) -> dict[str, float]:
    """Features of one pair before they meet: the standardised fit by name, and the client's concerns."""
    place = roster.position(provider_id)
    if place is None:
        return {}
    found = fit(roster, answers, np.array([place], dtype=np.int64))
    known = {FEATURE + name: round(float(values[0]), DECIMALS) for name, values in found.items()}
    return known | {CONCERN + each.code: 1.0 for each in answers.concerns}


def priced(prices: Prices, places: Any) -> list[float] | None:
    """What places at these positions cost, in points; None where there is room everywhere."""
    if prices.points is None:
        return None
    return [round(float(price), DECIMALS) for price in prices.points[places]]
