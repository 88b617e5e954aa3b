"""Drawing three: Plackett–Luce without replacement, with a push towards people who differ.

The first is drawn with probability ∝ exp(utility / temperature). Each later one is drawn the same
way from those left, after taking off `difference` rating points times the mean likeness to those
already drawn. The pool is small, so the probability of every ordered slate is worked out exactly,
and with it each person's probability of standing among the three.

Source: Plackett (1975), Appl. Stat. 24:193; inclusion probabilities by summing over all ordered
slates. Compared with: `tests/library/references/slow_slate.py`, which enumerates slates one by one.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SLATE = 3


class Slate(NamedTuple):
    """The drawn three (places in the pool, in order) and what the draw's probabilities were.

    `inclusion` has shape (pool,): the probability of each standing in the slate, in any position.
    `ordered` is the probability of exactly this slate in this order.
    """

    drawn: tuple[int, ...]
    inclusion: Floats
    ordered: float


def draw(
    utilities: Floats,
    likeness: Floats,
    *,
    temperature: float,
    difference: float,
    uniform: Callable[[], float],
) -> Slate:
    """Draw a slate of three from the pool, or all of a pool of three or fewer.

    Args:
        utilities: shape (pool,), in rating points.
        likeness: shape (pool, pool), symmetric, 0 (nothing alike) to 1 (the same).
        temperature: in rating points, ≥ 0. At 0 the best is always taken, ties going to the
            earlier place, and logs of such draws can teach nothing about other policies.
        difference: rating points a complete likeness costs, ≥ 0.
        uniform: gives the next number in [0, 1).

    Returns:
        The slate; its inclusion probabilities sum to the number drawn.
    """
    size = min(SLATE, len(utilities))
    if size == 0:
        return Slate((), np.zeros(0), 1.0)
    if temperature == 0:
        return _best(utilities, likeness, size, difference)
    joint = ordered_probabilities(utilities, likeness, temperature=temperature, difference=difference)
    return Slate(*_sampled(joint, uniform))


def ordered_probabilities(
    utilities: Floats, likeness: Floats, *, temperature: float, difference: float
) -> Floats:
    """The probability of every ordered slate: shape (pool,) * min(3, pool), 0 where one stands twice."""
    count = len(utilities)
    size = min(SLATE, count)
    scaled = (utilities - utilities.max()) / temperature
    alike = likeness * (difference / temperature)
    same = np.eye(count, dtype=bool)
    joint = _softmax(scaled)
    if size > 1:
        second = np.where(same, -np.inf, scaled[None, :] - alike)
        joint = joint[:, None] * _softmax(second)
    if size > 2:
        third = scaled[None, None, :] - (alike[:, None, :] + alike[None, :, :]) / 2
        third = np.where(same[:, None, :] | same[None, :, :], -np.inf, third)
        # A slate that already holds one person twice has no weight, whatever would follow.
        third[same] = 0.0
        joint = joint[:, :, None] * _softmax(third)
    return joint


def _softmax(logits: Floats) -> Floats:
    weights: Floats = np.exp(logits - logits.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights


def inclusion_probabilities(joint: Floats) -> Floats:
    """From the probabilities of ordered slates: each one's probability of standing in the slate."""
    axes = range(joint.ndim)
    total: Floats = sum(
        (joint.sum(axis=tuple(other for other in axes if other != axis)) for axis in axes),
        start=np.zeros(joint.shape[0]),
    )
    # Summing rounds: a certain one may come out a hair above 1.
    return np.clip(total, 0.0, 1.0)


def _sampled(joint: Floats, uniform: Callable[[], float]) -> tuple[tuple[int, ...], Floats, float]:
    cumulative = np.cumsum(joint.ravel())
    place = int(np.searchsorted(cumulative, uniform() * cumulative[-1], side="right"))
    place = min(place, joint.size - 1)
    drawn = tuple(int(index) for index in np.unravel_index(place, joint.shape))
    return drawn, inclusion_probabilities(joint), float(joint[drawn])


def _best(utilities: Floats, likeness: Floats, size: int, difference: float) -> Slate:
    drawn: list[int] = []
    for _ in range(size):
        cost = likeness[drawn].mean(axis=0) * difference if drawn else 0.0
        value = utilities - cost
        value[drawn] = -np.inf
        drawn.append(int(np.argmax(value)))
    inclusion = np.zeros(len(utilities))
    inclusion[drawn] = 1.0
    return Slate(tuple(drawn), inclusion, 1.0)
