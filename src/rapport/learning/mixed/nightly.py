"""What a night of a service needs of learning: a model to match by, and forecasts of the newest sessions.

The bytes hold no client's id, row or effect: what matching needs of providers and of answers, nothing else.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.check import checked, part_of
from rapport.learning.mixed.for_matching import for_matching
from rapport.learning.mixed.forecasts import forecast
from rapport.learning.mixed.model import OVERALL
from rapport.learning.mixed.model import learn as fit
from rapport.learning.sessions import Sessions

Floats: TypeAlias = NDArray[np.float64]


def learn(sessions: Sessions) -> bytes:
    """A model of all sessions as bytes that `rapport.matching.learned` reads."""
    return for_matching(checked(sessions)).to_bytes()


def forecast_newest(sessions: Sessions) -> tuple[Floats, Floats, Floats]:
    """Mean, low and high of the overall rating of each row marked held out, from the other rows alone.

    Returns:
        Each of shape (held out,), in the order of the rows.
    """
    newest = sessions.held_out
    model = fit(part_of(sessions, ~newest), by_part=False)
    found = forecast(
        model,
        sessions.client[newest],
        sessions.provider[newest],
        sessions.features[newest],
        day=sessions.day[newest],
    )
    return found.mean[OVERALL], found.low[OVERALL], found.high[OVERALL]
