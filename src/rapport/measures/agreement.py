"""How far several raters agree about the same things: Krippendorff's alpha and the intraclass correlation.

Alpha takes ratings with gaps, where everyone rated something else; the intraclass correlation wants every
rater's rating of every thing.
"""

from math import inf
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtri, stdtrit

Floats = NDArray[np.float64]

LEVEL: Final = 0.8
BOOTSTRAPS: Final = 1000
LEAST: Final = 2


class Agreement(NamedTuple):
    """How far raters agree (1: wholly; 0: as chance would), with an interval and what it stands on."""

    value: float
    low: float
    high: float
    units: int
    ratings: int


def krippendorff_alpha(
    ratings: ArrayLike, *, rng: np.random.Generator, level: float = LEVEL, bootstraps: int = BOOTSTRAPS
) -> Agreement | None:
    """How far raters agree about the same units, on an interval scale, whoever rated what.

    `α = 1 − (disagreement within units) / (disagreement between any two ratings)`, disagreement being the
    mean squared difference of two ratings. The interval draws whole units again, with replacement.

    Args:
        ratings: shape (units, raters); NaN where a rater did not rate a unit.
        rng: draws the units of each bootstrap.
        level: the probability that the interval should hold.
        bootstraps: how often units are drawn.

    Returns:
        The agreement over units with at least two ratings; None where fewer than two units have them, or
        where all ratings are alike, so that there is nothing to agree about.

    Missing data: gaps are left out; units with one rating say nothing of agreement.

    Source: Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), interval metric.
    Compared with: the example of that paper (α = .849), and `tests/library/references/slow_agreement.py`.
    """
    table = np.asarray(ratings, dtype=np.float64)
    counts = (~np.isnan(table)).sum(axis=1)
    units = _Units.of(table[counts >= LEAST])
    if len(units.counts) < LEAST:
        return None
    value = units.alpha(np.arange(len(units.counts))[None, :])[0]
    if np.isnan(value):
        return None
    drawn = rng.integers(0, len(units.counts), (bootstraps, len(units.counts)))
    found = units.alpha(drawn)
    # A draw of one unit over and over says nothing: the agreement itself stands for it.
    low, high = np.quantile(np.where(np.isnan(found), value, found), ((1 - level) / 2, (1 + level) / 2))
    return Agreement(float(value), float(low), float(high), len(units.counts), int(units.counts.sum()))


class _Units(NamedTuple):
    """Of each unit: how many ratings, their sum, and the sum of their squares; ratings around zero."""

    counts: Floats
    sums: Floats
    squares: Floats

    @classmethod
    def of(cls, table: Floats) -> "_Units":
        # Around the mean, so that squares lose no digits to a far-off zero.
        centred = table - (np.nanmean(table) if table.size else 0.0)
        counts = (~np.isnan(centred)).sum(axis=1).astype(np.float64)
        return cls(counts, np.nansum(centred, axis=1), np.nansum(centred**2, axis=1))

    def alpha(self, drawn: NDArray[np.int64]) -> Floats:
        """Shape (draws,), of units drawn, shape (draws, units); NaN where all ratings are alike."""
        counts, sums, squares = (column[drawn] for column in self)
        within = (counts * (squares - sums**2 / counts) / (counts - 1)).sum(axis=1)
        n = counts.sum(axis=1)
        total = squares.sum(axis=1) - sums.sum(axis=1) ** 2 / n
        expected = total * n / (n - 1)
        # A sum of squares of equal numbers is zero but for rounding.
        alike = total <= n * np.finfo(np.float64).eps * squares.max()
        alpha: Floats = 1 - within / np.where(alike, np.nan, expected)
        return alpha


def icc_2k(ratings: ArrayLike, *, level: float = LEVEL) -> Agreement:
    """How far the mean of these raters can be relied on, were the raters drawn from many: ICC(2,k).

    Args:
        ratings: shape (units, raters), at least two each.
        level: the probability that the interval holds the true value.

    Missing data: there may be none; every rater rates every unit.

    Raises:
        ValueError: a gap, fewer than two units or raters, or ratings that tell nobody apart.

    Source: Shrout & Fleiss, Psychological Bulletin 86 (1979), case 2; interval by McGraw & Wong,
    Psychological Methods 1 (1996), table 7.
    Compared with: the table of Shrout & Fleiss (.62), and its interval at 95% in R's psych (.07 to .93; that
    one from memory, unverified); the interval's coverage in made ratings.
    """
    table = np.asarray(ratings, dtype=np.float64)
    n, k = _shape(table)
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    between = k * rows.var(ddof=1)
    raters = n * columns.var(ddof=1)
    left = table - rows[:, None] - columns + table.mean()
    error = float((left**2).sum() / ((n - 1) * (k - 1)))
    whole = between + (k - 1) * error + k * (raters - error) / n
    if whole <= 0:
        raise ValueError("expected ratings that tell units or raters apart")
    single = (between - error) / whole
    low, high = _single_interval(n, k, (between, raters, error), single, level)
    return Agreement(_of_mean(single, k), _of_mean(low, k), _of_mean(high, k), n, n * k)


def _shape(table: Floats) -> tuple[int, int]:
    if table.ndim != LEAST or min(table.shape) < LEAST or np.isnan(table).any():
        raise ValueError("expected at least two raters who each rated at least two things, without gaps")
    return table.shape[0], table.shape[1]


def _of_mean(single: float, k: int) -> float:
    """Spearman and Brown: what one rater's reliability is worth as a mean of k; no bound below, as raters
    may disagree more than chance would."""
    whole = 1 + (k - 1) * single
    return float(k * single / whole) if whole > 0 else -inf


# Fewer degrees of freedom put the bounds no further out, and the distribution's quantile beyond all numbers.
LEAST_FREEDOM = 0.1


def _single_interval(
    n: int, k: int, squares: tuple[float, float, float], single: float, level: float
) -> tuple[float, float]:
    between, raters, error = squares
    if error == 0 and raters == 0:
        return 1.0, 1.0
    inner = n * (1 + (k - 1) * single) - k * single
    # Satterthwaite's degrees of freedom; the ratio of raters to error, written without a division by error.
    top = (k - 1) * (n - 1) * (k * single * raters + inner * error) ** 2
    bottom = (n - 1) * (k * single * raters) ** 2 + (inner * error) ** 2
    if bottom == 0:
        # Raters differ, and nothing else does: there is no error to be unsure by.
        return single, single
    freedom = max(top / bottom, LEAST_FREEDOM)
    tail = (1 + level) / 2
    above = float(fdtri(n - 1, freedom, tail))
    below = float(fdtri(freedom, n - 1, tail))
    noise = k * raters + (k * n - k - n) * error
    low = n * (between - above * error) / (above * noise + n * between)
    high = n * (below * between - error) / (noise + n * below * between)
    return low, high


class RaterMean(NamedTuple):
    """What raters say of one thing on average, with an interval for what all such raters would say."""

    value: float
    low: float
    high: float
    raters: int


def rater_mean(ratings: ArrayLike, *, level: float = LEVEL) -> RaterMean:
    """What raters say of one person on average: each rater counts once, however many things they rated.

    Args:
        ratings: shape (units, raters); NaN where a rater did not rate a unit.
        level: the probability that the interval should hold, were the raters drawn from many.

    Missing data: gaps are left out; a rater without a rating is none.

    Raises:
        ValueError: fewer than two raters, so that there is no interval.

    >>> [round(each, 2) for each in rater_mean([[4, 6, 5], [6, float("nan"), 5]])]
    [5.33, 4.7, 5.96, 3]

    Source: Student's t interval of a mean, over the means of the raters.
    """
    table = np.asarray(ratings, dtype=np.float64)
    rated = ~np.isnan(table)
    means = np.nansum(table, axis=0)[rated.any(axis=0)] / rated.sum(axis=0)[rated.any(axis=0)]
    n = len(means)
    if n < LEAST:
        raise ValueError("expected at least two raters")
    reach = float(stdtrit(n - 1, (1 + level) / 2) * means.std(ddof=1) / np.sqrt(n))
    mean = float(means.mean())
    return RaterMean(mean, mean - reach, mean + reach, n)
