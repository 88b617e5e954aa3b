"""Is a rupture repaired? The operational rule that ours (`rupture.repaired_so_far`) is compared with."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.alliance.trajectory import Courses, Floats

WITHIN: Final = 3  # sessions after the onset
LESS: Final = 0.5  # of a pooled SD below the earlier level
REGAINED: Final = 0.5  # of the drop


def repaired_by_rule(courses: Courses, flagged: NDArray[np.bool_], spread: float) -> list[list[bool | None]]:
    """By pair and check-in: None before any rupture, else whether the latest one is repaired by then.

    A rupture begins at a flagged check-in whose last one was not flagged, or after a repair. It is repaired
    when, within three sessions, the mean of the parts is back to the earlier mean less half a pooled SD, or
    half of the drop is regained; once repaired it stays so. Later check-ins are not used.
    """
    rows = zip(courses.session, courses.mean, flagged, strict=True)
    return [_of_pair(session[session > 0], mean, flags, spread) for session, mean, flags in rows]


def _of_pair(
    session: NDArray[np.int64], mean: Floats, flags: NDArray[np.bool_], spread: float
) -> list[bool | None]:
    found: list[bool | None] = []
    onset, before, lowest, state = 0, 0.0, 0.0, None
    for place, number in enumerate(session):
        value = float(mean[place])
        if flags[place] and (place == 0 or not flags[place - 1]) and state is not False:
            onset, state, lowest = int(number), False, value
            before = float(mean[:place].mean()) if place else value
        elif state is False and number - onset <= WITHIN:
            regained = value - lowest >= REGAINED * (before - lowest) and value > lowest
            state = value >= before - LESS * spread or regained
            lowest = min(lowest, value)
        elif state is False and flags[place] and not flags[place - 1]:
            onset, lowest = int(number), value
        found.append(state)
    return found
