"""Whether a provider who is written to replies, declines or offers a time.

Shares of 725 requests (10.1037/cou0000624; read). Group differences are a parameter, since audits of
offers need a world in which they are known.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.figures import REPLY_DECLINES, REPLY_NONE, REPLY_OFFERS

Whole: TypeAlias = NDArray[np.int64]

NONE, DECLINES, OFFERS = 0, 1, 2
_TOTAL: Final = REPLY_NONE.value + REPLY_DECLINES.value + REPLY_OFFERS.value


def draw_replies(
    shape: tuple[int, ...], rng: np.random.Generator, *, offers_times: float | NDArray[np.float64] = 1.0
) -> Whole:
    """What came back to each request: `NONE`, `DECLINES` or `OFFERS`.

    Args:
        shape: of the requests, such as (clients, 3).
        rng: the only source of chance.
        offers_times: how many times as often as usual an offer comes, broadcast to `shape`; what is
            gained or lost goes to the other two in proportion. 17/28 is what Kugelmass's Black
            middle-class callers got of the White ones' offers (read in two secondary accounts).
    """
    offers = np.clip(REPLY_OFFERS.value / _TOTAL * np.asarray(offers_times), 0.0, 1.0)
    silent = (1.0 - offers) * REPLY_NONE.value / (REPLY_NONE.value + REPLY_DECLINES.value)
    chance = rng.random(shape)
    return np.asarray(np.where(chance < offers, OFFERS, np.where(chance < offers + silent, NONE, DECLINES)))
