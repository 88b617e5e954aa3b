"""Which providers of a roster lie within so many miles of a ZIP: what the limit on distance asks."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets, geography
from rapport.matching.bitsets import Set
from rapport.matching.roster import Roster

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Places(NamedTuple):
    """The roster's ZIPs that have a centroid, from south to north, and who practises in each.

    Those in the ZIP at i are `providers[starts[i]:starts[i + 1]]`, as positions in the roster.
    `points`, shape (3, ZIPs): where they lie on the unit sphere.
    """

    latitudes: Floats
    points: Floats
    starts: Numbers
    providers: Numbers


Add = Callable[[Set, Floats, Numbers, Numbers, int, int, Floats, float], None]


# A point may be worked out this far from itself, on the unit sphere: it is a few millionths of a metre.
ROUNDING: Final = 1e-12


def near(roster: Roster, zip_code: str, miles: float, add: Add | None = None) -> Set:
    """Providers whose ZIP's centroid lies within so many miles; those without a known centroid do not.

    `add` finds them among the ZIPs that may be near, else `add_near` does.
    """
    found, here = bitsets.nobody(len(roster)), geography.centroid(zip_code)
    if here is not None:
        places = places_of(roster)
        # Only ZIPs in the band of latitudes can be near: a tenth of the haversines.
        reach = miles / geography.MILES_A_DEGREE
        first = int(places.latitudes.searchsorted(here[0] - reach, side="left"))
        last = int(places.latitudes.searchsorted(here[0] + reach, side="right"))
        most = (geography.chord_of(miles) + ROUNDING) ** 2
        (add or add_near)(found, *places[1:], first, last, geography.point_of(*here), most)
    return found


def add_near(
    members: Set,
    points: Floats,
    starts: Numbers,
    providers: Numbers,
    first: int,
    last: int,
    here: Floats,
    most: float,
) -> None:
    """Put into a set who practises in a ZIP from `first` to `last` at most this far (squared) from a point.

    Compared with: the compiled kernel, to the last bit (tests/library/unit/test_index_sayings.py).
    """
    apart = points[:, first:last] - here
    zips = first + np.flatnonzero(np.add.reduce(apart * apart) <= most)
    members |= bitsets.from_positions(_practising(starts, providers, zips), len(members) * bitsets.WORD_BITS)


def _practising(starts: Numbers, providers: Numbers, zips: Numbers) -> Numbers:
    """Who practises in any of these ZIPs."""
    ends = starts.take(zips + 1)
    lengths = ends - starts.take(zips)
    # Each ZIP's run of `providers`, one after the other.
    runs = np.repeat(ends - lengths.cumsum(), lengths)
    return providers.take(runs + np.arange(len(runs)))


def places_of(roster: Roster) -> Places:
    """The ZIPs of a roster, and who practises in each."""
    return roster.once("places", lambda: _places(roster))


def _places(roster: Roster) -> Places:
    column = roster.columns["zip"]
    numbers = np.array([int(text) if text else -1 for text in column.values], dtype=np.int32)
    rows = geography.rows_of(numbers)
    table = geography.centroids()
    known = np.flatnonzero(rows >= 0)
    northward = known[np.argsort(table["latitude"][rows[known]], kind="stable")]
    rank = np.full(len(rows), len(northward))
    rank[northward] = np.arange(len(northward))
    ranks = rank[column.codes]
    found = table[rows[northward]]
    latitudes, longitudes = (found[name] / geography.MICRODEGREES for name in ("latitude", "longitude"))
    starts = np.concatenate(
        [[0], np.cumsum(np.bincount(ranks, minlength=len(northward) + 1)[: len(northward)])]
    )
    points = geography.on_sphere(latitudes, longitudes)
    return Places(latitudes, points, starts, np.argsort(ranks, kind="stable"))
