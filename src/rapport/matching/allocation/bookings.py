"""From lists to bookings: who of three answers, whom the client then takes, and how many lists fill a place.

A place is not taken by standing in a list. A client asks, some of the three offer an appointment
(`matching.replies`), and the client takes one of those. So places are counted in expected bookings, and
nobody stands in more lists than a headcount allows, lest all ask at once.
"""

from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.engines.engine import HERE, Engine
from rapport.matching.allocation.allocate import GAP, Allocation, Way, allocate
from rapport.matching.allocation.certificate import taken
from rapport.matching.allocation.market import NOBODY, Counts, Floats, Market, Numbers, Singles
from rapport.matching.allocation.parted import allocate_parted
from rapport.matching.replies import OFFER_RATE
from rapport.matching.slate import SLATE

# Of two who both offer, one who is worth so many points more is taken e times as often. Assumed: before
# anybody has met, a questionnaire says little (`forecast.QUESTIONNAIRE_R`), and clients choose accordingly.
CHOICE_POINTS: Final = 8.0
# In at most so many lists for each open place. At the published rate of offers one list in four or five
# ends in a booking with one of three; twice as many would still be few enough to be answered. Assumed.
LISTS_A_PLACE: Final = 8
# So often places that were left over are given out again, before lists are only taken away.
ROUNDS: Final = 3
_ROUNDING: Final = 1e-9


class Supply(NamedTuple):
    """What providers have.

    Shapes (providers,): `places` open, counted in bookings; `offers`, how likely each is to answer a request
    with an offer, 0 to 1; `most_lists`, the headcount.
    """

    places: Counts
    offers: Floats
    most_lists: Counts

    @classmethod
    def of(cls, places: Counts, offers: Floats | None = None) -> "Supply":
        """Open places, answered as published where nothing is known of a provider."""
        rates = np.full(len(places), OFFER_RATE) if offers is None else offers
        return cls(places, rates, places * LISTS_A_PLACE)


class Shared(NamedTuple):
    """Lists that are not expected to fill more places than there are.

    `lists`, shape (providers,): in how many each could stand, which is what the certificate is about.
    `expected`, shape (providers,): bookings.
    """

    allocation: Allocation
    lists: Counts
    expected: Floats


def chances(worths: Floats, offers: Floats) -> Floats:
    """How likely is each of a list to be booked?

    Args:
        worths: shape (clients, 3), in points, any level; −inf where nobody stands.
        offers: same shape, how likely each is to offer, 0 to 1.

    Returns:
        Same shape: who offers is independent, and of those who do one is taken, more often who is worth more
        (Luce 1959; as in `slate`). Sums to the chance that anybody offers.

    Compared with: drawing who offers and who is taken, many times over.
    """
    listed = np.isfinite(worths)
    top = np.max(np.where(listed, worths, -np.inf), axis=1, keepdims=True, initial=-np.inf)
    pull = np.where(listed, np.exp((worths - np.where(np.isfinite(top), top, 0)) / CHOICE_POINTS), 0)
    rate = np.where(listed, offers, 0)
    total = np.zeros_like(pull)
    for pattern in product((0.0, 1.0), repeat=worths.shape[1]):
        if any(pattern):
            likely = np.prod(np.where(pattern, rate, 1 - rate), axis=1, keepdims=True)
            pulls = pull * pattern
            total += likely * pulls / np.maximum(pulls.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return total


def share(
    candidates: Numbers,
    worths: Singles,
    supply: Supply,
    *,
    gap: float = GAP,
    prices: Floats | None = None,
    way: Way | None = None,
    homes: Counts | None = None,
    engine: Engine = HERE,
) -> Shared:
    """Three each, so that nobody is expected to be booked more often than they have places.

    How often a list ends in a booking depends on who else stands in it, so lists are made, counted in
    bookings, and made again: with more lists where places stay empty, then with fewer wherever there are
    still too many, until there are none.

    Args:
        candidates, worths, gap, prices, way: as `Market` and `allocate`.
        supply: what providers have.
        homes, engine: as for `allocate_parted`; without homes the market is one.

    Returns:
        Lists for which Σ chances ≤ places holds for every provider, and Σ lists ≤ most_lists. The gap is that
        of the last round's lists, as if those had been given: the linear problem, not the one in bookings.

    Compared with: adding chances up client by client.
    """
    lists = _lists(supply, supply.offers / SLATE)
    for round_ in range(int(lists.sum()) + ROUNDS):
        market = Market.of(candidates, worths, lists)
        if homes is None:
            found = allocate(market, gap=gap, prices=prices, way=way)
        else:
            found = allocate_parted(market, homes, gap=gap, prices=prices, engine=engine)
        prices = found.prices
        expected, stand = _expected(market, found.slates, supply)
        too_many = expected > supply.places + _ROUNDING
        fitting = np.where(stand > 0, _lists(supply, expected / np.maximum(stand, 1)), lists)
        if round_ < ROUNDS:
            lists = np.where(stand < lists, np.maximum(fitting, stand), fitting)
        elif too_many.any():
            lists = np.where(too_many, np.minimum(fitting, lists - 1), lists)
        else:
            break
    return Shared(found, lists, expected)


def _lists(supply: Supply, chance: Floats) -> Counts:
    """In how many lists each may stand, if each list ends in a booking with this chance."""
    fill = np.floor(supply.places / np.maximum(chance, _ROUNDING) + _ROUNDING)
    return np.minimum(fill, supply.most_lists).astype(np.int64)


def _expected(market: Market, slates: Numbers, supply: Supply) -> tuple[Floats, Counts]:
    """Shapes (providers,): bookings expected, and lists stood in."""
    listed = slates != NOBODY
    likely = chances(worths_of(market, slates), np.where(listed, supply.offers[slates], 0))
    size = len(market.places)
    booked: Floats = np.bincount(slates[listed], weights=likely[listed], minlength=size).astype(np.float64)
    return booked, taken(market, slates)


def worths_of(market: Market, slates: Numbers) -> Floats:
    """Shape (clients, 3): what each of a list is worth to that client; −inf where nobody stands."""
    found: NDArray[np.float64] = np.full(slates.shape, -np.inf)
    for place in range(slates.shape[1]):
        row, column = np.nonzero(
            (market.candidates == slates[:, place, None]) & (slates[:, place, None] >= 0)
        )
        found[row, place] = market.worths[row, column]
    return found
