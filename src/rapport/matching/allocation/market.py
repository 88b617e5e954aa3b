"""Who may be offered to whom, what that is worth, and how many lists each provider can stand in."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.slate import SLATE

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Numbers = NDArray[np.int32]
Counts = NDArray[np.int64]

NOBODY: Final = -1


class Market(NamedTuple):
    """Clients who want three each, and providers who are few.

    `candidates`, shape (clients, width): positions of providers, each at most once in a row, in any order;
    NOBODY fills a row. `worths`, same shape, above 0: what offering that provider adds for that client, in
    points above being offered nobody. `places`, shape (providers,), at least 1 for who is a candidate: in
    how many lists a provider may stand. `size`: of a list, 1 to 3.
    """

    candidates: Numbers
    worths: Singles
    places: Counts
    size: int = SLATE

    @classmethod
    def of(cls, candidates: Numbers, worths: Singles, places: Counts, size: int = SLATE) -> "Market":
        """A market in the types that the auction reads.

        An edge that is worth nothing, or whose provider has no place, is none.

        Raises:
            ValueError: shapes that do not fit, a position that is none, a worth that is no number, places
                under 0, a size that is none.
        """
        if candidates.shape != worths.shape or candidates.ndim != 2 or places.ndim != 1:
            raise ValueError(
                "expected candidates and worths of one shape (clients, width), places of one axis"
            )
        if not 1 <= size <= SLATE:
            raise ValueError("expected lists of one, two or three")
        if places.size and places.min() < 0:
            raise ValueError("expected places of 0 or more")
        inside = (candidates >= NOBODY) & (candidates < len(places))
        if not (inside.all() and np.isfinite(worths).all()):
            raise ValueError("expected positions of providers and finite worths")
        places = np.ascontiguousarray(places, dtype=np.int64)
        kept = (candidates != NOBODY) & (worths > 0)
        kept &= np.append(places, 0).take(candidates, mode="wrap") > 0
        return cls(
            np.where(kept, candidates, NOBODY).astype(np.int32),
            np.where(kept, worths, 0).astype(np.float32),
            places,
            size,
        )

    @property
    def clients(self) -> int:
        """How many want three."""
        return len(self.candidates)
