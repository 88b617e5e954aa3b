"""What a choice is expected to be worth: a cross-fitted additive model, for doubly robust estimates.

Linear in a few features, plus a shrunken effect of each provider (or action). A row is never predicted
by a model that saw its client. It need not be right: it only takes spread away where it is.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.learning.policy.estimate import sums

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

FOLDS: Final = 5
# Rows without effect added to each provider's own: a working guess that costs precision only when it is off.
SHRINK: Final = 20.0
# Share of the average square added to the diagonal, so that features that repeat each other do no harm.
RIDGE: Final = 1e-6


class Design(NamedTuple):
    """What the model may know of each row, as it was shown and as the target would have shown it.

    `shown` and `expected`: shape (rows, features), the features and their mean under the target.
    `codes`: shape (rows, chosen), who was chosen. `expect` gives, for effects of shape (effects,), each
    row's sum of effects as the target would choose: shape (rows,).
    """

    shown: Floats
    expected: Floats
    codes: Codes
    effects: int
    expect: Callable[[Floats], Floats]


class Fitted(NamedTuple):
    """The model's worth of what was shown, and of what the target would show: shape (rows,) each."""

    shown: Floats
    expected: Floats


def cross_fitted(design: Design, worth: Floats, clusters: Codes) -> Fitted:
    """Predict every row by a model fitted to the clients of the other folds."""
    shown, expected = np.empty_like(worth), np.empty_like(worth)
    for inside in _folds(clusters):
        slopes, effects = _fit(design, worth, ~inside)
        shown[inside] = (design.shown @ slopes + effects[design.codes].sum(axis=1))[inside]
        expected[inside] = (design.expected @ slopes + design.expect(effects))[inside]
    return Fitted(shown, expected)


def _folds(clusters: Codes) -> Iterator[NDArray[np.bool_]]:
    for fold in range(FOLDS):
        yield clusters % FOLDS == fold


def _fit(design: Design, worth: Floats, rows: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    features, found = design.shown[rows], worth[rows]
    if not len(found):
        return np.zeros(features.shape[1]), np.zeros(design.effects)
    square = features.T @ features
    square += np.eye(len(square)) * (RIDGE * np.trace(square) / len(square))
    slopes: Floats = np.asarray(np.linalg.solve(square, features.T @ found), dtype=np.float64)
    left = found - features @ slopes
    codes = design.codes[rows]
    total = sums(codes.ravel(), np.repeat(left, codes.shape[1]), design.effects)
    count = np.bincount(codes.ravel(), minlength=design.effects)
    effects: Floats = total / (count + SHRINK)
    return slopes, effects
