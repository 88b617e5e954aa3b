"""What lies behind the items of a scale: how many factors, how strongly each item shows the first, omega."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from rapport.errors import BadInput, Problem

Matrix = NDArray[np.float64]

# Unique variances are kept inside these, so that no item is explained whole (a Heywood case).
LEAST_UNIQUE: Final = 0.005
# Horn (1965) compares with chance; Glorfeld (1995) takes its 95th percentile, not its mean, against
# too many factors.
CHANCE_PERCENTILE: Final = 95.0
CHANCE_SAMPLES: Final = 200


@dataclass(frozen=True, slots=True)
class OneFactor:
    """One factor fitted to k items.

    `loadings` are correlations of items with the factor, in [−1, 1]; `omega` the share of the total's
    variance that the factor makes, 0 to 1; `residual` the root mean square of the correlations it leaves.
    """

    loadings: tuple[float, ...]
    omega: float
    residual: float


@dataclass(frozen=True, slots=True)
class FactorCount:
    """Eigenvalues of the items' correlations beside those of chance, largest first; `factors` are above."""

    eigenvalues: tuple[float, ...]
    by_chance: tuple[float, ...]
    factors: int


def one_factor(correlations: Matrix) -> OneFactor:
    """How much of these items is one thing, and what is the total worth as its measure (omega total)?

    Minimum residuals: loadings that leave the smallest squared correlations between different items
    (Harman and Jones 1966). `ω = (Σλ)² / ((Σλ)² + Σ(1 − λ²))` (McDonald 1999), for standardised items.

    Args:
        correlations: k × k of the items, k at least 3, all finite, none constant.

    Missing data: none can be missing; leave people out before.

    Raises:
        BadInput: fewer than 3 items, or correlations that are not finite.

    Compared with: planted loadings found again, and the closed form for three items, in tests/library.
    """
    if len(correlations) < 3:
        _refuse("3 items or more", str(len(correlations)))
    if not np.isfinite(correlations).all():
        _refuse("items that vary", "one that does not")
    loadings = _minimum_residual(correlations)
    common, unique = float(loadings.sum()) ** 2, float((1 - loadings**2).sum())
    left = correlations - np.outer(loadings, loadings)
    between = left[np.triu_indices(len(left), 1)]
    return OneFactor(
        tuple(loadings.tolist()), common / (common + unique), float(np.sqrt((between**2).mean()))
    )


def _minimum_residual(correlations: Matrix) -> Matrix:
    """Loadings on one factor; the unique variances are searched, the loadings follow from them."""
    start = np.clip(1 / np.diag(np.linalg.pinv(correlations)), LEAST_UNIQUE, 1)
    found = minimize(
        _left_over, start, args=(correlations,), method="L-BFGS-B", bounds=[(LEAST_UNIQUE, 1.0)] * len(start)
    )
    loadings = _loadings(found.x, correlations)
    return loadings if loadings.sum() >= 0 else -loadings


def _left_over(unique: Matrix, correlations: Matrix) -> float:
    left = correlations - np.outer(*[_loadings(unique, correlations)] * 2)
    np.fill_diagonal(left, 0.0)
    return float((left**2).sum()) / 2


def _loadings(unique: Matrix, correlations: Matrix) -> Matrix:
    reduced = correlations - np.diag(unique)
    values, vectors = np.linalg.eigh(reduced)
    return np.asarray(vectors[:, -1] * np.sqrt(max(values[-1], 0.0)), dtype=np.float64)


def factor_count(answers: Matrix, *, generator: np.random.Generator) -> FactorCount:
    """How many factors stand out from chance (parallel analysis)?

    Eigenvalues of the items' correlations, beside those of as many people whose answers to each item are
    shuffled, so that chance has the same distributions.

    Args:
        answers: n people × k items, all finite, n above k.
        generator: the only source of chance.

    Missing data: none can be missing; leave people out before.

    Raises:
        BadInput: no more people than items, or an item that does not vary.

    Source: Horn (1965), Psychometrika 30, 179–185; the percentile after Glorfeld (1995).
    Compared with: planted one- and two-factor answers in tests/library.
    """
    people, items = answers.shape
    if people <= items:
        _refuse(f"more than {items} people", str(people))
    if not (np.ptp(answers, axis=0) > 0).all():
        _refuse("items that vary", "one that does not")
    own = _eigenvalues(answers)
    shuffled = [_eigenvalues(generator.permuted(answers, axis=0)) for _ in range(CHANCE_SAMPLES)]
    chance = np.percentile(shuffled, CHANCE_PERCENTILE, axis=0)
    below = np.flatnonzero(own <= chance)
    return FactorCount(tuple(own.tolist()), tuple(chance.tolist()), int(below[0]) if below.size else items)


def _eigenvalues(answers: Matrix) -> Matrix:
    return np.asarray(np.linalg.eigvalsh(np.corrcoef(answers, rowvar=False))[::-1], dtype=np.float64)


def _refuse(expected: str, arrived: str) -> None:
    raise BadInput(Problem(expected=expected, arrived=arrived, column="answers"))
