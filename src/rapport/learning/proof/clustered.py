"""Two arms' means beside each other where those of one provider are alike: for one trial, or many at once."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

LEVEL: Final = 0.95
ALONE: Final = -1  # the cluster of a person whom no provider saw: one of their own
# Providers' share of the outcome's variance that the degrees of freedom reckon with: .03–.09 in the
# literature (from memory, unverified). Settled beforehand: one trial tells it too badly to be of use.
WORKING_ICC: Final = 0.03


@dataclass(frozen=True, slots=True)
class Contrasts:
    """Differences of many trials at once, each field of shape (runs,).

    error: standard error; NaN, with low and high, where a trial is too small for one.
    spread: standard deviation of the outcome within the arms.
    """

    effect: Floats
    error: Floats
    low: Floats
    high: Floats
    degrees: Floats
    spread: Floats

    @property
    def gains(self) -> Bools:
        """Where a gain is shown: the whole interval lies above 0."""
        return np.asarray(self.low > 0)

    @property
    def losses(self) -> Bools:
        """Where a loss is shown."""
        return np.asarray(self.high < 0)


def contrasts(outcomes: Floats, treated: Bools, clusters: Whole, *, adjusted_for: int = 0) -> Contrasts:
    """Differences of two arms' means with cluster-robust 95% intervals, for many trials at once.

    Args:
        outcomes: shape (runs, people), higher is better; NaN where not followed.
        treated: whether in the arm rather than in the control, same shape.
        clusters: number of the provider from 0, or `ALONE`, same shape.
        adjusted_for: how many baseline columns were taken out of the outcomes beforehand.

    The CR2 variance, which for two means has a closed form: the weight of a cell of n of an arm's N people
    is 1/(N·√(1 − n/N)); and Satterthwaite's degrees of freedom, were people of one provider alike by
    `WORKING_ICC`. Were they taken as independent, a provider who sees a large part of an arm would be
    counted for less than they are, and the interval be too narrow. The variance itself needs no such figure.

    Missing data: people with NaN are left out of their trial.

    Source: Bell and McCaffrey 2002; Pustejovsky and Tipton 2018 (10.1080/07350015.2016.1247004); degrees of
    freedom for people who are alike: Imbens and Kolesár 2016 (10.1162/REST_a_00552); from memory, unverified.
    Compared with: the textbook's matrices in tests/library/references/test_trial_is_standard.py.
    """
    runs = len(outcomes)
    cell, groups = _cells(treated, clusters, np.isfinite(outcomes))
    filled = np.where(np.isfinite(outcomes), outcomes, 0.0)

    def sums(values: Floats) -> Floats:
        """Shape (runs, groups, 2): control and arm."""
        flat = np.bincount(cell.ravel(), values.ravel(), minlength=runs * groups * 3)
        return np.asarray(flat.reshape(runs, groups, 3)[:, :, :2])

    with np.errstate(divide="ignore", invalid="ignore"):
        n, total = sums(np.ones_like(filled)), sums(filled)
        people = n.sum(axis=1)
        means = total.sum(axis=1) / people
        squares = sums(filled**2).sum(axis=1) - people * means**2
        free = people.sum(axis=1) - 2
        weight = np.where(n > 0, 1.0 / (people[:, None] * np.sqrt(1.0 - n / people[:, None])), 0.0)
        scores = weight * (total - n * means[:, None])
        variance = ((scores[..., 1] - scores[..., 0]) ** 2).sum(axis=1) * free / (free - adjusted_for)
        degrees = _degrees(n, weight, people)
        error = np.sqrt(variance)
        half = stdtrit(degrees, 0.5 + LEVEL / 2) * error
        spread = np.sqrt(np.maximum(squares.sum(axis=1), 0.0) / (free - adjusted_for))
    effect = means[:, 1] - means[:, 0]
    return Contrasts(effect, error, effect - half, effect + half, degrees, spread)


def _cells(treated: Bools, clusters: Whole, seen: Bools) -> tuple[Whole, int]:
    """Number of each person's run, cluster and arm (2 when not followed), and how many clusters a run has."""
    runs, people = treated.shape
    known = int(clusters.max(initial=ALONE)) + 1
    groups = known + (people if (clusters == ALONE).any() else 0)
    own = np.where(clusters == ALONE, known + np.arange(people), clusters)
    arm = np.where(seen, treated, 2)
    return np.asarray((np.arange(runs)[:, None] * groups + own) * 3 + arm), groups


def _degrees(n: Floats, weight: Floats, people: Floats) -> Floats:
    """Satterthwaite's degrees of freedom, (tr V)² / tr V²: shape (runs,).

    V is the covariance of the clusters' scores where two people of a cluster correlate `WORKING_ICC`, and
    comes as diag(own) + U·M·Uᵀ with four columns in U, so that it need not be written out.
    """
    icc, share = WORKING_ICC, n / people[:, None]
    signed = weight * n * np.array([-1.0, 1.0])
    both = signed.sum(axis=2)
    own = (1.0 - icc) * (n * weight**2).sum(axis=2) + icc * both**2
    columns = np.concatenate([signed, both[..., None] * share], axis=2)
    inner = np.zeros((len(n), 4, 4))
    inner[:, :2, :2] = icc * share.transpose(0, 2, 1) @ share
    for arm in (0, 1):
        inner[:, arm, arm] -= (1.0 - icc) / people[:, arm]
        inner[:, arm, 2 + arm] = inner[:, 2 + arm, arm] = -icc
    through = inner @ (columns.transpose(0, 2, 1) @ columns)
    crossed = inner @ (columns.transpose(0, 2, 1) @ (own[..., None] * columns))
    trace = own.sum(axis=1) + np.trace(through, axis1=1, axis2=2)
    squares = (own**2).sum(axis=1) + 2.0 * np.trace(crossed, axis1=1, axis2=2)
    return np.asarray(trace**2 / (squares + np.trace(through @ through, axis1=1, axis2=2)))
