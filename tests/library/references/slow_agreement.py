"""Krippendorff's alpha once more, pair by pair, as the paper defines it; shares no line with the library."""

import math
from collections.abc import Sequence

Rating = float | None


def alpha(units: Sequence[Sequence[Rating]]) -> float:
    """Interval metric; None is a gap."""
    paired = [[x for x in unit if x is not None] for unit in units]
    paired = [unit for unit in paired if len(unit) > 1]
    values = [x for unit in paired for x in unit]
    observed = sum(
        (a - b) ** 2 / (len(unit) - 1)
        for unit in paired
        for i, a in enumerate(unit)
        for j, b in enumerate(unit)
        if i != j
    ) / len(values)
    expected = sum((a - b) ** 2 for i, a in enumerate(values) for j, b in enumerate(values) if i != j) / (
        len(values) * (len(values) - 1)
    )
    return 1 - observed / expected if expected else math.nan
