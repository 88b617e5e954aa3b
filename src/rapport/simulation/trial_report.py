"""What a simulated trial says: counts, power beforehand, effect, bound, and all of it over many runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.engines.engine import HERE, Engine
from rapport.errors import BadInput, Problem
from rapport.learning.proof.clustered import ALONE
from rapport.learning.proof.trial import (
    Analysis,
    Consort,
    Verdict,
    compare,
    needed_per_arm,
    power_of,
    smallest_effect,
    verdict_of,
)
from rapport.simulation.design import Design
from rapport.simulation.profiles import Cohorts, run_profiles
from rapport.simulation.trials import Runs, run_trials

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

Z_95: Final = 1.96
FEWEST_RUNS: Final = 2
SOMETHING: Final = 1e-9  # a bound below it is nothing but rounding


@dataclass(frozen=True, slots=True)
class Share:
    """A share of runs with its 95% interval (Wilson)."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Repeated:
    """One arm over all runs: mean effect with its Monte-Carlo 95% interval, the middle 95% of effects.

    reached: share of the oracle's gain that the arm's true gain is; None where there is nothing to gain.
    within_published: whether the mean lies in the range the study is compatible with; None without one.
    """

    mean: float
    low: float
    high: float
    middle: tuple[float, float]
    gain_shown: Share
    loss_shown: Share
    no_difference_shown: Share
    bound: float
    reached: float | None
    within_published: bool | None


@dataclass(frozen=True, slots=True)
class Power:
    """Beforehand: people an arm expected to be analysed, and what they can show.

    needed: people an arm for the assumed difference (16/d² times the design effect). formula: power by
    it; simulated: share of runs in which a gain was shown, with the effect that this world has.
    """

    assumed: float
    per_arm: float
    icc: float
    size: float
    needed: int
    formula: float
    smallest: float
    simulated: Mapping[str, Share]


@dataclass(frozen=True)
class Report:
    """One trial, the power it had, and the same design over many runs. By arm, without the control."""

    design: Design
    runs: int
    consort: Consort
    power: Power
    effects: Mapping[str, Analysis]
    repeated: Mapping[str, Repeated]
    sweep: tuple[tuple[float, Mapping[str, Repeated]], ...]


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """One cohort's odds ratio with interval and verdict, and the same over many."""

    design: Design
    runs: int
    patients: Mapping[str, int]
    ratio: float
    low: float
    high: float
    verdict: Verdict
    repeated: Repeated


def report_trial(
    design: Design,
    *,
    seed: int,
    runs: int,
    told: Callable[[int], None] | None = None,
    engine: Engine = HERE,
) -> Report:
    """What would this trial have shown, and how often?

    Args:
        design: of kind `trial`.
        seed: 0 or more; names the trial that is told in full, the first of the runs.
        runs: 2 or more.
        told: called with the number of runs done so far, those of the sweep after the others.
        engine: where the trials run.

    Raises:
        BadInput: the first trial, or most runs, are too small to be analysed.
    """
    found = run_trials(design, seed=seed, runs=runs, told=told, engine=engine)
    repeated = _repeated_arms(design, found)
    field, values = design.sweep or ("", ())
    sweep: list[tuple[float, Mapping[str, Repeated]]] = []
    for value in values:
        if told is not None:
            told(runs * (len(sweep) + 1))
        other = design.with_number(field, value)
        again = run_trials(other, seed=seed, runs=runs, engine=engine)
        sweep.append((value, _repeated_arms(other, again)))
    return Report(
        design=design,
        runs=runs,
        consort=_consort(design, found),
        power=_power(design, repeated),
        effects=_effects(design, found),
        repeated=repeated,
        sweep=tuple(sweep),
    )


def report_profile(design: Design, *, seed: int, runs: int) -> ProfileReport:
    """What would this cohort have shown, and how often? For designs of kind `profile`."""
    found = run_profiles(design, seed=seed, runs=runs)
    ratio, low, high = (float(each[0]) for each in (found.ratio, found.low, found.high))
    return ProfileReport(
        design=design,
        runs=runs,
        patients={"fitting": int(found.fitting[0]), "other": int(found.other[0])},
        ratio=ratio,
        low=low,
        high=high,
        verdict=verdict_of(low - 1.0, high - 1.0),
        repeated=_repeated_profile(design, found),
    )


def _others(design: Design) -> list[str]:
    return [arm for arm in design.arms if arm != design.control]


def _effects(design: Design, found: Runs) -> dict[str, Analysis]:
    names = list(design.arms)
    arms = [names[place] for place in found.arms[0]]
    providers = [None if each == ALONE else int(each) for each in found.providers[0]]
    return {
        arm: compare(found.outcomes[0], arms, providers, arm=arm, control=design.control)
        for arm in _others(design)
    }


def _consort(design: Design, found: Runs) -> Consort:
    names = list(design.arms)
    followed = np.isfinite(found.outcomes[0])

    def counted(among: Bools) -> dict[str, int]:
        return {name: int((among & (found.arms[0] == place)).sum()) for place, name in enumerate(names)}

    everybody = np.ones_like(followed)
    return Consort(
        screened=design.whole("screened"),
        randomised=counted(everybody),
        began=counted(found.began[0]),
        followed=counted(followed),
        analysed=counted(followed),
    )


def _power(design: Design, repeated: Mapping[str, Repeated]) -> Power:
    analysed = design["randomised"] * design["began"] * design["followed"]
    per_arm, icc = analysed / len(design.arms), design["general"] + design["domain"]
    size = max(analysed / design["providers"], 1.0)
    return Power(
        assumed=design["assumed"],
        per_arm=per_arm,
        icc=icc,
        size=size,
        needed=needed_per_arm(design["assumed"], icc=icc, size=size),
        formula=power_of(design["assumed"], per_arm, icc=icc, size=size),
        smallest=smallest_effect(per_arm, icc=icc, size=size),
        simulated={arm: each.gain_shown for arm, each in repeated.items()},
    )


def _repeated_arms(design: Design, found: Runs) -> dict[str, Repeated]:
    names = list(design.arms)
    control = names.index(design.control)
    bound = float(found.bound(control).mean())
    repeated = {}
    for arm in _others(design):
        each = found.contrast(names.index(arm), control)
        gain = float(found.true_gain(names.index(arm), control).mean())
        with np.errstate(divide="ignore", invalid="ignore"):
            effects = each.effect / each.spread
        reached = gain / bound if bound > SOMETHING else None
        repeated[arm] = _repeated(design, effects, (each.gains, each.losses), bound, reached)
    return repeated


def _repeated_profile(design: Design, found: Cohorts) -> Repeated:
    bound, ratio = (float(np.exp(np.log(each).mean())) for each in (found.bound, found.ratio))
    reached = float(np.log(ratio) / np.log(bound)) if bound > 1.0 + SOMETHING else None
    return _repeated(design, found.ratio, (found.low > 1.0, found.high < 1.0), bound, reached)


def _repeated(
    design: Design,
    effects: Floats,
    shown: tuple[Bools, Bools],
    bound: float,
    reached: float | None,
) -> Repeated:
    gains, losses = shown
    effects = effects[np.isfinite(effects)]
    if len(effects) < FEWEST_RUNS:
        expected = "people followed in every arm of most runs"
        raise BadInput(Problem(file=design.name, expected=expected, arrived=f"{len(effects)} such runs"))
    mean = float(effects.mean())
    half = Z_95 * float(effects.std(ddof=1)) / np.sqrt(len(effects))
    low, high = np.quantile(effects, [0.025, 0.975])
    published = design.published
    return Repeated(
        mean=mean,
        low=float(mean - half),
        high=float(mean + half),
        middle=(float(low), float(high)),
        gain_shown=share_of(gains),
        loss_shown=share_of(losses),
        no_difference_shown=share_of(~(gains | losses)),
        bound=bound,
        reached=reached,
        within_published=None if published is None else published[0] <= mean <= published[1],
    )


def share_of(marked: Bools) -> Share:
    """The share of runs marked, with Wilson's interval."""
    n, share = len(marked), float(marked.mean())
    middle = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 * np.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2)) / (1 + Z_95**2 / n)
    return Share(share, max(0.0, float(middle - half)), min(1.0, float(middle + half)))
