"""What the ways of following come to, side by side, with intervals over practices.

Differences are taken client by client within a practice, where all ways meet the same luck, and averaged; the
intervals are Student's over practices, so that they hold for practices like these, not for these clients.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from rapport.simulation import figures
from rapport.simulation.access_report import Share, share
from rapport.simulation.figures import Figure
from rapport.simulation.following.cohort import Bools, Cohort, draw_chance, make_cohort, planned
from rapport.simulation.following.effects import NOTHING_HELPS, Effects
from rapport.simulation.following.loop import Came, run
from rapport.simulation.following.ways import (
    AS_REVIEWED,
    LADDER,
    MATCH_ONLY,
    NOTHING,
    STEPS,
    WHOLE,
    WITHOUT,
    Way,
)

# PHQ-9: a change of 6 is reliable (NHS; from memory, unverified).
RELIABLE: Final = 6.0
# Sessions that everybody in the trial of the ladder plans at least, so that feedback has time: ours.
FEWEST: Final = 8
LEVELS: Final = (0.80, 0.95)
SIGNIFICANT: Final = 0.05

MEASURES: Final[dict[str, Callable[[Came], NDArray[np.floating[Any]]]]] = {
    "dropout": lambda came: 100.0 * came.dropped,
    "gained": lambda came: came.first - came.last,
    "better": lambda came: 100.0 * (came.first - came.last >= RELIABLE),
    "worse": lambda came: 100.0 * (came.last - came.first >= RELIABLE),
    "alliance": lambda came: came.alliance,
}
# The ladder: which shares are published for which way, with tolerances of ours.
RUNGS: Final = (
    (LADDER[0].name, figures.AT_RISK_WORSE, figures.AT_RISK_BETTER),
    (LADDER[2].name, figures.WITH_FEEDBACK_WORSE, figures.WITH_FEEDBACK_BETTER),
    (LADDER[3].name, figures.WITH_TOOLS_WORSE, figures.WITH_TOOLS_BETTER),
)
RISKED: Final = (*LADDER, AS_REVIEWED)
# What reviews found for all clients, beside what the simulation gives: feedback against none.
REVIEWED: Final = (figures.FEEDBACK_D, figures.FEEDBACK_AT_RISK_D, figures.FEEDBACK_DROPOUT)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over practices with its 80% and 95% intervals."""

    mean: float
    low80: float
    high80: float
    low: float
    high: float


@dataclass(frozen=True)
class WayCame:
    """One way: each measure, and its difference from nothing and from match only."""

    name: str
    values: dict[str, Estimate]
    over_nothing: dict[str, Estimate]
    over_match: dict[str, Estimate]
    alarms: float
    precise: Share
    referred: float


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder, among those at risk, in percent; `published` where it is known."""

    name: str
    n: int
    worse: Estimate
    better: Estimate
    dropout: Estimate
    published: tuple[Figure, Figure] | None

    @property
    def holds(self) -> tuple[bool, bool] | None:
        """Whether each mean lies within the published range."""
        if self.published is None:
            return None
        pairs = zip((self.worse, self.better), self.published, strict=True)
        worse, better = (one.low <= found.mean / 100 <= one.high for found, one in pairs)
        return worse, better


@dataclass(frozen=True)
class Found:
    """All of it; `trials`: by measure, how many trials showed a difference where nothing helps."""

    ways: list[WayCame]
    ladder: list[Rung]
    reviewed: list[tuple[Figure, Estimate]]
    trials: dict[str, Share]


def follow(
    *,
    practices: int,
    clients: int,
    providers: int,
    past: int,
    trials: int,
    seed: int = 0,
    effects: Effects | None = None,
    told: Callable[[int], None] | None = None,
) -> Found:
    """What do match, follow, repair and refer come to against match only and against nothing?

    Args:
        practices: how many, 3 or more, seeded `seed`, `seed + 1`, …
        clients: who come to each; providers, past: of each, the past being what it has learned from.
        trials: in the world in which nothing helps, each with luck of its own.
        effects: what acting does; the module's constants when left out.
        told: called with the number of steps done, of `steps_of`.

    Source: `effects` and `dynamics`, where each figure's own source stands.
    """
    clock = _Clock(told)
    sizes = {"clients": clients, "providers": providers, "past": past}
    used = effects or Effects()
    cohorts = [make_cohort(**sizes, seed=seed + each, effects=used) for each in range(practices)]
    every = _by_way(cohorts, (*STEPS, *WITHOUT), clock)
    longer = [replace(one, planned=planned(one.seed, one.rows, fewest=FEWEST)) for one in cohorts]
    at_risk = _by_way(longer, RISKED, clock)
    return Found(
        [_came(name, every) for name in every],
        [_rung(name, at_risk) for name in at_risk],
        _reviewed(at_risk),
        _trials(make_cohort(**sizes, seed=seed, effects=NOTHING_HELPS), trials, clock),
    )


def steps_of(*, practices: int, trials: int) -> int:
    """How many steps `follow` tells of."""
    return practices * (len(STEPS) + len(WITHOUT) + len(RISKED)) + trials


class _Clock:
    """Counts steps for whoever asked to be told."""

    def __init__(self, told: Callable[[int], None] | None) -> None:
        self.told, self.done = told, 0

    def step(self) -> None:
        self.done += 1
        if self.told is not None:
            self.told(self.done)


def _by_way(practices: Sequence[Cohort], ways: Sequence[Way], clock: _Clock) -> dict[str, list[Came]]:
    found: dict[str, list[Came]] = {way.name: [] for way in ways}
    for each in practices:
        for way in ways:
            found[way.name].append(run(each, way))
            clock.step()
    return found


def _came(name: str, every: dict[str, list[Came]]) -> WayCame:
    own = every[name]

    def over(other: str) -> dict[str, Estimate]:
        pairs = list(zip(own, every[other], strict=True))
        return {
            key: estimate([float((measure(a) - measure(b)).mean()) for a, b in pairs])
            for key, measure in MEASURES.items()
        }

    alarms, held = (sum(int(getattr(each, what).sum()) for each in own) for what in ("alarms", "held"))
    in_strain = sum(int(each.in_strain.sum()) for each in own)
    return WayCame(
        name=name,
        values={
            key: estimate([float(measure(each).mean()) for each in own]) for key, measure in MEASURES.items()
        },
        over_nothing=over(NOTHING.name),
        over_match=over(MATCH_ONLY.name),
        alarms=alarms / held,
        precise=share([True] * in_strain + [False] * (alarms - in_strain)),
        referred=float(np.mean(np.concatenate([each.referred > 0 for each in own]))),
    )


def _rung(name: str, at_risk: dict[str, list[Came]]) -> Rung:
    own = at_risk[name]
    shares = [
        [float(MEASURES[what](each)[each.at_risk].mean()) for each in own]
        for what in ("worse", "better", "dropout")
    ]
    worse, better, dropout = map(estimate, shares)
    published = {rung: (first, second) for rung, first, second in RUNGS}
    return Rung(
        name, sum(int(each.at_risk.sum()) for each in own), worse, better, dropout, published.get(name)
    )


def _reviewed(at_risk: dict[str, list[Came]]) -> list[tuple[Figure, Estimate]]:
    """Feedback to providers of whom not all act against none, as the reviews put it.

    Not on track is in their trials whoever is ever signalled (from memory, unverified), not by the fourth
    session alone: here, whoever would be without feedback.
    """
    pairs = list(zip(at_risk[AS_REVIEWED.name], at_risk[LADDER[0].name], strict=True))
    found = [
        [_d(a, b, np.ones(len(a.first), dtype=bool)) for a, b in pairs],
        [_d(a, b, b.off_track) for a, b in pairs],
        [_odds(b.dropped) / _odds(a.dropped) for a, b in pairs],
    ]
    return [(figure, estimate(values)) for figure, values in zip(REVIEWED, found, strict=True)]


def _d(some: Came, others: Came, rows: Bools) -> float:
    """Cohen's d of the last score."""
    a, b = some.last[rows], others.last[rows]
    return float((b.mean() - a.mean()) / np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2))


def _odds(events: Bools) -> float:
    share_of = min(max(float(events.mean()), 0.5 / len(events)), 1 - 0.5 / len(events))
    return share_of / (1 - share_of)


def _trials(cohort: Cohort, trials: int, clock: _Clock) -> dict[str, Share]:
    """Clients allocated by chance to the whole loop or to nothing, where nothing helps: how often p < .05?"""
    shown: dict[str, list[bool]] = {key: [] for key in MEASURES}
    for number in range(trials):
        rng = np.random.default_rng([cohort.seed, 73, number])
        here = replace(cohort, chance=draw_chance(rng, len(cohort.rows)))
        arms = [run(here, way) for way in (WHOLE, NOTHING)]
        allocated = rng.permutation(len(cohort.rows)) % 2 == 0
        for key, measure in MEASURES.items():
            shown[key].append(_differs(measure(arms[0])[allocated], measure(arms[1])[~allocated]))
        clock.step()
    return {key: share(found) for key, found in shown.items()}


def _differs(some: NDArray[np.floating[Any]], others: NDArray[np.floating[Any]]) -> bool:
    """Welch's test, two-sided."""
    spread = [each.var(ddof=1) / len(each) for each in (some, others)]
    total = sum(spread)
    if total == 0:
        return False
    freedom = total**2 / sum(
        one**2 / (len(each) - 1) for one, each in zip(spread, (some, others), strict=True)
    )
    statistic = abs(some.mean() - others.mean()) / np.sqrt(total)
    return bool(2 * student.sf(statistic, freedom) < SIGNIFICANT)


def estimate(values: Sequence[float]) -> Estimate:
    """Mean over practices, with Student's intervals."""
    found = np.asarray(values)
    mean, error = float(found.mean()), float(found.std(ddof=1) / np.sqrt(len(found)))
    halves = [float(student.ppf(0.5 + level / 2, len(found) - 1)) * error for level in LEVELS]
    return Estimate(mean, mean - halves[0], mean + halves[0], mean - halves[1], mean + halves[1])
