"""One step ahead: what each session's rating was forecast to be from the rows above it, and how it fell."""

from typing import Final, NamedTuple

import numpy as np
from scipy.linalg import solve_triangular

from rapport.learning.drift.components import MEAN, Design, Parameters, covariance
from rapport.learning.drift.likelihood import factor
from rapport.learning.sessions import Codes, Floats

# Clients differ in how much they swing. A client's noise counts as the average until about this many sessions
# say otherwise (chosen on planted data, where 3 to 20 do equally well), and never leaves these bounds.
STEADINESS_SESSIONS: Final = 8.0
# Ratings fall further out than a normal's would. On planted sessions 5 and 10 do equally well where tails are
# heavy, and 10 costs next to nothing where they are not.
DEGREES_OF_FREEDOM: Final = 10.0
LEAST_NOISE, MOST_NOISE = 0.15, 6.0


class Innovations(NamedTuple):
    """Mean and standard deviation of the forecast of each rating from those above it, shape (n,)."""

    mean: Floats
    spread: Floats

    def at(self, rows: Codes) -> "Innovations":
        """Those of these rows."""
        return Innovations(self.mean[rows], self.spread[rows])


def innovations(of: Design, ratings: Floats, theta: Parameters, noise: Floats) -> Innovations:
    """What do the rows above each session forecast for its rating?

    With K = L Lᵀ in the order of the rows and z = L⁻¹(y − m), row t's forecast from those above it has mean
    `y_t − L_tt z_t` and variance `L_tt²`, exactly and for all rows at once.

    Compared with: `tests/library/references/slow_mixed_model.py`, which conditions row by row.
    """
    lower = factor(covariance(of, theta, noise))
    fallen = solve_triangular(lower, ratings - MEAN, lower=True, check_finite=False)
    spread = np.diag(lower).copy()
    return Innovations(ratings - spread * fallen, spread)


def robust_innovations(
    of: Design, ratings: Floats, theta: Parameters, noise: Floats
) -> tuple[Innovations, Floats]:
    """The same, where ratings that fell far from their forecast teach less; and the noise each ended with.

    A rating's noise grows as a Student t would have it (Lange, Little and Taylor 1989) once it is known how
    far it fell, which only rows below can tell. A row's own spread is that of its noise beforehand.
    """
    plain = innovations(of, ratings, theta, noise)
    far = ((ratings - plain.mean) / plain.spread) ** 2
    grown = noise * np.maximum(1.0, (DEGREES_OF_FREEDOM + far) / (DEGREES_OF_FREEDOM + 1))
    robust = innovations(of, ratings, theta, grown)
    return Innovations(robust.mean, np.sqrt(robust.spread**2 - grown + noise)), grown


def noise_by_client(
    client: Codes, ratings: Floats, told: Innovations, noise: Floats, average: float
) -> Floats:
    """How noisy is each client beside the average of 1, shrunken to it; shape (codes,).

    The mean of squared errors less what the unknown effects explain of them, in units of the `average` noise
    variance; `noise`, shape (n,), is what it was taken to be.
    """
    explained = told.spread**2 - noise
    excess = ((ratings - told.mean) ** 2 - explained) / average
    counts = np.bincount(client) + STEADINESS_SESSIONS
    sums = np.bincount(client, weights=excess) + STEADINESS_SESSIONS
    found: Floats = np.clip(sums / counts, LEAST_NOISE, MOST_NOISE)
    return found
