"""The draw of three against the enumeration of all ordered slates."""

from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.references import slow_slate
from rapport.matching.slate import chances, draw, ordered_probabilities


def pool(rng: Random, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Utilities and a symmetric likeness with ones on the diagonal."""
    likeness = np.ones((count, count))
    for one in range(count):
        for other in range(one):
            likeness[one, other] = likeness[other, one] = rng.choice((0.0, 0.25, rng.random(), 1.0))
    return np.array([rng.choice((70.0, rng.uniform(66, 76))) for _ in range(count)]), likeness


@pytest.mark.parametrize("count", range(2, 8))
@pytest.mark.parametrize(("temperature", "difference"), [(1.0, 1.5), (0.3, 4.0), (5.0, 0.0), (1.0, 0.0)])
def test_ordered_probabilities_equal_the_enumeration(
    count: int, temperature: float, difference: float
) -> None:
    utilities, likeness = pool(Random(f"{count} {temperature}"), count)
    found = chances(utilities, likeness, temperature=temperature, difference=difference)
    slow = slow_slate.slates(
        utilities.tolist(), likeness.tolist(), temperature=temperature, difference=difference
    )
    assert sum(slow.values()) == pytest.approx(1, abs=1e-12)
    for slate, probability in slow.items():
        assert found.of(slate) == pytest.approx(probability, abs=1e-12), slate
    assert found.inclusion() == pytest.approx(slow_slate.inclusion(slow, count), abs=1e-12)
    joint = ordered_probabilities(utilities, likeness, temperature=temperature, difference=difference)
    for slate in np.ndindex(joint.shape):
        assert joint[slate] == pytest.approx(slow.get(slate, 0.0), abs=1e-12), slate


@given(
    utilities=st.lists(st.floats(0, 100), min_size=1, max_size=6),
    temperature=st.floats(0.05, 20),
    difference=st.floats(0, 10),
    seed=st.integers(0, 9),
)
def test_inclusion_is_a_probability_and_sums_to_the_number_drawn(
    utilities: list[float], temperature: float, difference: float, seed: int
) -> None:
    _, likeness = pool(Random(seed), len(utilities))
    slate = draw(
        np.array(utilities),
        likeness,
        temperature=temperature,
        difference=difference,
        uniform=Random(seed).random,
    )
    assert slate.inclusion.min() >= 0
    assert slate.inclusion.max() <= 1
    assert slate.inclusion.sum() == pytest.approx(min(3, len(utilities)), abs=1e-9)
    assert len(set(slate.drawn)) == min(3, len(utilities))
    assert 0 < slate.ordered <= 1


@pytest.mark.parametrize("uniform", [0.0, 1 - 2**-53])
def test_draw_at_either_end_of_chance_is_a_real_slate(uniform: float) -> None:
    utilities = np.array([72.0, 30.0, 71.0, 20.0])
    slate = draw(utilities, np.eye(4), temperature=0.05, difference=1.0, uniform=lambda: uniform)
    assert len(set(slate.drawn)) == 3
    assert slate.ordered > 0


def test_without_difference_it_is_plackett_luce() -> None:
    utilities, likeness = pool(Random(4), 5)
    found = chances(utilities, likeness, temperature=2.0, difference=0.0)
    worth = [float(np.exp(each / 2.0)) for each in utilities]
    total = sum(worth)
    for a, b, c in permutations(range(5), 3):
        closed = worth[a] / total * worth[b] / (total - worth[a]) * worth[c] / (total - worth[a] - worth[b])
        assert found.of((a, b, c)) == pytest.approx(closed, rel=1e-9)


@pytest.mark.parametrize(("gap", "temperature"), [(100.0, 0.1), (100.0, 0.01), (1e-3, 0.01)])
def test_far_apart_or_steep_equals_the_enumeration_in_exact_terms(gap: float, temperature: float) -> None:
    """Chances far below any float's reach decide nothing, and leave no gap."""
    utilities = 72.0 - gap * np.arange(6)
    likeness = pool(Random(3), 6)[1]
    found = chances(utilities, likeness, temperature=temperature, difference=1.5)
    assert found.inclusion().sum() == pytest.approx(3, abs=1e-9)
    if gap > 1:
        greedy = slow_slate.greedy(utilities.tolist(), likeness.tolist(), difference=1.5)
        assert found.of(greedy) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("count", range(1, 8))
@pytest.mark.parametrize("seed", range(10))
def test_temperature_zero_takes_the_best_each_time(count: int, seed: int) -> None:
    rng = Random(seed)
    utilities = np.array([rng.choice((70.0, 71.0, 72.5)) for _ in range(count)])
    likeness = pool(rng, count)[1]
    slate = draw(utilities, likeness, temperature=0, difference=1.5, uniform=unused)
    assert slate.drawn == slow_slate.greedy(utilities.tolist(), likeness.tolist(), difference=1.5)
    assert slate.inclusion.tolist() == [float(one in slate.drawn) for one in range(count)]
    assert slate.ordered == 1


def unused() -> float:
    raise AssertionError("nothing is left to chance at temperature 0")


def test_nobody_to_draw_from_gives_an_empty_slate() -> None:
    slate = draw(np.zeros(0), np.zeros((0, 0)), temperature=1, difference=1, uniform=unused)
    assert (slate.drawn, slate.inclusion.tolist()) == ((), [])


def test_draws_come_as_often_as_their_probability_says() -> None:
    utilities, likeness = pool(Random(11), 5)
    slow = slow_slate.slates(utilities.tolist(), likeness.tolist(), temperature=1.0, difference=1.5)
    draws = 20_000
    grid = even(draws)
    seen = Counter(
        draw(utilities, likeness, temperature=1.0, difference=1.5, uniform=grid.__next__).drawn
        for _ in range(draws)
    )
    for slate, probability in slow.items():
        # An even grid of numbers instead of chance: a slate is met within one step of its share.
        assert abs(seen[slate] - draws * probability) <= 1, slate


def even(count: int) -> Iterator[float]:
    return ((number + 0.5) / count for number in range(count))


def test_random_draws_come_as_often_as_inclusion_says() -> None:
    utilities, likeness = pool(Random(12), 6)
    rng = Random(5)
    draws = 5_000
    slate = draw(utilities, likeness, temperature=1.0, difference=1.5, uniform=rng.random)
    seen: Counter[int] = Counter()
    for _ in range(draws):
        seen.update(draw(utilities, likeness, temperature=1.0, difference=1.5, uniform=rng.random).drawn)
    for one, probability in enumerate(slate.inclusion):
        spread = (probability * (1 - probability) / draws) ** 0.5
        assert abs(seen[one] / draws - probability) < 4.5 * spread + 1e-9
