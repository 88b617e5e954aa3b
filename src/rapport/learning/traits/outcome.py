"""With whom do clients with this concern do better than could be expected?

1. Expected change: ridge regression on severity at the start, its square, other case mix and the concern,
   fitted without the cases of the fold at hand. What is left over is the adjusted change.
2. Adjusted change = provider in general + provider with this concern + rest; both effects are shrunken, with
   variances estimated from the data (EM with exact posteriors).
3. Nothing is said under 15 cases of a provider with a concern. From there on, effective, neutral or
   ineffective by whether the effect is above, around or below 0 with nine chances in ten.

Adjusted is not caused: what was not measured about a case is not adjusted for.

Source: the scheme of Constantino et al. (2021) at second hand: 15 cases, three levels; the paper adjusts by
random forests, and its own rule for "reliably" was not reached. One global factor with shrunken domain
deviations reconciles Kraus 2011 with 10.1037/cou0000151. Compared with: planted effects and the dense
posterior (tests/library/references/test_outcome.py).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rapport.errors import BadInput, Problem
from rapport.learning.policy.estimate import sums
from rapport.learning.policy.log_columns import codes

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

FEWEST_CASES: Final = 15
FOLDS: Final = 5
RIDGE: Final = 1.0
ROUNDS: Final = 200
LEAST_VARIANCE: Final = 1e-8
# A normal value lies above this many spreads below its mean with nine chances in ten.
NINE_IN_TEN: Final = 1.2816

EFFECTIVE, NEUTRAL, INEFFECTIVE, TOO_FEW = "effective", "neutral", "ineffective", ""


class Effect(NamedTuple):
    """A provider with a concern: adjusted change above what is expected, in the unit of the change.

    `mean` and `spread` are None and `level` is empty under `FEWEST_CASES` cases.
    """

    provider: str
    concern: str
    cases: int
    mean: float | None
    spread: float | None
    level: str


class Outcomes(NamedTuple):
    """Effects by provider and concern; and of each provider in general, with posterior spread."""

    effects: tuple[Effect, ...]
    general: dict[str, tuple[float, float]]
    between_providers: float
    between_concerns: float
    noise: float


def outcome_effects(
    providers: Sequence[str],
    concerns: Sequence[str],
    *,
    change: ArrayLike,
    severity: ArrayLike,
    case_mix: ArrayLike | None = None,
) -> Outcomes:
    """The effects of providers on change, in general and by concern.

    Args:
        providers, concerns: shape (cases,), who worked with whom and on what first of all.
        change: shape (cases,), improvement from start to end, more is better.
        severity: shape (cases,), at the start, in any unit.
        case_mix: shape (cases, features), what else was known at the start; None: nothing.

    Raises:
        BadInput: a number that is missing or not finite (leave such cases out, and say how many), or
            fewer than `FEWEST_CASES` cases in all.
    """
    improvement, design = _design(concerns, change, severity, case_mix)
    adjusted = _left_over(design, improvement)
    names, provider = codes(providers)
    kinds, concern = codes(concerns)
    cells, place = np.unique(provider * len(kinds) + concern, return_inverse=True)
    cases = sums(place, np.ones(len(place)))
    mean = sums(place, adjusted) / cases
    fit = _fitted(cells // len(kinds), mean, cases, _noise(adjusted, mean, place), len(names))
    effects = tuple(
        _effect(
            names[cell // len(kinds)],
            kinds[cell % len(kinds)],
            int(cases[row]),
            fit.mean[row],
            fit.spread[row],
        )
        for row, cell in enumerate(cells.tolist())
    )
    general = {
        name: (float(fit.general[row]), float(fit.general_spread[row])) for row, name in enumerate(names)
    }
    return Outcomes(effects, general, fit.between, fit.within, fit.noise)


def _design(
    concerns: Sequence[str], change: ArrayLike, severity: ArrayLike, case_mix: ArrayLike | None
) -> tuple[Floats, Floats]:
    improvement, start = np.asarray(change, dtype=np.float64), np.asarray(severity, dtype=np.float64)
    more = np.empty((len(start), 0)) if case_mix is None else np.asarray(case_mix, dtype=np.float64)
    for name, values in (("change", improvement), ("severity", start), ("case_mix", more)):
        if not np.isfinite(values).all():
            raise BadInput(Problem("numbers", "one missing or not finite", column=name))
    if len(improvement) < FEWEST_CASES:
        raise BadInput(Problem(f"{FEWEST_CASES} cases or more", str(len(improvement))))
    standard = _standardised(np.column_stack([start, more]))
    kinds, concern = codes(concerns)
    return improvement, np.column_stack([standard, standard[:, :1] ** 2, np.eye(len(kinds))[concern]])


def _standardised(values: Floats) -> Floats:
    spread = values.std(axis=0)
    found: Floats = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return found


def _left_over(design: Floats, improvement: Floats) -> Floats:
    """Change less what cases of the other folds let expect."""
    found = np.empty_like(improvement)
    folds = np.arange(len(improvement)) % FOLDS
    for fold in range(FOLDS):
        inside = folds == fold
        known, centre = design[~inside], improvement[~inside].mean()
        square = known.T @ known + RIDGE * np.eye(design.shape[1])
        slopes = np.linalg.solve(square, known.T @ (improvement[~inside] - centre))
        found[inside] = improvement[inside] - centre - design[inside] @ slopes
    return found


def _noise(adjusted: Floats, mean: Floats, place: Codes) -> float:
    """The variance of cases within a provider and concern."""
    free = max(len(place) - len(mean), 1)
    return float(((adjusted - mean[place]) ** 2).sum() / free) + LEAST_VARIANCE


class _Fit(NamedTuple):
    mean: Floats
    spread: Floats
    general: Floats
    general_spread: Floats
    between: float
    within: float
    noise: float


def _fitted(provider: Codes, mean: Floats, cases: Floats, noise: float, size: int) -> _Fit:
    """Exact posteriors given the variances, and the variances by EM."""
    between = within = float(np.var(mean)) / 2 + LEAST_VARIANCE
    for _ in range(ROUNDS):
        of_cell = within + noise / cases
        left = 1 / (1 / between + sums(provider, 1 / of_cell, size))
        general = left * sums(provider, mean / of_cell, size)
        trust = within / of_cell
        deviation = trust * (mean - general[provider])
        doubt = trust**2 * left[provider] + within * (1 - trust)
        posterior = general[provider] + deviation
        variance = (1 - trust) ** 2 * left[provider] + within * (1 - trust)
        between = float(np.mean(general**2 + left)) + LEAST_VARIANCE
        within = float(np.mean(deviation**2 + doubt)) + LEAST_VARIANCE
    return _Fit(posterior, np.sqrt(variance), general, np.sqrt(left), between, within, noise)


def _effect(provider: str, concern: str, cases: int, mean: float, spread: float) -> Effect:
    if cases < FEWEST_CASES:
        return Effect(provider, concern, cases, None, None, TOO_FEW)
    return Effect(provider, concern, cases, float(mean), float(spread), level_of(float(mean), float(spread)))


def level_of(mean: float, spread: float) -> str:
    """Effective, neutral or ineffective, by nine chances in ten."""
    if mean - NINE_IN_TEN * spread > 0:
        return EFFECTIVE
    return INEFFECTIVE if mean + NINE_IN_TEN * spread < 0 else NEUTRAL
