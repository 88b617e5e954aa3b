"""How well do the items of a scale hang together, in one's own data?"""

from collections.abc import Sequence
from math import fsum

from rapport.errors import BadInput, Problem


def cronbach_alpha(rows: Sequence[Sequence[int | float | None]]) -> float:
    """What share of a total's variance do the items have in common (Cronbach's alpha)?

    `α = k/(k−1) · (1 − Σ var(item) / var(total))`, variances with n − 1.

    Args:
        rows: n people × k items, already turned where items are reversed; k at least 2.

    Missing data: a person with any missing item (None) is left out before anything is counted.

    Returns:
        alpha, at most 1; below 0 when items disagree.

    Raises:
        BadInput: rows of unequal length, fewer than 2 items, fewer than 2 whole people, or totals
            that do not vary.

    >>> round(cronbach_alpha([[1, 2], [2, 2], [3, 4], [4, 4]]), 3)
    0.941

    Source: Cronbach (1951), Psychometrika 16, 297–334.
    Compared with: `pingouin.cronbach_alpha` uses the same formula with listwise deletion; a slow
    covariance form in tests/library agrees to 1e-9.
    """
    whole = _whole_rows(rows)
    items = len(whole[0])
    total_variance = _variance([fsum(row) for row in whole])
    if total_variance == 0:
        raise BadInput(Problem(expected="totals that vary", arrived="one total for all", column="rows"))
    item_variances = fsum(_variance([row[position] for row in whole]) for position in range(items))
    return items / (items - 1) * (1 - item_variances / total_variance)


def _whole_rows(rows: Sequence[Sequence[int | float | None]]) -> list[list[float]]:
    if len({len(row) for row in rows}) > 1:
        raise BadInput(Problem(expected="as many items in every row", arrived="unequal rows", column="rows"))
    whole = [[float(value) for value in row if value is not None] for row in rows if None not in row]
    if len(whole) < 2:
        raise BadInput(Problem(expected="2 people with all items", arrived=str(len(whole)), column="rows"))
    if len(whole[0]) < 2:
        raise BadInput(Problem(expected="2 items or more", arrived=str(len(whole[0])), column="rows"))
    return whole


def _variance(values: Sequence[float]) -> float:
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
