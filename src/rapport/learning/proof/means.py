"""A mean and how well it is known."""

import math
from collections.abc import Sequence
from typing import Final

from scipy.special import stdtrit

LEVEL: Final = 0.95
FEWEST: Final = 2


def mean_of(values: Sequence[float], *, level: float = LEVEL) -> tuple[float, float, float]:
    """What is the mean of independent values, and within which interval?

    Args:
        values: at least two, in any unit.
        level: coverage of the interval, 0 to 1.

    Returns:
        The mean and the ends of Student's t interval, in the unit of the values.

    Missing data: leave it out beforehand; NaN is carried into the result.

    Raises:
        ValueError: fewer than two values.

    Source: Student (1908), Biometrika 6:1. Compared with: `scipy.stats.ttest_1samp`
    (tests/library/unit/test_means.py).
    """
    n = len(values)
    if n < FEWEST:
        raise ValueError(f"values: expected at least {FEWEST}, got {n}")
    mean = math.fsum(values) / n
    spread = math.sqrt(math.fsum((each - mean) ** 2 for each in values) / (n - 1))
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * spread / math.sqrt(n)
    return mean, mean - reach, mean + reach
