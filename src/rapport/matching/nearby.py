"""Which providers of a roster lie within so many miles of a ZIP: what the limit on distance asks."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets, geography
from rapport.matching.bitsets import Set
from rapport.matching.roster import Roster


class Places(NamedTuple):
    """The roster's ZIPs that have a centroid, from south to north, and who practises in each.

    Those in the ZIP at i are `providers[starts[i]:starts[i + 1]]`, as positions in the roster.
    `points`, shape (3, ZIPs): where they lie on the unit sphere.
    """

    latitudes: NDArray[np.float64]
    points: NDArray[np.float64]
    starts: NDArray[np.int64]
    providers: NDArray[np.int64]


# A point may be worked out this far from itself, on the unit sphere: it is a few millionths of a metre.
ROUNDING: Final = 1e-12


def near(roster: Roster, zip_code: str, miles: float) -> Set:
    """Providers whose ZIP's centroid lies within so many miles; those without a known centroid do not."""
    here = geography.centroid(zip_code)
    if here is None:
        return bitsets.nobody(len(roster))
    places = places_of(roster)
    # Only ZIPs in the band of latitudes can be near: a tenth of the haversines.
    reach = miles / geography.MILES_A_DEGREE
    first = int(places.latitudes.searchsorted(here[0] - reach, side="left"))
    last = int(places.latitudes.searchsorted(here[0] + reach, side="right"))
    band = slice(first, last)
    apart = places.points[:, band] - geography.point_of(*here)
    within = first + np.flatnonzero(
        np.add.reduce(apart * apart) <= (geography.chord_of(miles) + ROUNDING) ** 2
    )
    return bitsets.from_positions(_practising(places, within), len(roster))


def _practising(places: Places, zips: NDArray[np.int64]) -> NDArray[np.int64]:
    """Who practises in any of these ZIPs."""
    starts = places.starts.take(zips)
    ends = places.starts.take(zips + 1)
    lengths = ends - starts
    # Each ZIP's run of `providers`, one after the other.
    runs = np.repeat(ends - lengths.cumsum(), lengths)
    return places.providers.take(runs + np.arange(len(runs)))


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
    return Places(
        latitudes,
        geography.on_sphere(latitudes, longitudes),
        np.concatenate([[0], np.cumsum(np.bincount(ranks, minlength=len(northward) + 1)[: len(northward)])]),
        np.argsort(ranks, kind="stable"),
    )
