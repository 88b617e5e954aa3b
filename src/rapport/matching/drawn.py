"""Three drawn of those who keep every limit, and what is forecast for them: in numpy."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from rapport.matching.bitsets import Set
from rapport.matching.differences import likeness
from rapport.matching.eligibility import LimitCost
from rapport.matching.forecast import Contribution, Interval
from rapport.matching.limits import Question
from rapport.matching.ranking import Floats, Policy, Pool, pool_among
from rapport.matching.roster import Roster
from rapport.matching.slate import draw
from rapport.matching.values import Once, Record

if TYPE_CHECKING:
    from rapport.matching.index.sentences import Said
    from rapport.matching.learned import Learned

PROPENSITY_DECIMALS: Final = 6


class Drawn(Record):
    """A pool, best first, and who was drawn of it.

    `positions` (in the roster), `ids`, `utilities` and `inclusion` (rounded): of all in the pool. `ordered`:
    the probability of this slate in its order. `rows`: those drawn, places in the pool. Of these in turn:
    `contributions`, `forecasts`, and `measured`, the sessions and clients behind what was learned of them.
    """

    _fields = (
        "positions", "ids", "utilities", "inclusion", "ordered", "rows", "contributions", "forecasts",
        "measured",
    )  # fmt: skip
    positions: list[int]
    ids: list[str]
    utilities: list[float]
    inclusion: list[float]
    ordered: float
    rows: tuple[int, ...]
    contributions: list[tuple[Contribution, ...]]
    forecasts: list[dict[str, Interval]]
    measured: list[tuple[int, int] | None]

    @Once
    def said(self) -> "Said | None":
        """What is said of them, where the kernel chose the sentences."""
        return None


class Found(Record):
    """What a match is made of: how many are eligible, what each limit costs, and who was drawn, how many."""

    _fields = ("eligible", "many", "costs", "drawn")
    eligible: int
    many: int
    costs: tuple[LimitCost, ...]
    drawn: Drawn


def draw_three(
    roster: Roster,
    question: Question,
    among: Set,
    policy: Policy,
    uniform: Callable[[], float],
    learned: "Learned | None" = None,
    prices: Floats | None = None,
) -> Drawn:
    """Draw three of a set of providers, or as many as there are.

    Compared with: the compiled kernel, to the last bit (tests/library/properties/test_index_properties.py).
    """
    pool = pool_among(roster, question, among, policy, learned, prices)
    return drawn_of(roster, pool, policy, uniform)


def drawn_of(roster: Roster, pool: Pool, policy: Policy, uniform: Callable[[], float]) -> Drawn:
    """Draw three of a pool; all of it in numpy."""
    slate = draw(
        pool.utilities,
        likeness(roster, pool.positions),
        temperature=policy.temperature,
        difference=policy.difference,
        uniform=uniform,
        floor=policy.floor,
    )
    forecasts = pool.forecasts.only(np.array(slate.drawn, dtype=np.int64))
    contributions = forecasts.contributions()
    ids = roster.ids_at(pool.positions)
    return Drawn(
        positions=pool.positions.tolist(),
        ids=ids,
        utilities=pool.utilities.tolist(),
        inclusion=slate.inclusion.round(PROPENSITY_DECIMALS).tolist(),
        ordered=slate.ordered,
        rows=slate.drawn,
        contributions=contributions,
        forecasts=forecasts.intervals(contributions),
        measured=[forecasts.measured_of(ids[row]) for row in slate.drawn],
    )
