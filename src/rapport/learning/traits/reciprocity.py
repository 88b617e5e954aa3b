"""Do colleagues send people to each other in turn, more than chance would? A question to them, no verdict.

Referrals are a directed graph with weights. Its reciprocity is the share of referrals that are returned,
Σ min(w_ij, w_ji) / Σ w_ij. By chance, each colleague sends as many and receives as many as they did, nobody
to themselves; who sends to whom is drawn anew. Small circles return much by chance: only the excess counts.

A ring is two or three colleagues around whom at least two referrals went full circle. It is told when chance
hardly ever makes any ring of that size as strong among all colleagues, so that however many could be looked
at, one of twenty such graphs shows a ring that is none (the largest of all, Westfall and Young 1993).

Source: weighted reciprocity, Squartini et al., Scientific Reports 3:2729 (2013), from memory, unverified; its
null keeps strengths in expectation, ours exactly, by permutation. Compared with: graphs drawn by chance,
which show no excess, and planted rings (tests/library/properties/test_reciprocity_properties.py).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem
from rapport.learning.policy.log_columns import codes

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

DRAWS: Final = 999
# Below so many referrals the share says nothing (ours).
FEWEST: Final = 10
LEAST_TIMES: Final = 2
SURE: Final = 0.05
# A central 80% interval.
TAIL: Final = 0.1
# Swaps for each referral until the chain has forgotten where it began (ours); one between two draws.
FORGETS: Final = 10


class Ring(NamedTuple):
    """Colleagues around whom referrals went full circle, `times` times; by chance `expected` times.

    `chance` is how often chance makes any ring of that size as strong.
    """

    members: tuple[str, ...]
    times: int
    expected: float
    chance: float


class Reciprocity(NamedTuple):
    """The share returned, its excess over chance with an 80% interval, all from 0 to 1; and the rings."""

    returned: float
    excess: float
    low: float
    high: float
    referrals: int
    rings: tuple[Ring, ...]


def reciprocity(
    senders: Sequence[str], receivers: Sequence[str], *, rng: np.random.Generator, draws: int = DRAWS
) -> Reciprocity | None:
    """How far referrals are returned beyond chance; None below `FEWEST` referrals.

    Args:
        senders, receivers: shape (referrals,) each; a referral to oneself is refused, see `to_oneself`.
        rng: for the draws.

    Raises:
        BadInput: of unequal length, or somebody who sends to themselves.
    """
    if len(senders) != len(receivers):
        raise BadInput(Problem("as many receivers as senders", str(len(receivers)), column="receivers"))
    if to_oneself(senders, receivers):
        raise BadInput(Problem("referrals to somebody else", "one to oneself", column="receivers"))
    if len(senders) < FEWEST:
        return None
    names, both = codes([*senders, *receivers])
    source, target = both[: len(senders)], both[len(senders) :]
    seen = _weights(source, target, len(names))
    found = _rings(seen)
    drawn = list(_by_chance(source, target, len(names), rng, draws))
    returned, by_chance = _returned(seen), np.array([_returned(each) for each in drawn])
    low, middle, high = np.quantile(by_chance, (TAIL, 0.5, 1 - TAIL)).tolist()
    rings = _judged(names, seen, found, drawn)
    return Reciprocity(returned, returned - middle, returned - high, returned - low, len(senders), rings)


def to_oneself(senders: Sequence[str], receivers: Sequence[str]) -> tuple[str, ...]:
    """Who sends to themselves; ids are to be one a person, however many listings they have."""
    return tuple(sorted({one for one, other in zip(senders, receivers, strict=True) if one == other}))


def _weights(source: Codes, target: Codes, size: int) -> Floats:
    counts = np.bincount(source * size + target, minlength=size * size)
    return counts.reshape(size, size).astype(np.float64)


def _returned(weights: Floats) -> float:
    return float(np.minimum(weights, weights.T).sum() / weights.sum())


def _by_chance(
    source: Codes, target: Codes, size: int, rng: np.random.Generator, draws: int
) -> Iterator[Floats]:
    """Graphs in which everybody sends and receives as many as here, nobody to themselves, by swaps."""
    drawn = target.copy()
    _swap(source, drawn, rng, FORGETS * len(drawn))
    for _ in range(draws):
        _swap(source, drawn, rng, len(drawn))
        yield _weights(source, drawn, size)


def _swap(source: Codes, drawn: Codes, rng: np.random.Generator, times: int) -> None:
    """Two referrals swap their receivers, unless somebody would send to themselves."""
    for one, other in rng.integers(len(drawn), size=(times, 2)).tolist():
        if source[one] != drawn[other] and source[other] != drawn[one]:
            drawn[one], drawn[other] = drawn[other], drawn[one]


def _rings(weights: Floats) -> list[tuple[int, ...]]:
    """Circles of two and three with at least `LEAST_TIMES` referrals all around; each once."""
    linked = np.minimum(weights, weights.T) >= LEAST_TIMES
    pairs = [(int(one), int(other)) for one, other in np.argwhere(np.triu(linked))]
    senders = [int(one) for one in np.flatnonzero((weights >= LEAST_TIMES).any(axis=1))]
    threes = [
        (members[0], *turn)
        for members in combinations(senders, 3)
        for turn in permutations(members[1:])
        if _around(weights, (members[0], *turn)) >= LEAST_TIMES
    ]
    return [*pairs, *threes]


def _around(weights: Floats, ring: tuple[int, ...]) -> float:
    """How many referrals went all around a ring, in its direction."""
    return float(min(weights[one, other] for one, other in zip(ring, (*ring[1:], ring[0]), strict=True)))


def _strongest(weights: Floats) -> dict[int, float]:
    """How often referrals went around the strongest ring of two, and of three."""
    three = 0.0
    for times in np.unique(weights)[::-1]:
        linked = (weights >= times).astype(np.float64)
        if times > 0 and np.trace(linked @ linked @ linked):
            three = float(times)
            break
    return {2: float(np.minimum(weights, weights.T).max()), 3: three}


def _judged(
    names: Sequence[str], weights: Floats, found: list[tuple[int, ...]], drawn: list[Floats]
) -> tuple[Ring, ...]:
    """Rings that chance hardly makes, the rarest first."""
    strongest = [_strongest(each) for each in drawn] if found else []
    kept = []
    for ring in found:
        times = _around(weights, ring)
        rare = (1 + sum(each[len(ring)] >= times for each in strongest)) / (1 + len(drawn))
        if rare <= SURE:
            expected = float(np.mean([_around(each, ring) for each in drawn]))
            kept.append(Ring(tuple(names[each] for each in ring), int(times), expected, rare))
    return tuple(sorted(kept, key=lambda ring: ring.chance))
