"""Prices between nights: they follow places that fill faster, or slower, than time passes."""

from typing import Final

import numpy as np

from rapport.matching.allocation.market import Floats

# By how much a price moves for all of the time and none of the places, as a part of what a place is worth:
# the best of .03 to .5 on made days (`rapport bench allocate`), almost a percent over prices that stand.
PACE: Final = 0.25


def paced(prices: Floats, time_left: float, places_left: Floats, worth: float) -> Floats:
    """What does a place cost now?

    Args:
        prices: shape (providers,), of the night, in points, at least 0.
        time_left: the part of the time until the next night, 0 to 1.
        places_left: shape (providers,), the part of the night's places that is left, 0 to 1 (more where
            places were added).
        worth: what a place in a list is typically worth, in points: the unit of PACE.

    Returns:
        Shape (providers,): at least 0. As it was where places fill as time passes; 0 stays 0 while places
        last as long as the time.

    Source: the idea, Agrawal, Wang and Ye (2014), Oper. Res. 62:876 (from memory, unverified); the size is
    ours.
    Compared with: prices that stand, first come, first served, and hindsight (`rapport bench allocate`).

    >>> paced(np.array([0.0, 2.0, 2.0]), 0.5, np.array([0.9, 0.5, 0.0]), 10.0).tolist()
    [0.0, 2.0, 3.25]
    """
    moved: Floats = np.maximum(prices + PACE * worth * (time_left - places_left), 0)
    return moved
