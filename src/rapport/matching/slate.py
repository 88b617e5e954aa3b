"""Drawing three: Plackett–Luce without replacement, with a push towards people who differ.

The first is drawn with probability ∝ exp(utility / temperature). Each later one is drawn the same
way from those left, after taking off `difference` rating points times the mean likeness to those
already drawn. The pool is small, so the probability of every ordered slate is known exactly, and with
it each person's probability of standing among the three.

Source: Plackett (1975), Appl. Stat. 24:193; inclusion probabilities by summing over all ordered
slates. Compared with: `tests/library/references/slow_slate.py`, which enumerates slates one by one.

All sums are taken in the order of the pool and every exponential is the mathematical library's, so that the
compiled kernel (`index.kernel.draw`) finds the same probabilities to the last bit.
"""

from collections.abc import Callable
from math import exp, nextafter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching.floor import drawn_at, even_share, even_slate, mixed, ordered

try:
    # As `random` does: hashlib would load OpenSSL, which takes longer than a match.
    from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore] # Python 3.11

Floats = NDArray[np.float64]
SLATE = 3
# exp(±600) can still be multiplied and summed; beyond it a chance is nothing, or all.
STEEPEST: Final = 600.0


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
    floor: float = 0.0,
) -> Slate:
    """Draw a slate of three from the pool, or all of a pool of three or fewer.

    Args:
        utilities: shape (pool,), in rating points.
        likeness: shape (pool, pool), symmetric, 0 (nothing alike) to 1 (the same).
        temperature: in rating points, ≥ 0. At 0 (and so near to it that nothing is left to chance) the
            best is always taken, ties going to the earlier place, and logs of such draws can teach
            nothing about other policies.
        difference: rating points a complete likeness costs, ≥ 0.
        uniform: gives the next number in [0, 1).
        floor: the least inclusion anyone in the pool has; as little of an even draw is mixed in as gives it.

    Returns:
        The slate; its inclusion probabilities sum to the number drawn.
    """
    size = min(SLATE, len(utilities))
    if size == 0:
        return Slate((), np.zeros(0), 1.0)
    if size == 1:
        return Slate((0,), np.ones(1), 1.0)
    if temperature <= difference / STEEPEST:
        best = _best(utilities, likeness, size, difference)
        return _with_floor(best, None, floor, uniform) if floor else best
    odds = chances(utilities, likeness, temperature=temperature, difference=difference)
    if floor:
        return _with_floor(Slate((), odds.inclusion(), 0.0), odds, floor, uniform)
    drawn = odds.drawn(uniform())
    return Slate(drawn, odds.inclusion(), odds.of(drawn))


def _with_floor(without: Slate, odds: "Chances | None", least: float, uniform: Callable[[], float]) -> Slate:
    """The draw with an even one mixed in; `odds` are None where the best is always taken."""
    pool = len(without.inclusion)
    size = min(SLATE, pool)
    share = even_share(without.inclusion, least, size)
    is_even, at = drawn_at(uniform(), share)
    drawn = even_slate(pool, size, at) if is_even else odds.drawn(at) if odds else without.drawn
    alone = odds.of(drawn) if odds else float(drawn == without.drawn)
    return Slate(drawn, mixed(without.inclusion, share, size), ordered(alone, share, pool, size))


class Chances(NamedTuple):
    """The probability of every ordered slate of a pool of two or more, in factors.

    That of first i and second j is `pairs[i, j]`; third is then k with a chance ∝ `worth[k]` times
    `unlike[i, k]` times `unlike[j, k]`, whose sum over k is `left[i, j]`. A pool of two has no third.
    """

    pairs: Floats
    worth: Floats
    unlike: Floats
    left: Floats

    def of(self, slate: tuple[int, ...]) -> float:
        """The probability of one ordered slate."""
        first, second, *rest = slate
        return float(self.pairs[first, second] * (self._third(first, second)[rest[0]] if rest else 1.0))

    def inclusion(self) -> Floats:
        """Shape (pool,): each one's probability of standing in the slate, in any position."""
        total: Floats = _sum(self.pairs.T) + _sum(self.pairs)
        if len(total) > 2:
            ratio = self.pairs / self.left
            # Indices: second, first, third; then first, third.
            by_first = _sum(ratio.T[:, :, None] * self.unlike[:, None, :])
            total += self.worth * _sum(by_first * self.unlike)
        # Summing rounds: a certain one may come out a hair above 1.
        return np.minimum(total, 1.0)

    def drawn(self, share: float) -> tuple[int, ...]:
        """The ordered slate that stands at this share of all probability, in [0, 1)."""
        place, rest = _place_at(self.pairs.ravel(), share)
        first, second = divmod(place, len(self.worth))
        if len(self.worth) == 2:
            return first, second
        return first, second, _place_at(self._third(first, second), rest)[0]

    def _third(self, first: int, second: int) -> Floats:
        third: Floats = self.worth * self.unlike[first] * self.unlike[second] / self.left[first, second]
        return third


def ordered_probabilities(
    utilities: Floats, likeness: Floats, *, temperature: float, difference: float
) -> Floats:
    """The probability of every ordered slate, written out; temperature > 0.

    Shape (pool,) * min(3, pool), 0 where one stands twice.
    """
    size = min(SLATE, len(utilities))
    if size < 2 or temperature <= difference / STEEPEST:
        joint = np.zeros((len(utilities),) * size)
        joint[_best(utilities, likeness, size, difference).drawn] = 1.0
        return joint
    odds = chances(utilities, likeness, temperature=temperature, difference=difference)
    if size == 2:
        return odds.pairs
    thirds: Floats = odds.worth * odds.unlike[:, None, :] * odds.unlike
    return (odds.pairs / odds.left)[:, :, None] * thirds


def chances(utilities: Floats, likeness: Floats, *, temperature: float, difference: float) -> Chances:
    """The probability of every ordered slate; temperature above difference / STEEPEST."""
    scaled = utilities / temperature
    unlike = _exp(likeness * (-difference / (temperature * (SLATE - 1))))
    # Nobody stands in a slate twice.
    unlike.ravel()[:: len(scaled) + 1] = 0.0
    best = sorted(scaled.tolist())[-SLATE:]
    first = _exp(scaled - best[-1])
    # Against the third best, who is always there to be drawn: whoever is cut short here was drawn before.
    worth = _exp(np.minimum(scaled - best[0], STEEPEST))
    once = worth * unlike
    second = once * unlike
    second *= (first / float(first.cumsum()[-1]) / _sum(second.T))[:, None]
    # Indices: third, first, second.
    return Chances(second, worth, unlike, _sum(once.T[:, :, None] * unlike[:, None, :]))


def share_of(text: str) -> float:
    """A number in [0, 1) that a text decides, for one draw: the first 53 bits of its SHA-256."""
    return (int.from_bytes(sha256(text.encode()).digest()[:7]) >> 3) / 2**53


def _exp(values: Floats) -> Floats:
    """numpy's own differs in the last bit from one processor to the next."""
    return np.array(list(map(exp, values.ravel().tolist()))).reshape(values.shape)


def _sum(values: Floats) -> Floats:
    """The sum over the first axis, term by term in its order.

    numpy adds rows so, one after another; only within a row would it add in pairs.
    """
    total: Floats = np.add.reduce(np.ascontiguousarray(values), axis=0)
    return total


def _place_at(weights: Floats, share: float) -> tuple[int, float]:
    """Where a share of the total falls, and how far into that weight, as a share of it."""
    cumulative = weights.cumsum()
    total = float(cumulative[-1])
    target = min(share * total, nextafter(total, 0.0))
    place = int(cumulative.searchsorted(target, side="right"))
    weight = float(weights[place])
    return place, (target - float(cumulative[place]) + weight) / weight


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
