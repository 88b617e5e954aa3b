"""How often an alert is right: what stands beside every one, since an alert is a question.

Figures of `benchmarks/alerts.py`: new alerts (the first flagged check-in after one that was not) on made-up
courses with known ruptures, quiet, typical and noisy ones together; tests/library makes them again. How often
a real alert is right is not known before a service has found out: `share_found` says what its own providers
found.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from rapport.errors import BadInput, Problem

# Two-sided 95% of a normal.
Z95: Final = 1.959963984540054
# Ours: below so many answers a share of one's own would be read as more than it is.
FEWEST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Share:
    """A share between 0 and 1, its 95% interval, and of how many."""

    value: float
    low: float
    high: float
    n: int


RIGHT: Final[dict[str, Share]] = {
    "sudden": Share(0.508, 0.478, 0.541, 1050),
    "erosion": Share(0.603, 0.564, 0.641, 672),
    "facet": Share(0.576, 0.544, 0.606, 1124),
}


def share_right(kind: str) -> Share:
    """Of new alerts of this kind (sudden, erosion, facet), how many were right where the truth is known?

    Raises:
        BadInput: another kind.

    Source: benchmarks/alerts.py; intervals bootstrapped over pairs.
    """
    if kind not in RIGHT:
        raise BadInput(Problem(expected="one of " + ", ".join(RIGHT), arrived=kind, column="kind"))
    return RIGHT[kind]


def share_found(found: int, of: int) -> Share | None:
    """Of the alerts that providers looked into and answered, in how many had something shifted?

    Args:
        found: answers that said yes; of: answers that said yes or no. Whole numbers, found at most of.

    Missing data: unsure and unanswered ones count for nothing. Below `FEWEST_FOUND` answers nothing is said.

    Raises:
        BadInput: negative numbers, or more found than there are answers.

    >>> share_found(14, 20)
    Share(value=0.7, low=0.481, high=0.855, n=20)

    Source: the score interval of Wilson (1927), doi 10.1080/01621459.1927.10502953 (from memory, unverified).
    Compared with: scipy's binomtest in tests/library.
    """
    if not 0 <= found <= of:
        raise BadInput(Problem(expected=f"0 to {of}", arrived=str(found), column="found"))
    if of < FEWEST_FOUND:
        return None
    share, weight = found / of, Z95**2 / of
    middle = (share + weight / 2) / (1 + weight)
    half = sqrt(share * (1 - share) / of + weight / (4 * of)) * Z95 / (1 + weight)
    return Share(round(share, 3), round(middle - half, 3), round(middle + half, 3), of)
