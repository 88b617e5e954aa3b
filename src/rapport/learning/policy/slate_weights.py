"""How much each logged slate says about another way of drawing.

Two kinds of weight. *Whole slate*: how much likelier the target makes exactly this slate. *Pseudoinverse*
(Swaminathan et al. 2017, arXiv:1605.04812, equation 4): q' Γ⁺ 1, with 1 the indicator of who stands
where, q its mean under the target and Γ its second moment under the log; unbiased where what a slate is
worth adds up over those who stand in it, and far less spread.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.learning.policy.estimate import Weights
from rapport.learning.policy.slate_checks import check_propensities
from rapport.learning.policy.slate_draw import (
    SLATE,
    Draw,
    any_order,
    by_position,
    inclusion,
    slate_probabilities,
    together,
)
from rapport.learning.policy.slate_log import SlateLog

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# Pools worked out in one go; at 12 in a pool this is some 10 megabytes.
BATCH: Final = 100
# A direction in which the log varies less than this share of its largest counts as never shown.
LEAST_VARIED: Final = 1e-9
# A mean square weight this large is refused anyway; whether it is rounding only the pseudoinverse can tell.
MOST_SOLVED: Final = 1e6


class Target(NamedTuple):
    """Another way of drawing from the logged pools.

    `temperature`, `difference`, `floor`: None, as the log drew. `utilities`: shape (pool,) for each
    request, None for the logged ones.
    """

    temperature: float | None = None
    difference: float | None = None
    floor: float | None = None
    utilities: list[Floats] | None = None

    def draw(self, logged: Draw) -> Draw:
        """How this target draws where the log drew like that."""
        said = zip(logged, (self.temperature, self.difference, self.floor), strict=True)
        return Draw(*(own if asked is None else asked for own, asked in said))


class SlateWeights(NamedTuple):
    """Weights of both kinds, and where the target would put whom.

    `positions` has, for each request, shape (3, pool): the target's probability of each standing there.
    """

    whole: Weights
    pseudoinverse: Weights
    positions: list[Floats]


class _Batch(NamedTuple):
    places: Codes
    whole: Floats
    whole_square: Floats
    whole_unsupported: Floats
    pseudo: Floats
    pseudo_square: Floats
    pseudo_unsupported: Floats
    positions: Floats


def slate_weights(log: SlateLog, target: Target, *, order_counts: bool) -> SlateWeights:
    """The weight of each request for this target.

    Args:
        log: the requests.
        target: the other way of drawing.
        order_counts: whether a slate may be worth more in one order than in another.

    Raises:
        BadInput: a logged probability is not what the pool and the policy's name give.
    """
    batches = [_weigh(log, target, places, order_counts) for places in _alike(log)]
    places = np.concatenate([batch.places for batch in batches])
    back = np.argsort(places)

    def joined(name: str) -> Floats:
        found: Floats = np.concatenate([getattr(batch, name) for batch in batches])[back]
        return found

    positions = [each for batch in batches for each in batch.positions]
    return SlateWeights(
        _summed(joined("whole"), joined("whole_square"), joined("whole_unsupported")),
        _summed(joined("pseudo"), joined("pseudo_square"), joined("pseudo_unsupported")),
        [positions[place] for place in back],
    )


def _summed(weight: Floats, square: Floats, unsupported: Floats) -> Weights:
    return Weights(weight, float(square.mean()), float(unsupported.mean()))


def _alike(log: SlateLog) -> Iterator[Codes]:
    """Requests with pools of one size drawn in one way, at most `BATCH` at a time."""
    groups: dict[tuple[int, Draw], list[int]] = {}
    for place, (pool, draw) in enumerate(zip(log.pools, log.draws, strict=True)):
        groups.setdefault((len(pool.utilities), draw), []).append(place)
    for places in groups.values():
        for start in range(0, len(places), BATCH):
            yield np.array(places[start : start + BATCH], dtype=np.int64)


def _weigh(log: SlateLog, target: Target, places: Codes, order_counts: bool) -> _Batch:
    logged, wanted = _joints(log, target, places)
    check_propensities(log, places, logged)
    drawn = log.drawn[places]
    here = (np.arange(len(places)), drawn[:, 0], drawn[:, 1], drawn[:, 2])
    above, below = (wanted, logged) if order_counts else (any_order(wanted), any_order(logged))
    ratio = np.divide(above, below, out=np.zeros_like(wanted), where=below > 0)
    axes = (1, 2, 3)
    pseudo, square, missed = _pseudoinverse(logged, wanted, drawn, order_counts)
    return _Batch(
        places,
        whole=ratio[here],
        whole_square=(wanted * ratio).sum(axis=axes),
        whole_unsupported=np.where(below > 0, 0.0, wanted).sum(axis=axes),
        pseudo=pseudo,
        pseudo_square=square,
        pseudo_unsupported=missed,
        positions=by_position(wanted),
    )


def _pseudoinverse(
    logged: Floats, wanted: Floats, drawn: Codes, order_counts: bool
) -> tuple[Floats, Floats, Floats]:
    """q' Γ⁺ 1 for what was drawn, its mean square q' Γ⁺ q, and the share of q that Γ never reaches."""
    size = logged.shape[1]
    if order_counts:
        aim = by_position(wanted).reshape(len(drawn), -1)
        solved, missed = _solved(_moment(logged), _always_full(size), aim)
        drawn = drawn + np.arange(SLATE) * size
    else:
        aim = inclusion(wanted)
        solved, missed = _solved(together(logged), np.zeros((size, size)), aim)
    weight: Floats = np.take_along_axis(solved, drawn, axis=1).sum(axis=1)
    return weight, (solved * aim).sum(axis=1), missed


def _joints(log: SlateLog, target: Target, places: Codes) -> tuple[Floats, Floats]:
    pools = [log.pools[place] for place in places.tolist()]
    utilities = np.stack([pool.utilities for pool in pools])
    likeness = np.stack([pool.likeness for pool in pools])
    draw = log.draws[int(places[0])]
    logged = slate_probabilities(utilities, likeness, draw)
    if target.utilities is not None:
        utilities = np.stack([target.utilities[place] for place in places.tolist()])
    elif target.draw(draw) == draw:
        return logged, logged
    return logged, slate_probabilities(utilities, likeness, target.draw(draw))


def _moment(joint: Floats) -> Floats:
    """The second moment of who stands where: shape (pools, 3 · pool, 3 · pool)."""
    count, size = joint.shape[:2]
    found = np.zeros((count, SLATE, size, SLATE, size))
    place = np.arange(size)
    found_by_position = by_position(joint)
    for position in range(SLATE):
        found[:, position, place, position, place] = found_by_position[:, position]
    for one, other in combinations(range(SLATE), 2):
        left_out = SLATE - one - other + 1
        pairs = joint.sum(axis=left_out)
        found[:, one, :, other, :] = pairs
        found[:, other, :, one, :] = pairs.transpose(0, 2, 1)
    return found.reshape(count, SLATE * size, SLATE * size)


def _solved(moment: Floats, never: Floats, aim: Floats) -> tuple[Floats, Floats]:
    """Γ⁺ q for each pool, and how much of the aim lies where the log never varies.

    Solved directly where Γ is singular only in the directions of `never`, a projection; a pseudoinverse of
    its own, much slower, where more than that never varies.
    """
    try:
        solved: Floats = np.asarray(np.linalg.solve(moment + never, aim[..., None])[..., 0], np.float64)
    except np.linalg.LinAlgError:
        solved = np.full_like(aim, np.nan)
    missed = _missed(moment, solved, aim)
    odd = np.flatnonzero(~(missed < LEAST_VARIED) | ~(np.abs(solved * aim).sum(axis=1) < MOST_SOLVED))
    if len(odd):
        inverse = np.linalg.pinv(moment[odd], rcond=LEAST_VARIED, hermitian=True)
        solved[odd] = (inverse @ aim[odd][..., None])[..., 0]
        missed[odd] = _missed(moment[odd], solved[odd], aim[odd])
    return solved, missed


def _always_full(size: int) -> Floats:
    """The projection on what no slate changes: each position holds exactly one of the pool."""
    found: Floats = np.kron(np.eye(SLATE) - 1 / SLATE, np.full((size, size), 1 / size))
    return found


def _missed(moment: Floats, solved: Floats, aim: Floats) -> Floats:
    reached = (moment @ solved[..., None])[..., 0]
    found: Floats = np.abs(aim - reached).sum(axis=1) / (2 * SLATE)
    return found
