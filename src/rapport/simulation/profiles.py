"""The profile method: were patients better off who, by chance, saw a provider good with their class?

A cohort, not a trial: the first half of the patients tells which provider does well with which class,
the second half is compared by whether they met one (Delgadillo 2020, 10.1037/ccp0000507).
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtrit

from rapport.simulation.design import Design

Floats: TypeAlias = NDArray[np.float64]

LOGISTIC_VARIANCE: Final = float(np.pi**2 / 3)
LEVEL: Final = 0.95


@dataclass(frozen=True)
class Cohorts:
    """Odds ratio of improvement, fitting beside other, with its 95% interval: each of shape (runs,).

    fitting, other: patients of the second half. bound: the odds ratio had the truth been known.
    """

    ratio: Floats
    low: Floats
    high: Floats
    fitting: Floats
    other: Floats
    bound: Floats


def run_profiles(design: Design, *, seed: int, runs: int) -> Cohorts:
    """How does the profile method come out, again and again?

    The odds ratio is Mantel and Haenszel's over the classes; its interval leaves out one provider after
    the other (jackknife), since patients of one provider are alike.
    """
    rng = np.random.default_rng([seed, 1])
    truth, base = _truth(design, runs, rng)
    first, second = (_half(design, truth, base, rng) for _ in range(2))
    fits = _expected(design, first, base) > 0
    ratio, low, high = _odds_ratio(second, fits)
    bound, _, _ = _odds_ratio(second, truth > 0)
    people = second[0]
    return Cohorts(
        ratio, low, high, np.where(fits, people, 0).sum(axis=(1, 2)),
        np.where(fits, 0, people).sum(axis=(1, 2)), bound,
    )  # fmt: skip


def _truth(design: Design, runs: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Log odds that a provider adds in a class, (runs, providers, classes), and each class's own."""
    total = LOGISTIC_VARIANCE / (1.0 - design["general"] - design["by_class"])
    shape = (runs, design.whole("providers"), design.whole("classes"))
    general = np.sqrt(total * design["general"]) * rng.standard_normal((*shape[:2], 1))
    own = np.sqrt(total * design["by_class"]) * rng.standard_normal(shape)
    # Half of the classes below the typical rate, half above, evenly on the logit scale.
    rates = logit(np.array([design["lowest"], design["typical"], design["highest"]]))
    base = np.interp(np.linspace(0.0, 2.0, shape[2]), [0.0, 1.0, 2.0], rates)
    return general + own, base


def _half(design: Design, truth: Floats, base: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Patients, and those who improved: two of shape (runs, providers, classes)."""
    cells = truth[0].size
    people = rng.multinomial(design.whole("patients") // 2, np.full(cells, 1 / cells), size=len(truth))
    people = people.reshape(truth.shape)
    return people.astype(np.float64), rng.binomial(people, expit(base + truth)).astype(np.float64)


def _expected(design: Design, half: tuple[Floats, Floats], base: Floats) -> Floats:
    """Log odds that each provider adds in each class, as far as a half tells: one Newton step, shrunken."""
    people, better = half
    rate = expit(base)
    total = LOGISTIC_VARIANCE / (1.0 - design["general"] - design["by_class"])
    general, own = total * design["general"], total * design["by_class"]
    information = people * rate * (1.0 - rate)
    score = better - people * rate
    # A cell's estimate score/information has variance own + 1/information about the provider's level.
    weight = information / (1.0 + own * information)
    level = (weight * _ratio(score, information)).sum(axis=2) / (
        1.0 / max(general, 1e-12) + weight.sum(axis=2)
    )
    deviation = own * (score - information * level[:, :, None]) / (1.0 + own * information)
    return np.asarray(level[:, :, None] + deviation)


def _odds_ratio(half: tuple[Floats, Floats], fits: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Mantel–Haenszel over classes, with the interval of a jackknife over providers."""
    people, better = half
    cells = np.stack([np.where(fits, better, 0), np.where(fits, people - better, 0),
                      np.where(fits, 0, better), np.where(fits, 0, people - better)])  # fmt: skip
    whole = cells.sum(axis=2)
    without = whole[:, :, None, :] - cells
    log, each = _mantel_haenszel(whole), _mantel_haenszel(without)
    providers = people.shape[1]
    spread = np.sqrt(
        (providers - 1) / providers * ((each - each.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    )
    half_width = stdtrit(providers - 1, 0.5 + LEVEL / 2) * spread
    return np.exp(log), np.exp(log - half_width), np.exp(log + half_width)


def _mantel_haenszel(cells: Floats) -> Floats:
    """Log odds ratio of tables (4, …, classes): better and not, of fitting and of other."""
    a, b, c, d = cells
    total = np.maximum(a + b + c + d, 1.0)
    for_it, against = (a * d / total).sum(axis=-1), (b * c / total).sum(axis=-1)
    # Half a patient each way where all or none fit: no odds ratio, and nothing shown.
    return np.asarray(np.log(np.maximum(for_it, 0.5) / np.maximum(against, 0.5)))


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.zeros_like(above), where=below > 0))
