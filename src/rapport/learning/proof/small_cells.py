"""Hide what would point at somebody: no combination of what is told of people is shared by fewer than k.

Sweeney's k-anonymity (2002, Int. J. Uncertainty, Fuzziness and Knowledge-Based Systems 10:557) by hiding
whole values, the least wanted first. Compared with: counting every combination of the result
(tests/library/unit/test_small_cells.py).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

Row = tuple[str, ...]
HIDDEN: Final = ""


def with_small_cells_hidden(rows: Sequence[Row], *, smallest: int) -> list[Row]:
    """The same rows, with as much hidden as it takes.

    Args:
        rows: one a person, values of the same columns; what should be told rather stands further left.
        smallest: how many people share every combination at least.

    Returns:
        The rows in their order: from the right on, columns of a person who shares their combination with too
        few are hidden. Where those with everything hidden are too few themselves, the smallest other
        combinations are hidden with them.

    Missing data: an empty value counts as hidden.

    Raises:
        ValueError: fewer people than `smallest` altogether.
    """
    if 0 < len(rows) < smallest:
        raise ValueError(f"rows: expected {smallest} or more, got fewer")
    found = list(rows)
    width = len(found[0]) if found else 0
    for column in reversed(range(width)):
        counts = Counter(found)
        found = [
            (*row[:column], *[HIDDEN] * (width - column)) if counts[row] < smallest else row for row in found
        ]
    return _with_the_last_joined(found, smallest)


def _with_the_last_joined(rows: list[Row], smallest: int) -> list[Row]:
    counts = Counter(rows)
    nothing = (HIDDEN,) * len(rows[0]) if rows else ()
    joined = {nothing}
    others = sorted((count, row) for row, count in counts.items() if row != nothing)
    told = counts[nothing]
    while 0 < told < smallest:
        count, row = others.pop(0)
        told += count
        joined.add(row)
    return [nothing if row in joined else row for row in rows]
