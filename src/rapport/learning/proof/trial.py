"""Did one arm of a trial do better than another? Effect, interval, verdict, power, who was lost.

People are analysed in the arm they were allocated to, whatever came of it (intention to treat). Those
of one provider are alike, so the interval counts providers as clusters, also where they serve in
both arms. "No difference shown" is a verdict like the others.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtrit

from rapport.errors import BadInput, Problem

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Verdict: TypeAlias = Literal["gain shown", "loss shown", "no difference shown"]

LEVEL: Final = 0.95
# Lehr's rule: 16/d² people an arm give 80% power at a two-sided 5% (Lehr 1992, 10.1002/sim.4780110811;
# from memory, unverified). The exact figure is 2·(1.960 + 0.842)² = 15.7.
LEHR: Final = 16.0
Z_95: Final = 1.959964
ALONE: Final = -1  # the cluster of a person whom no provider saw: one of their own


@dataclass(frozen=True, slots=True)
class Consort:
    """How many went how far: `screened` in all, then people by arm."""

    screened: int
    randomised: Mapping[str, int]
    began: Mapping[str, int]
    followed: Mapping[str, int]
    analysed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Analysis:
    """An arm beside its control.

    effect, low, high: difference in the outcome's own points, with its 95% interval; above 0 is better.
    d: the effect in standard deviations of the outcome within the arms; None where nothing varies.
    n: people analysed, by arm. clusters: providers (and people without one) among them.
    degrees: degrees of freedom of the interval.
    smallest_d: the smallest d that so many people could have shown with 80% power, as this interval's
        own width tells it; None where nothing varies.
    """

    arm: str
    control: str
    effect: float
    low: float
    high: float
    d: float | None
    n: Mapping[str, int]
    clusters: int
    degrees: float
    smallest_d: float | None
    verdict: Verdict


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


def compare(
    outcomes: ArrayLike,
    arms: Sequence[str],
    clusters: Sequence[object],
    *,
    arm: str,
    control: str,
    baseline: ArrayLike | None = None,
    lower_is_better: bool = False,
) -> Analysis:
    """By how much did one arm do better than the control, and is that shown?

    Args:
        outcomes: one a person, shape (people,); NaN where not followed.
        arms: each person's arm as allocated, whatever came of it.
        clusters: each person's provider; None for a person whom nobody saw.
        arm, control: the two to compare; people of other arms are left out.
        baseline: what was known before allocation (first score, strata as 0/1 columns), shape
            (people, columns); its effect is taken out, which narrows the interval.
        lower_is_better: true for symptoms, false for alliance.

    Difference of means with a cluster-robust interval (`contrasts`). Missing data: people without an
    outcome are left out of the analysis and must stand in the CONSORT counts.

    Raises:
        BadInput: an arm with fewer than two people followed, or all of its people with one provider;
            lengths that differ; a gap in the baseline.

    Source: as `contrasts`; adjustment as in analysis of covariance.
    """
    values = np.asarray(outcomes, dtype=np.float64) * (-1.0 if lower_is_better else 1.0)
    names = np.asarray(arms, dtype=object)
    if not len(values) == len(names) == len(clusters):
        counts = f"{len(values)}, {len(names)} and {len(clusters)}"
        raise BadInput(Problem(expected="as many outcomes as arms and clusters", arrived=counts))
    kept = np.isfinite(values) & ((names == arm) | (names == control))
    treated, values = names[kept] == arm, values[kept]
    groups = _numbered([each for each, keep in zip(clusters, kept, strict=True) if keep])
    _check_size(treated, groups, {arm: True, control: False})
    lost = 0
    if baseline is not None:
        known = np.asarray(baseline, dtype=np.float64).reshape(len(kept), -1)[kept]
        values, lost = _adjusted(values, treated, known)
    found = contrasts(values[None], treated[None], groups[None], adjusted_for=lost)
    return _analysis(found, arm, control, treated, groups)


def contrasts(outcomes: Floats, treated: Bools, clusters: Whole, *, adjusted_for: int = 0) -> Contrasts:
    """Differences of two arms' means with cluster-robust 95% intervals, for many trials at once.

    Args:
        outcomes: shape (runs, people), higher is better; NaN where not followed.
        treated: whether in the arm rather than in the control, same shape.
        clusters: number of the provider from 0, or `ALONE`, same shape.
        adjusted_for: how many baseline columns were taken out of the outcomes beforehand.

    The CR2 variance with Satterthwaite degrees of freedom, which for two means has a closed form:
    the weight of a cell of n of an arm's N people is 1/(N·√(1 − n/N)). It keeps its level with few
    clusters, and needs none of their correlations to be known.

    Missing data: people with NaN are left out of their trial.

    Source: Bell and McCaffrey 2002; Pustejovsky and Tipton 2018 (10.1080/07350015.2016.1247004; both from
    memory, unverified).
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


def power_of(d: float, per_arm: float, *, icc: float = 0.0, size: float = 1.0) -> float:
    """How probable is it that a difference of `d` standard deviations is shown (two-sided 5%)?

    Args:
        d: the difference in standard deviations.
        per_arm: people analysed in each of two arms, above 0.
        icc: providers' share of the outcome's variance, 0–1; `size`: people to a provider.

    Source: normal approximation with `design_effect`.
    """
    standard = abs(d) / math.sqrt(2.0 * design_effect(icc, size) / per_arm)
    return float(ndtr(standard - Z_95) + ndtr(-standard - Z_95))


def needed_per_arm(d: float, *, icc: float = 0.0, size: float = 1.0) -> int:
    """How many people must be analysed in each arm to show `d` with 80% power: 16/d² times `design_effect`.

    >>> needed_per_arm(0.28), needed_per_arm(0.28, icc=0.05, size=6)
    (205, 256)
    """
    if not d:
        raise BadInput(Problem(expected="a difference other than 0", arrived="0", column="d"))
    return math.ceil(LEHR / d**2 * design_effect(icc, size))


def smallest_effect(per_arm: float, *, icc: float = 0.0, size: float = 1.0) -> float:
    """The smallest d that so many people an arm show with 80% power: `needed_per_arm` turned round.

    >>> round(smallest_effect(204), 2)
    0.28
    """
    return math.sqrt(LEHR * design_effect(icc, size) / per_arm)


def design_effect(icc: float, size: float) -> float:
    """1 + (m − 1)·ICC: how much clustering multiplies the people needed when arms do not share providers.

    Where each provider serves both arms, as in matching trials, it is too cautious.
    """
    return 1.0 + max(size - 1.0, 0.0) * icc


def verdict_of(low: float, high: float) -> Verdict:
    """What an interval of the difference shows; nothing when it holds 0."""
    return "gain shown" if low > 0 else "loss shown" if high < 0 else "no difference shown"


def _cells(treated: Bools, clusters: Whole, seen: Bools) -> tuple[Whole, int]:
    """Number of each person's run, cluster and arm (2 when not followed), and how many clusters a run has."""
    runs, people = treated.shape
    known = int(clusters.max(initial=ALONE)) + 1
    groups = known + (people if (clusters == ALONE).any() else 0)
    own = np.where(clusters == ALONE, known + np.arange(people), clusters)
    arm = np.where(seen, treated, 2)
    return np.asarray((np.arange(runs)[:, None] * groups + own) * 3 + arm), groups


def _degrees(n: Floats, weight: Floats, people: Floats) -> Floats:
    """Satterthwaite's degrees of freedom, (tr P)² / tr P², were people independent: shape (runs,).

    P = diag(Σ_a n·w²) − Σ_a b_a·b_aᵀ/N_a with b = n·w, over the clusters.
    """
    own, b = (n * weight**2).sum(axis=2), n * weight
    trace = own.sum(axis=1) - (b**2 / people[:, None]).sum(axis=(1, 2))
    crossed = np.einsum("rga,rgc->rac", b, b) ** 2 / (people[:, :, None] * people[:, None, :])
    shared = (own[..., None] * b**2 / people[:, None]).sum(axis=(1, 2))
    return np.asarray(trace**2 / ((own**2).sum(axis=1) - 2.0 * shared + crossed.sum(axis=(1, 2))))


def _adjusted(values: Floats, treated: Bools, known: Floats) -> tuple[Floats, int]:
    """Outcomes less what the baseline says of them, and how many columns that took."""
    if not np.isfinite(known).all():
        raise BadInput(Problem(expected="a number for everybody", arrived="a gap", column="baseline"))
    centred = known - known.mean(axis=0)
    design = np.column_stack([np.ones(len(values)), treated, centred])
    solved, _, rank, _ = np.linalg.lstsq(design, values, rcond=None)
    if rank >= len(values):
        raise BadInput(Problem(expected="more people than baseline columns", arrived=str(len(values))))
    return values - centred @ solved[2:], int(rank) - 2


def _numbered(clusters: Sequence[Any]) -> Whole:
    known: dict[Any, int] = {}
    numbers = [ALONE if each is None else known.setdefault(each, len(known)) for each in clusters]
    return np.asarray(numbers, dtype=np.int64)


def _check_size(treated: Bools, groups: Whole, sides: Mapping[str, bool]) -> None:
    for name, side in sides.items():
        own = groups[treated == side]
        if len(own) < 2 or (len(set(own)) < 2 and own[0] != ALONE):
            arrived = f"{len(own)} with {len(set(own))}"
            expected = "at least two people followed, with two providers"
            raise BadInput(Problem(expected=expected, arrived=arrived, column=name))


def _analysis(found: Contrasts, arm: str, control: str, treated: Bools, groups: Whole) -> Analysis:
    effect, low, high = (float(each[0]) for each in (found.effect, found.low, found.high))
    error, spread = float(found.error[0]), float(found.spread[0])
    shown = float(stdtrit(found.degrees[0], 0.5 + LEVEL / 2) + ndtri(0.8)) * error
    return Analysis(
        arm=arm,
        control=control,
        effect=effect,
        low=low,
        high=high,
        d=effect / spread if spread > 0 else None,
        n={arm: int(treated.sum()), control: int((~treated).sum())},
        clusters=int(len(set(groups[groups != ALONE])) + (groups == ALONE).sum()),
        degrees=float(found.degrees[0]),
        smallest_d=shown / spread if spread > 0 else None,
        verdict=verdict_of(low, high),
    )
