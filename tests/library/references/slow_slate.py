"""Drawing three once more: every ordered slate by itself, in plain Python, one factor after another."""

from collections.abc import Sequence
from itertools import permutations
from math import exp

Likeness = Sequence[Sequence[float]]


def choice_probability(
    one: int,
    taken: Sequence[int],
    utilities: Sequence[float],
    likeness: Likeness,
    temperature: float,
    difference: float,
) -> float:
    """The probability that `one` is drawn next, after those taken, among all not yet taken."""

    def weight(each: int) -> float:
        alike = sum(likeness[other][each] for other in taken) / len(taken) if taken else 0.0
        return exp((utilities[each] - difference * alike) / temperature)

    left = [each for each in range(len(utilities)) if each not in taken]
    return weight(one) / sum(weight(each) for each in left)


def slates(
    utilities: Sequence[float], likeness: Likeness, *, temperature: float, difference: float
) -> dict[tuple[int, ...], float]:
    """Every ordered slate of three (or of all, where there are fewer) and its probability."""
    found = {}
    for slate in permutations(range(len(utilities)), min(3, len(utilities))):
        probability = 1.0
        for place, one in enumerate(slate):
            probability *= choice_probability(
                one, slate[:place], utilities, likeness, temperature, difference
            )
        found[slate] = probability
    return found


def inclusion(probabilities: dict[tuple[int, ...], float], count: int) -> list[float]:
    """Each one's probability of standing in the slate, wherever."""
    return [sum(p for slate, p in probabilities.items() if one in slate) for one in range(count)]


def greedy(utilities: Sequence[float], likeness: Likeness, *, difference: float) -> tuple[int, ...]:
    """The slate at temperature 0: the best each time, the earlier of two that are as good."""
    taken: list[int] = []
    while len(taken) < min(3, len(utilities)):
        left = [each for each in range(len(utilities)) if each not in taken]

        def value(each: int) -> float:
            alike = sum(likeness[other][each] for other in taken) / len(taken) if taken else 0.0
            return utilities[each] - difference * alike

        taken.append(max(left, key=lambda each: (value(each), -each)))
    return tuple(taken)
