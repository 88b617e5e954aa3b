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
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri, stdtrit

from rapport.errors import BadInput, Problem
from rapport.learning.proof.clustered import ALONE, LEVEL, Bools, Contrasts, Floats, Whole, contrasts

Verdict: TypeAlias = Literal["gain shown", "loss shown", "no difference shown"]

# Lehr's rule: 16/d² people an arm give 80% power at a two-sided 5% (Lehr 1992, 10.1002/sim.4780110811;
# from memory, unverified). The exact figure is 2·(1.960 + 0.842)² = 15.7.
LEHR: Final = 16.0
Z_95: Final = 1.959964


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
