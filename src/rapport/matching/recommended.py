"""What a colleague's recommendation adds to the forecast of the bond: a little, said as such, and earned.

Whoever has worked with a client and names a colleague knows something that no questionnaire asks. How much is
not known: nobody has measured it. What it could tell is bounded by how far therapists differ at all, and it
counts only as far as the colleague's earlier referrals went well (`learning.traits.referrers`).

Not applied where the one who recommends has not said what they are to each other: the caller's rule.
"""

from math import sqrt
from typing import Final

from rapport.errors import BadInput, Problem
from rapport.matching.explained import PairForecast
from rapport.matching.forecast import (
    DECIMALS,
    HIGHEST,
    LOWEST,
    SPREAD_OF_RATINGS,
    THERAPIST_SHARE,
    Contribution,
    Interval,
    part_weights,
)
from rapport.matching.reasons import LEAST_POINTS, MOST_REASONS, Statement, reasons
from rapport.matching.values import Once
from rapport.matching.words import gettext_noop, sentence

_ = gettext_noop

RECOMMENDED: Final = "recommended"
PART: Final = "bond"
# How well a colleague's judgement goes with what a therapist is like: assumed, nobody has measured it. To be
# replaced by data of a service's own.
JUDGEMENT_R: Final = 0.3
# In rating points, for somebody one spread of therapists above the typical one.
MOST_POINTS: Final = JUDGEMENT_R * sqrt(THERAPIST_SHARE) * SPREAD_OF_RATINGS


_SAID: Final = sentence(_("Someone who has worked with you recommends them. That adds a little to the bond."))


class Recommended(PairForecast):
    """Somebody whom a colleague recommends: said first, since the client shall know that it counts."""

    @Once
    def reasons(self) -> tuple[Statement, ...]:
        """The recommendation, then the largest other contributions; at most three."""
        *others, own = self.contributions
        said = Statement(PART, RECOMMENDED, _SAID, own.points)
        return (said, *reasons(self.pair, others))[:MOST_REASONS]


def recommended(found: PairForecast, trust: float) -> PairForecast:
    """The forecast of somebody whom a colleague recommends, with that as one more contribution.

    Args:
        found: the forecast without it.
        trust: how far the colleague's referrals have gone well, 0 to 1. What would add too little to be
            said (`reasons.LEAST_POINTS`) adds nothing.

    Returns:
        The bond higher by `trust` times `MOST_POINTS` and the whole by the client's weight of the bond, both
        cut to the scale; as doubtful as before.

    Raises:
        BadInput: trust outside of 0 to 1.
    """
    if not 0 <= trust <= 1:
        raise BadInput(Problem("trust from 0 to 1", "another number", column="trust"))
    points = round(trust * MOST_POINTS, DECIMALS)
    if points < LEAST_POINTS:
        return found
    raised = {PART: points, "overall": points * part_weights(found.pair.answers)[PART]}
    forecast = {name: _moved(each, raised.get(name, 0.0)) for name, each in found.forecast.items()}
    more = Contribution(RECOMMENDED, PART, points)
    return Recommended(
        limits_broken=found.limits_broken,
        forecast=forecast,
        contributions=(*found.contributions, more),
        pair=found.pair,
    )


def _moved(interval: Interval, points: float) -> Interval:
    return Interval._make(min(max(round(each + points, DECIMALS), LOWEST), HIGHEST) for each in interval)
