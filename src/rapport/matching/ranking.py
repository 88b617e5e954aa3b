"""Whom to draw from: the best of those who keep every limit, by what is forecast and how live they are.

Most are looked at roughly only. A bound on how rough that was says who can still be among the best, and
those alone are worked out exactly: the same people and the same figures, at a fraction of the time.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from operator import neg
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.allocation.floors import FLOOR
from rapport.matching.bitsets import Set
from rapport.matching.fit import Positions
from rapport.matching.forecast import Forecasts, forecast
from rapport.matching.limits import Question
from rapport.matching.reasons import FRESH_OPENING
from rapport.matching.roster import Roster
from rapport.matching.slate import SLATE

if TYPE_CHECKING:
    from rapport.matching.learned import Learned

Floats = NDArray[np.float64]


class Policy(NamedTuple):
    """How three are drawn from the eligible. All figures are in rating points but the pool's size.

    Only people whose utility lies within `tolerance` of the best are drawn from, and at most `pool`
    of them: chance never costs a client more than the tolerance. `floor` is the least chance of standing
    among those drawn that anyone in the pool has (`floor.even_share`); 0 mixes nothing in.
    """

    temperature: float = 1.0
    tolerance: float = 4.0
    difference: float = 1.5
    pool: int = 12
    floor: float = 0.0

    @property
    def name(self) -> str:
        """What the log and the page call this policy."""
        return _name_of(self)


@lru_cache
def _name_of(policy: Policy) -> str:
    floor = f",floor={policy.floor:g}" if policy.floor else ""
    return (
        f"plackett-luce(temperature={policy.temperature:g},tolerance={policy.tolerance:g},"
        f"difference={policy.difference:g},pool={policy.pool}{floor})"
    )


# Operational choices, to be judged by the trial: with these the best-fitting person of a typical
# client stands in the shortlist about half of the time, and nobody more than 4 points below the best does.
DEFAULT_POLICY: Final = Policy()
# A stale opening lowers utility (not the forecast) by this many points a month, up to a limit: the three
# are to be live, and fewer than half of the listed answer (science.md, section 2).
STALE_POINTS_A_MONTH: Final = 0.5
MOST_STALE_POINTS: Final = 3.0
DAYS_A_MONTH: Final = 30.0
STALE_POINTS_A_DAY: Final = STALE_POINTS_A_MONTH / DAYS_A_MONTH
MOST_STALE_DAYS: Final = MOST_STALE_POINTS / STALE_POINTS_A_DAY
# Rounded, so that the order of a file's rows cannot reach the draw through the last bits of a sum.
UTILITY_DECIMALS: Final = 9
ROUNDING: Final = 10.0**-UTILITY_DECIMALS
# So many are worked out exactly as quickly as roughly.
FEW: Final = 100


class Pool(NamedTuple):
    """Those to draw from, best first: positions in the roster, utilities, forecasts."""

    positions: Positions
    utilities: Floats
    forecasts: Forecasts


def pool_of(
    roster: Roster,
    question: Question,
    places: Positions,
    policy: Policy,
    learned: "Learned | None" = None,
    prices: Floats | None = None,
) -> Pool:
    """The best of the providers at these places, as many as the policy draws from at the most.

    `prices`, shape (roster,), in points, come off the utility: no one is then drawn from who is under the
    floor (`allocation.floors`) before any price, unless they are among the three best.

    Compared with: tests/library/unit/test_ranking.py, which sorts everybody.
    """
    forecasts = forecasts_of(roster, question, places, learned)
    beside = _staleness(roster, question.on).take(places)
    if prices is not None:
        near = _near_the_best(forecasts.overall_means + beside)
        places, forecasts = places[near], forecasts.only(near)
        beside = beside[near] - prices.take(places)
    if len(places) > max(policy.pool, FEW):
        hopeful = _hopeful(forecasts, beside, policy.pool)
        places, beside, forecasts = places[hopeful], beside[hopeful], forecasts.only(hopeful)
    utilities = (forecasts.overall_means + beside).round(UTILITY_DECIMALS)
    rows = np.array(best_rows(roster.ids_at(places), utilities.tolist(), policy), dtype=np.int64)
    return Pool(places[rows], utilities[rows], forecasts.only(rows))


def pool_among(
    roster: Roster,
    question: Question,
    among: Set,
    policy: Policy,
    learned: "Learned | None" = None,
    prices: Floats | None = None,
) -> Pool:
    """The best of a set of providers, as many as the policy draws from at the most."""
    return pool_of(roster, question, bitsets.positions(among), policy, learned, prices)


def forecasts_of(
    roster: Roster, question: Question, places: Positions, learned: "Learned | None"
) -> Forecasts:
    """Forecasts for the providers at these places, from what was learned where there is such."""
    if learned is None:
        return forecast(roster, question.answers, places)
    from rapport.matching.learned_forecast import forecast_learned  # Start-up: only a model needs it.

    return forecast_learned(roster, question.answers, places, learned)


def _near_the_best(worth: Floats) -> NDArray[np.int64]:
    """Rows that keep the floor, and the three best."""
    if len(worth) <= SLATE:
        return np.arange(len(worth))
    return np.flatnonzero(worth >= min(FLOOR * worth.max(), np.partition(worth, -SLATE)[-SLATE]))


def _hopeful(forecasts: Forecasts, beside: Floats, most: int) -> NDArray[np.int64]:
    """Rows that may be among the `most` best: roughly as good as the last of these, but for the error."""
    rough, error = forecasts.rough_overall_means()
    rough += beside
    # Twice: the last of the best may be worse than it looks, and who looks worse may be better.
    return np.flatnonzero(rough >= np.partition(rough, -most)[-most] - 2 * (error + ROUNDING))


def _staleness(roster: Roster, on: date) -> Floats:
    """Shape (roster,): points off for openings confirmed too long ago, or never."""
    return roster.remembered(("stale", on), lambda: _work_staleness_out(roster, on))


def _work_staleness_out(roster: Roster, on: date) -> Floats:
    column = roster.columns["openings_confirmed_on"]
    months = [
        np.inf if day is None else (on - day - FRESH_OPENING).days / DAYS_A_MONTH for day in column.values
    ]
    points: Floats = -np.clip(STALE_POINTS_A_MONTH * np.array(months), 0.0, MOST_STALE_POINTS)
    return points.take(column.codes)


def best_rows(ids: Sequence[str], worth: Sequence[float], policy: Policy) -> list[int]:
    """Rows to draw from, best first; ties go to the lower id, so that file order does not matter."""
    rows = sorted(range(len(ids)), key=lambda row: (-worth[row], ids[row]))
    return rows[: size_of_pool([worth[row] for row in rows[: policy.pool]], policy)]


def size_of_pool(worth: Sequence[float], policy: Policy) -> int:
    """How many of these, best first, to draw from: at least three, however far below the best they are."""
    if len(worth) <= SLATE:
        return min(len(worth), policy.pool)
    least = min(worth[0] - policy.tolerance, worth[SLATE - 1])
    return min(policy.pool, bisect_right(worth, -least, key=neg))
