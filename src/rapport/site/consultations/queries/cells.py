"""Places, prices and who waits, by state, payer, language, concern and all four; nothing of a few clients."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, Final

import numpy as np

from rapport.matching.allocation.market import Counts, Floats
from rapport.matching.answers import Answers
from rapport.matching.roster import Roster
from rapport.site.matches.choices import Cut
from rapport.site.matches.models import PriceCell
from rapport.site.matches.price_models import FEWEST
from rapport.vocabulary import SELF_PAY

# Between the four values of a cell of all of them, in the order of COLUMN; it stands in no code.
BETWEEN: Final = "|"
# The range within which 80 of 100 providers like these lie.
LOW, MIDDLE, HIGH = 10, 50, 90
COLUMN: Final = {
    Cut.STATE: "licences",
    Cut.PAYER: "payers",
    Cut.LANGUAGE: "languages",
    Cut.CONCERN: "concerns",
}


def cells(
    roster: Roster,
    wanted: list[Answers],
    is_short: list[bool],
    *,
    places: Counts,
    prices: Floats,
    more: Floats,
) -> Iterator[PriceCell]:
    """The cells that at least `FEWEST` clients stand in, not yet saved and of no night.

    `is_short`: of each client, whether they get fewer than three. `places`, `prices` and `more`: shapes
    (roster,), open places, prices in points, and people whom one more like each would serve.
    """
    for cut in Cut:
        waiting = Counter(value for each in wanted for value in _values(cut, each))
        short = Counter(
            value for each, is_ in zip(wanted, is_short, strict=True) if is_ for value in _values(cut, each)
        )
        for value in sorted(each for each, count in waiting.items() if count >= FEWEST):
            has = np.flatnonzero(_have(roster, cut, value) & (places > 0))
            yield PriceCell(
                cut=cut,
                value=value,
                waiting=waiting[value],
                short=_told(short[value], waiting[value]),
                **_of_providers(has, places, prices, more),
            )


def _values(cut: Cut, answers: Answers) -> Iterable[str]:
    state, payer, language = [answers.state], [answers.payer or SELF_PAY], [*answers.languages[:1]]
    concerns = [each.code for each in answers.concerns if each.weight]
    if cut is Cut.TOGETHER:
        return map(BETWEEN.join, product(state, payer, language, concerns))
    return {Cut.STATE: state, Cut.PAYER: payer, Cut.LANGUAGE: language, Cut.CONCERN: concerns}[cut]


def _have(roster: Roster, cut: Cut, value: str) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Shape (roster,): who can take somebody with this value, or with all four of them."""
    if cut is not Cut.TOGETHER:
        return roster.columns[COLUMN[cut]].where(lambda listed: value in listed)
    parts = zip(COLUMN, value.split(BETWEEN), strict=True)
    return np.logical_and.reduce([_have(roster, part, one) for part, one in parts])


def _told(short: int, waiting: int) -> int | None:
    """Unknown where they, or the others, are so few that one of them could be found out."""
    return None if 0 < short < FEWEST or 0 < waiting - short < FEWEST else short


def _of_providers(has: Counts, places: Counts, prices: Floats, more: Floats) -> dict[str, Any]:
    if not len(has):
        return {"providers": 0, "places": 0, "price": 0, "alike": 0, "more_low": 0, "more": 0, "more_high": 0}
    low, middle, high = np.percentile(more[has], [LOW, MIDDLE, HIGH]).tolist()
    return {
        "providers": len(has),
        "places": int(places[has].sum()),
        "price": float(np.average(prices[has], weights=places[has])),
        "alike": len(has),
        "more_low": low,
        "more": middle,
        "more_high": high,
    }
