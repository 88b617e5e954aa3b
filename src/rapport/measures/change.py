"""When is a change between two scores more than the noise of the measure?

Jacobson, N. S. & Truax, P. (1991). Clinical significance. Journal of Consulting and Clinical
Psychology, 59, 12–19. Both formulas below are theirs.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

from rapport.errors import BadInput, Problem
from rapport.measures.instrument import Evidence, Scale

# Two-sided 5% point of the normal distribution, as in Jacobson and Truax (1991).
Z_95: Final = 1.96

Direction = Literal["better", "worse", "no reliable change"]
Rule = Literal["published", "jacobson-truax"]


@dataclass(frozen=True, slots=True)
class ChangeThreshold:
    """The smallest change that counts as reliable, in points of the scale, and where it comes from.

    `computed` is the Jacobson–Truax value from the scale's norms, given beside a published threshold
    so that the two can be compared; None when there are no norms.
    """

    points: float
    rule: Rule
    source: str
    evidence: Evidence
    computed: float | None


def reliable_change_index(*, sd: float, reliability: float) -> float:
    """How large must a difference between two scores be before noise alone seldom makes it?

    `RCI = 1.96 · SD · √2 · √(1 − reliability)`

    Args:
        sd: standard deviation of the scores before treatment, in points, above 0.
        reliability: Cronbach's alpha or test–retest correlation, 0 to 1.

    Missing data: none can be missing.

    Raises:
        BadInput: a value out of its range.

    >>> round(reliable_change_index(sd=6.1, reliability=0.89), 2)
    5.61

    Source: Jacobson and Truax (1991), p. 14. It belongs to the people the two figures come from:
    compute it again for each deployment.
    Compared with: hand calculation in tests/library.
    """
    _check(sd > 0 and math.isfinite(sd), expected="a standard deviation above 0", arrived=sd, column="sd")
    _check(0 <= reliability <= 1, expected="0 to 1", arrived=reliability, column="reliability")
    return Z_95 * sd * math.sqrt(2.0) * math.sqrt(1.0 - reliability)


def clinical_cut(
    *, healthy_mean: float, healthy_sd: float, clinical_mean: float, clinical_sd: float
) -> float:
    """Which score is as far from the healthy mean as from the clinical one, each in its own SDs?

    `c = (SD₀·M₁ + SD₁·M₀) / (SD₀ + SD₁)`, with 0 the healthy and 1 the clinical group.

    Args:
        healthy_mean, healthy_sd: of people without the trouble, in points; SD above 0.
        clinical_mean, clinical_sd: of people with it, in points; SD above 0.

    Missing data: none can be missing.

    Raises:
        BadInput: a standard deviation that is not above 0.

    >>> round(clinical_cut(healthy_mean=3.3, healthy_sd=3.8, clinical_mean=17.1, clinical_sd=6.1), 2)
    8.6

    Source: Jacobson and Truax (1991), criterion c.
    Compared with: hand calculation in tests/library.
    """
    for column, sd in (("healthy_sd", healthy_sd), ("clinical_sd", clinical_sd)):
        _check(
            sd > 0 and math.isfinite(sd), expected="a standard deviation above 0", arrived=sd, column=column
        )
    return (healthy_sd * clinical_mean + clinical_sd * healthy_mean) / (healthy_sd + clinical_sd)


def change_threshold(scale: Scale) -> ChangeThreshold | None:
    """From how many points on is a change on this scale reliable? None if nothing is known of it.

    A published threshold goes before a computed one, because services compare by it.
    """
    computed = None
    if scale.norms is not None:
        computed = reliable_change_index(
            sd=scale.norms.clinical_sd.value, reliability=scale.norms.reliability.value
        )
    if scale.reliable_change is not None:
        known = scale.reliable_change
        return ChangeThreshold(known.value, "published", known.source, known.evidence, computed)
    if scale.norms is not None and computed is not None:
        known = scale.norms.clinical_sd
        return ChangeThreshold(computed, "jacobson-truax", known.source, known.evidence, computed)
    return None


def reliable_change(
    *, before: float, after: float, threshold: float, lower_is_better: bool = True
) -> Direction:
    """Did the score change by more than noise, and which way?

    Args:
        before, after: two scores of one person on one scale, in points.
        threshold: points from which on a change counts (`>=`), above 0.
        lower_is_better: true for symptoms, false for alliance.

    Missing data: a missing score has no change; do not call this.

    Raises:
        BadInput: a threshold that is not above 0.

    >>> reliable_change(before=16, after=10, threshold=6)
    'better'
    >>> reliable_change(before=16, after=11, threshold=6)
    'no reliable change'

    Source: Jacobson and Truax (1991); thresholds in `measures/catalogue`.
    """
    _check(threshold > 0, expected="a threshold above 0", arrived=threshold, column="threshold")
    difference = after - before
    if abs(difference) < threshold:
        return "no reliable change"
    return "better" if (difference < 0) == lower_is_better else "worse"


def _check(holds: bool, *, expected: str, arrived: float, column: str) -> None:
    if not holds:
        raise BadInput(Problem(expected=expected, arrived=f"{arrived:g}", column=column))
