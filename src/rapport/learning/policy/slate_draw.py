"""The probability of every slate of three, for many pools at once.

The same draw as `rapport.matching.slate`, with two things added: a floor under each one's inclusion,
and any number of pools of one size in a single array. Compared with: that module, pool by pool, and
through it with plain enumeration (tests/library/references/test_slate_draw.py).
"""

import re
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SLATE: Final = 3
# 40 cubed is 64,000 ordered slates a pool; a shortlist draws from 12.
LARGEST_POOL: Final = 40


class Draw(NamedTuple):
    """How three are drawn from a pool: Plackett–Luce with a cost for likeness, mixed with an even draw.

    `temperature` in rating points: 0 takes the best, infinity draws evenly. `difference` in rating points,
    what a complete likeness costs. `floor`: the least inclusion anyone in the pool has, at most 3 / pool.
    """

    temperature: float
    difference: float = 0.0
    floor: float = 0.0


# Smaller sums of weights have lost digits.
LEAST_WEIGHT: Final = 1e-200

UNIFORM: Final = Draw(np.inf)
_UNIFORM_NAME = re.compile(r"uniform\(eligible=(?P<eligible>[0-9]{1,9})\)")
_NAME = re.compile(r"plackett-luce\((?P<parameters>[a-z0-9=.,+\-]*)\)")


def draw_named(name: str) -> Draw | None:
    """The draw behind a policy's logged name, such as `plackett-luce(temperature=1,difference=1.5)`.

    Tolerance and pool are read over: they made the pool that the log holds. None for other names.
    """
    if name == "uniform" or eligible_named(name) is not None:
        return UNIFORM
    found = _NAME.fullmatch(name)
    if not found:
        return None
    pairs = [each.partition("=") for each in found["parameters"].split(",")]
    try:
        said = {key: float(value) for key, _, value in pairs}
    except ValueError:
        return None
    draw = Draw(said.get("temperature", np.nan), said.get("difference", 0.0), said.get("floor", 0.0))
    return draw if draw.temperature >= 0 and draw.difference >= 0 and 0 <= draw.floor < 1 else None


def eligible_named(name: str) -> int | None:
    """How many a `uniform(eligible=…)` policy drew from; None for other names."""
    found = _UNIFORM_NAME.fullmatch(name)
    return int(found["eligible"]) if found else None


def slate_probabilities(utilities: Floats, likeness: Floats, draw: Draw) -> Floats:
    """The probability of each ordered slate in each pool.

    Args:
        utilities: shape (pools, pool), in rating points; at least three in a pool.
        likeness: shape (pools, pool, pool), 0 to 1.
        draw: how.

    Returns:
        shape (pools, pool, pool, pool); each pool sums to 1, slates that hold someone twice are 0.
    """
    joint = _greedy(utilities, likeness, draw) if draw.temperature == 0 else _luce(utilities, likeness, draw)
    return with_floor(joint, draw.floor) if draw.floor else joint


def _luce(utilities: Floats, likeness: Floats, draw: Draw) -> Floats:
    """The third one's weight is a product of what the first two leave of it: no exponential a slate."""
    scaled = (utilities - utilities.max(axis=1, keepdims=True)) / draw.temperature
    same = np.eye(utilities.shape[1], dtype=bool)
    alike = likeness * (draw.difference / draw.temperature)
    first = _softmax(scaled)
    second = first[:, :, None] * _softmax(np.where(same, -np.inf, scaled[:, None, :] - alike))
    kept = np.where(same, 0.0, np.exp(-alike / 2))
    weighed = kept * np.exp(scaled)[:, None, :]
    total = weighed @ kept.transpose(0, 2, 1)
    if total[:, ~same].min() < LEAST_WEIGHT:
        return _luce_step_by_step(second, scaled, alike)
    share = np.where(same, 0.0, second / np.where(same, 1.0, total))
    joint: Floats = (share[..., None] * kept[:, None, :, :]) * weighed[:, :, None, :]
    return joint


def _luce_step_by_step(second: Floats, scaled: Floats, alike: Floats) -> Floats:
    """The same where temperatures are so low that the weights of those left would vanish."""
    same = np.eye(scaled.shape[1], dtype=bool)
    third = scaled[:, None, None, :] - (alike[:, :, None, :] + alike[:, None, :, :]) / 2
    third = np.where(same[:, None, :] | same[None, :, :], -np.inf, third)
    third[:, same] = 0.0
    joint: Floats = second[..., None] * _softmax(third)
    return joint


def _softmax(logits: Floats) -> Floats:
    weights: Floats = np.exp(logits - logits.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights


def _greedy(utilities: Floats, likeness: Floats, draw: Draw) -> Floats:
    rows = np.arange(len(utilities))
    drawn: list[NDArray[np.int64]] = []
    for _ in range(SLATE):
        cost = sum((likeness[rows, one] for one in drawn), start=np.zeros_like(utilities))
        value = utilities - cost * (draw.difference / max(len(drawn), 1))
        for one in drawn:
            value[rows, one] = -np.inf
        drawn.append(value.argmax(axis=1))
    joint = np.zeros((len(utilities), *[utilities.shape[1]] * SLATE))
    joint[rows, drawn[0], drawn[1], drawn[2]] = 1.0
    return joint


def with_floor(joint: Floats, floor: float) -> Floats:
    """The draw mixed with as little of an even draw as gives everyone in the pool this inclusion.

    Args:
        joint: shape (pools, pool, pool, pool), probabilities of ordered slates.
        floor: 0 to 1; where it exceeds 3 / pool the draw becomes even.

    Returns:
        The mixture, exact: the same shape.
    """
    even = _luce(np.zeros(joint.shape[:2]), np.zeros(joint.shape[:3]), UNIFORM)
    least, share = inclusion(joint).min(axis=1), SLATE / joint.shape[1]
    short = np.maximum(floor - least, 0.0)
    room = np.maximum(share - least, 1e-300)
    mixed = np.minimum(short / room, 1.0)[:, None, None, None]
    found: Floats = (1 - mixed) * joint + mixed * even
    return found


def by_position(joint: Floats) -> Floats:
    """Who stands in which position: shape (pools, 3, pool), each position sums to 1."""
    first_two = joint.sum(axis=3)
    return np.stack([first_two.sum(axis=2), first_two.sum(axis=1), joint.sum(axis=(1, 2))], axis=1)


def inclusion(joint: Floats) -> Floats:
    """Each one's probability of standing in the slate: shape (pools, pool), sums to 3."""
    found: Floats = by_position(joint).sum(axis=1)
    return found


def together(joint: Floats) -> Floats:
    """How likely two are to stand in one slate: shape (pools, pool, pool), inclusion on the diagonal."""
    found = np.zeros(joint.shape[:3])
    for axis in (1, 2, 3):
        pairs = joint.sum(axis=axis)
        found += pairs + pairs.transpose(0, 2, 1)
    place = np.arange(joint.shape[1])
    found[:, place, place] = inclusion(joint)
    return found


def any_order(joint: Floats) -> Floats:
    """The probability of the same three in any order, at each of their six places."""
    orders = [(0, 1, 2, 3), (0, 1, 3, 2), (0, 2, 1, 3), (0, 2, 3, 1), (0, 3, 1, 2), (0, 3, 2, 1)]
    found: Floats = sum((joint.transpose(order) for order in orders), start=np.zeros_like(joint))
    return found
