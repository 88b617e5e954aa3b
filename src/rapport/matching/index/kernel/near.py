"""Who practises near a place, compiled: as `nearby.add_near`."""

import numba
import numpy as np


@numba.njit
def add_near(members, points, starts, providers, first, last, here, most):
    """Put into a set who practises in the ZIPs from `first` to `last` that are near enough (`nearby`)."""
    for place in range(first, last):
        x, y, z = points[0, place] - here[0, 0], points[1, place] - here[1, 0], points[2, place] - here[2, 0]
        if x * x + y * y + z * z <= most:
            for number in range(starts[place], starts[place + 1]):
                who = np.uint64(providers[number])
                members[who >> np.uint64(6)] |= np.uint64(1) << (who & np.uint64(63))
