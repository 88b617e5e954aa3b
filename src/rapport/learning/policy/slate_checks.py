"""Whether a log's probabilities are those of its pools and policy: a wrong one would pass for a finding."""

from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.learning.policy.slate_draw import SLATE, inclusion, together
from rapport.learning.policy.slate_log import MOST_OFF, PAIRS, SlateLog

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# Below this a logged figure may be nothing but the rounding of a log.
LEAST: Final = 1e-6


def check_propensities(log: SlateLog, places: Codes, joint: Floats) -> None:
    """Compare what these requests logged with the draw worked out again.

    Args:
        log: the requests.
        places: shape (requests,), which of them.
        joint: shape (requests, pool, pool, pool), the probability of each of their slates.

    Raises:
        BadInput: the first figure that is off by more than `MOST_OFF`; those not logged are not compared.
    """
    said = np.stack([log.pools[place].inclusion for place in places.tolist()])
    _compare(log, places, "pool", said, inclusion(joint))
    rows, drawn = np.arange(len(places)), log.drawn[places]
    here = (rows, drawn[:, 0], drawn[:, 1], drawn[:, 2])
    _compare(log, places, "ordered_propensity", log.ordered[places][:, None], joint[here][:, None])
    unordered, pairs = log.unordered[places], log.pairs[places]
    if not np.isnan(unordered).all():
        _compare(
            log, places, "unordered_propensity", unordered[:, None], _any_order_of(joint, drawn)[:, None]
        )
    if not np.isnan(pairs).all():
        block = together(joint)[rows[:, None, None], drawn[:, :, None], drawn[:, None, :]]
        _compare(log, places, "pair", pairs.reshape(-1, SLATE**2), block.reshape(-1, SLATE**2))


def _any_order_of(joint: Floats, drawn: Codes) -> Floats:
    rows = np.arange(len(drawn))
    orders = permutations(range(SLATE))
    found: Floats = np.sum([joint[(rows, *drawn[:, order].T)] for order in orders], axis=0)
    return found


def _compare(log: SlateLog, places: Codes, column: str, said: Floats, given: Floats) -> None:
    off = np.abs(said - given) > np.maximum(MOST_OFF * given, LEAST if column != "pool" else MOST_OFF)
    if not off.any():
        return
    request, place = (int(each) for each in np.argwhere(off)[0])
    row = int(log.rows[places[request]])
    if column == "pair":
        row, column = row + place // SLATE, PAIRS[place % SLATE]
    expected = f"{given[request, place]:.6g}, as the pool's utilities, likeness and policy give"
    log.columns.refuse(row, column, expected, f"{said[request, place]:.6g}")
