"""Nobody pays for others without a limit: a floor under what anyone is offered."""

from enum import StrEnum
from typing import Final

import numpy as np

from rapport.matching.allocation.market import NOBODY, Floats, Numbers, Singles
from rapport.matching.slate import SLATE

# No one is offered whose forecast is under this part of the client's best eligible one. Operational: a
# service agrees on it.
FLOOR: Final = 0.9


class Short(StrEnum):
    """Why a client is not offered three."""

    FEW = "few"
    FULL = "full"


def above_floor(candidates: Numbers, fits: Floats, floor: float = FLOOR) -> Singles:
    """What is each candidate worth above the least that this client may be offered?

    Args:
        candidates: shape (clients, width), positions or NOBODY.
        fits: same shape, forecasts in points, above 0.
        floor: the part of a client's best fit under which nothing is offered, 0 to 1.

    Returns:
        Same shape: points above floor × best fit, 0 for whoever is under it (and so is no candidate). To be
        offered nobody counts as much as to be offered somebody at the floor, so no place costs more than
        (1 − floor) × best fit.

    Raises:
        ValueError: a floor outside 0 to 1.

    >>> above_floor(np.array([[0, 1, 2]]), np.array([[80.0, 76.0, 60.0]]), 0.9).tolist()
    [[8.0, 4.0, 0.0]]
    """
    if not 0 <= floor <= 1:
        raise ValueError("expected a floor from 0 to 1")
    listed = np.where(candidates == NOBODY, 0.0, fits)
    best = listed.max(axis=1, keepdims=True, initial=0.0)
    worths: Singles = np.maximum(listed - floor * best, 0).astype(np.float32)
    return worths


def why_short(worths: Singles, slates: Numbers) -> list[Short | None]:
    """Of each client: None with three, else whether too few are good enough, or those have no place left."""
    missing = (slates == NOBODY).any(axis=1).tolist()
    few = ((worths > 0).sum(axis=1) < SLATE).tolist()
    return [
        None if not short else Short.FEW if is_few else Short.FULL
        for short, is_few in zip(missing, few, strict=True)
    ]
