"""Do prices fall on some groups more than on others? Exposure of providers, and what clients are left with.

Each figure stands beside the same without prices, first come, first served, within the same places. Groups,
small cells, intervals and the alarm below four fifths are those of `fairness`.

Sources: four fifths and small cells as in `fairness`. Exposure as a thing to divide fairly: Singh and
Joachims (2018), KDD, from memory, unverified. Compared with: counting client by client, and planted markets
(tests/library/properties/test_allocation_exposure.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.learning.proof.fairness import FEWEST_SHOWN, RateFigures, rates_by_group
from rapport.matching.allocation.bookings import Shared
from rapport.matching.allocation.candidates import Fits
from rapport.matching.allocation.exposure import Left, Shown, first_come, left_with, shown
from rapport.matching.allocation.groups import groups_of_clients, groups_of_providers
from rapport.matching.allocation.market import Singles
from rapport.matching.answers import Answers
from rapport.matching.roster import Roster
from rapport.matching.slate import SLATE

if TYPE_CHECKING:
    from rapport.matching.learned import Learned

EXPOSURE, PART, THREE, PRICE = "exposure", "part_of_best", "three", "price"
KINDS: Final = (EXPOSURE, PART, THREE, PRICE)
# Said of a group without a ratio, since nothing divided by anything says nothing.
NOTHING: Final = "nothing, while others get something"
Groups = Mapping[str, Sequence[str]]
Numbers = NDArray[np.float64]


class Compared(NamedTuple):
    """One kind of figure of one group: with prices and without; the latter None of a price.

    `kind`: `exposure` (by group of providers: lists against what chance would give, as room allows),
    `part_of_best` (mean fit of who is offered, as a part of the client's best eligible one), `three` (part of
    clients with three, of those who could have three) or `price` (mean price of a place in their lists, in
    points; no alarm).
    """

    kind: str
    by: str
    priced: RateFigures
    free: RateFigures | None


def compared(
    roster: Roster,
    clients: Sequence[Answers],
    fits: Fits,
    worths: Singles,
    shared: Shared,
    *,
    learned: "Learned | None" = None,
) -> tuple[Compared, ...]:
    """Every figure by every group, with prices and without.

    Args:
        roster, clients: who is offered to whom, in the order of `fits`.
        fits, worths, shared: of these clients, as `fits_of`, `above_floor` and `share` give them.
        learned: what was learned from rated sessions, for who is a newcomer.

    Missing data: who is nobody's candidate counts in no exposure; who is offered nobody has no part and no
    price; who has fewer than three candidates does not count among those who could have three.
    """
    candidates, slates = fits.candidates, shared.allocation.slates
    free = first_come(candidates, worths, shared.lists)
    nothing = np.zeros_like(shared.allocation.prices)
    return (
        *of_providers(
            groups_of_providers(roster, learned),
            shown(candidates, slates, shared.lists),
            shown(candidates, free, shared.lists),
        ),
        *of_clients(
            groups_of_clients(clients),
            left_with(candidates, fits.fits, slates, shared.allocation.prices),
            left_with(candidates, fits.fits, free, nothing),
        ),
    )


def of_providers(groups: Groups, priced: Shown, free: Shown) -> Iterator[Compared]:
    """Exposure by group; `groups` by kind, shape (providers,)."""
    for by, names in groups.items():
        yield from _pairs(EXPOSURE, by, *(_rates(names, each.lists, each.chance) for each in (priced, free)))


def of_clients(groups: Groups, priced: Left, free: Left) -> Iterator[Compared]:
    """What clients are left with, by group; `groups` by kind, shape (clients,)."""
    for by, names in groups.items():
        yield from _pairs(PART, by, *(_rates(names, each.parts, each.offered) for each in (priced, free)))
        yield from _pairs(THREE, by, *(_few_hidden(names, each) for each in (priced, free)))
        for each in _rates(names, priced.paid, priced.offered):
            # Little to pay is no harm, and a price costs nobody money: it tells where places are scarce.
            yield Compared(PRICE, by, each._replace(alarm=""), None)


def _pairs(
    kind: str, by: str, priced: Sequence[RateFigures], free: Sequence[RateFigures]
) -> Iterator[Compared]:
    without = {each.group: each for each in free}
    return (Compared(kind, by, each, without.get(each.group)) for each in priced)


def _rates(names: Sequence[str], got: NDArray[np.generic], due: NDArray[np.generic]) -> list[RateFigures]:
    """Of those who were due anything: each is a row and a cluster of their own."""
    rows = np.flatnonzero(due)
    if not len(rows):
        return []
    told = [names[row] for row in rows.tolist()]
    found = rates_by_group(told, rows, rows, got=got[rows], due=due[rows])
    some = any(each.rate for each in found)
    return [each._replace(alarm=NOTHING) if each.rate == 0 and some else each for each in found]


def _few_hidden(names: Sequence[str], left: Left) -> list[RateFigures]:
    """The part of those with three; hidden where they, or the others, are so few that one could be found out.

    Where that hides one group alone, the smallest of the others goes with it, lest it be had by subtraction.
    An alarm stays: it tells of nobody, and who is left with least must not be passed over.
    """
    could = left.could >= SLATE
    found = _rates(names, (left.offered == SLATE) & could, could)
    few = {each.group for each in found if _is_few(each)}
    if len(few) == 1 and len(found) > 1:
        few.add(min((each.people or 0, each.group) for each in found if each.group not in few)[1])
    return [each._replace(rate=None, ratio=None) if each.group in few else each for each in found]


def _is_few(each: RateFigures) -> bool:
    if each.people is None or each.rate is None:
        return False
    have = round(each.rate * each.people)
    return 0 < have < FEWEST_SHOWN or 0 < each.people - have < FEWEST_SHOWN
