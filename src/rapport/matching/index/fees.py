"""Who takes self pay at a fee that fits, for any highest fee."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.bitsets import Set
from rapport.matching.limits import least_fees
from rapport.matching.roster import Roster

# Sets kept ready: where fees differ more, a set is the nearest smaller one and a few more positions.
MOST_SETS: Final = 256


class Fees(NamedTuple):
    """Those who take self pay, by the lowest fee at which they do.

    `order`: their positions, cheapest first; `fees`: theirs in this order; `bounds`, ascending: how many of
    them each of `sets` holds. `moved` and `moved_to`: positions whose fee changed since, and what it is now
    (infinite: no self pay any more).
    """

    order: NDArray[np.int32]
    fees: NDArray[np.float64]
    bounds: NDArray[np.int64]
    sets: NDArray[np.uint64]
    moved: NDArray[np.int64]
    moved_to: NDArray[np.float64]

    def row(self, max_fee: float) -> tuple[int, int]:
        """How many take self pay at most at this fee, and the last set that holds no others."""
        many = int(self.fees.searchsorted(max_fee, side="right"))
        return many, int(self.bounds.searchsorted(many, side="right")) - 1

    def paying(self, max_fee: float) -> Set | int:
        """Who takes self pay at most at this fee: the number of a set kept ready, or a set of its own."""
        many, row = self.row(max_fee)
        ready = int(self.bounds[row])
        if ready == many and not len(self.moved):
            return row
        found: Set = self.sets[row].copy()
        bitsets.add(found, self.order[ready:many])
        bitsets.remove(found, self.moved)
        bitsets.add(found, self.moved[self.moved_to <= max_fee])
        return found


def fees_of(roster: Roster) -> Fees:
    """Order those who take self pay by their lowest fee."""
    least = least_fees(roster)
    order = np.argsort(least, kind="stable")[: np.count_nonzero(np.isfinite(least))].astype(np.int32)
    fees = least[order]
    ends = np.flatnonzero(np.diff(fees, append=np.inf)) + 1
    bounds = np.concatenate([[0], ends[:: -(-len(ends) // MOST_SETS) or 1]])
    sets = np.zeros((len(bounds), len(bitsets.nobody(len(roster)))), dtype=np.uint64)
    for row in range(1, len(bounds)):
        sets[row] = sets[row - 1]
        bitsets.add(sets[row], order[bounds[row - 1] : bounds[row]])
    nobody = np.zeros(0, dtype=np.int64)
    return Fees(order, fees, bounds, sets, nobody, nobody.astype(np.float64))
