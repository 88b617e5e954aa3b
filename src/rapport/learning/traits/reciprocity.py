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
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem
from rapport.learning.policy.log_columns import codes

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
    seen = _graph(source, target, len(names))
    found = _rings(seen)
    drawn = list(_by_chance(source, target, len(names), rng, draws))
    returned, by_chance = _returned(seen), np.array([_returned(each) for each in drawn])
    low, middle, high = np.quantile(by_chance, (TAIL, 0.5, 1 - TAIL)).tolist()
    rings = _judged(names, seen, found, drawn)
    return Reciprocity(returned, returned - middle, returned - high, returned - low, len(senders), rings)


def to_oneself(senders: Sequence[str], receivers: Sequence[str]) -> tuple[str, ...]:
    """Who sends to themselves; ids are to be one a person, however many listings they have."""
    return tuple(sorted({one for one, other in zip(senders, receivers, strict=True) if one == other}))


class _Graph(NamedTuple):
    """Who sent to whom how often, as a list of links: a table of all by all would hold nearly only zeros.

    code: sender · size + receiver, rising; times: how often, both shape (links,).
    """

    code: Codes
    times: Codes
    size: int


def _graph(source: Codes, target: Codes, size: int) -> _Graph:
    code, times = np.unique(source * size + target, return_counts=True)
    return _Graph(code, times, size)


def _times(graph: _Graph, code: Codes) -> Codes:
    """How often each of these links was taken."""
    place = np.searchsorted(graph.code, code).clip(max=len(graph.code) - 1)
    return np.where(graph.code[place] == code, graph.times[place], 0)


def _both_ways(graph: _Graph) -> Codes:
    """For each link, how often it was taken and returned."""
    back = graph.code % graph.size * graph.size + graph.code // graph.size
    return np.minimum(graph.times, _times(graph, back))


def _returned(graph: _Graph) -> float:
    return float(_both_ways(graph).sum() / graph.times.sum())


def _by_chance(
    source: Codes, target: Codes, size: int, rng: np.random.Generator, draws: int
) -> Iterator[_Graph]:
    """Graphs in which everybody sends and receives as many as here, nobody to themselves, by swaps."""
    drawn = target.copy()
    _swap(source, drawn, rng, FORGETS * len(drawn))
    for _ in range(draws):
        _swap(source, drawn, rng, len(drawn))
        yield _graph(source, drawn, size)


def _swap(source: Codes, drawn: Codes, rng: np.random.Generator, times: int) -> None:
    """Two referrals swap their receivers, unless somebody would send to themselves."""
    for one, other in rng.integers(len(drawn), size=(times, 2)).tolist():
        if source[one] != drawn[other] and source[other] != drawn[one]:
            drawn[one], drawn[other] = drawn[other], drawn[one]


def _links(graph: _Graph, least: int) -> dict[int, set[int]]:
    """To whom each sent at least so often."""
    links: dict[int, set[int]] = {}
    for code in graph.code[graph.times >= least].tolist():
        links.setdefault(code // graph.size, set()).add(code % graph.size)
    return links


def _threes(links: dict[int, set[int]]) -> Iterator[tuple[int, int, int]]:
    """Circles of three, each once, from its first member on."""
    for one, sent in links.items():
        for other in sent:
            if other > one:
                for third in links.get(other, ()):
                    if third > one and one in links.get(third, ()):
                        yield one, other, third


def _rings(graph: _Graph) -> list[tuple[int, ...]]:
    """Circles of two and three with at least `LEAST_TIMES` referrals all around; each once."""
    links = _links(graph, LEAST_TIMES)
    pairs = [(one, other) for one in links for other in links[one] if one < other]
    pairs = [(one, other) for one, other in pairs if one in links.get(other, ())]
    return [*sorted(pairs), *sorted(_threes(links), key=lambda ring: (sorted(ring), ring))]


def _around(graph: _Graph, ring: tuple[int, ...]) -> int:
    """How many referrals went all around a ring, in its direction."""
    members = np.array(ring)
    return int(_times(graph, members * graph.size + np.roll(members, -1)).min())


def _strongest(graph: _Graph) -> dict[int, int]:
    """How often referrals went around the strongest ring of two, and of three."""
    levels = np.unique(graph.times)[::-1].tolist()
    three = next((times for times in levels if any(True for _ in _threes(_links(graph, times)))), 0)
    return {2: int(_both_ways(graph).max()), 3: three}


def _judged(
    names: Sequence[str], seen: _Graph, found: list[tuple[int, ...]], drawn: list[_Graph]
) -> tuple[Ring, ...]:
    """Rings that chance hardly makes, the rarest first."""
    strongest = [_strongest(each) for each in drawn] if found else []
    kept = []
    for ring in found:
        times = _around(seen, ring)
        rare = (1 + sum(each[len(ring)] >= times for each in strongest)) / (1 + len(drawn))
        if rare <= SURE:
            expected = float(np.mean([_around(each, ring) for each in drawn]))
            kept.append(Ring(tuple(names[each] for each in ring), times, expected, rare))
    return tuple(sorted(kept, key=lambda ring: ring.chance))
