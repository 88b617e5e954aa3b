"""Many runs of one design at once, in worlds where every fit is known.

The outcome is in standard deviations, higher is better. Of client i with provider j it is

    u_j + Σ_d w_id·q_jd + m_ij + chance,

u the provider in general, q the provider's skill in a domain, w on the client's most elevated domains,
m the pair's own. Past cases tell of u and q, answers of m, nothing tells of chance.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.engines.engine import HERE, Engine
from rapport.learning.proof.clustered import ALONE, Contrasts, contrasts
from rapport.learning.proof.randomisation import allocate_runs
from rapport.simulation.design import Design

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

# Runs are drawn so many together, always a whole lot, so that the first ones stay as they are.
PAIRS_AT_ONCE: Final = 4_000_000
RUNS_AT_ONCE: Final = 100
HARM: Final = 1000.0  # puts a provider who is ineffective in any domain behind all who are not
# Half of a level: orders providers of one level at random, and never mixes levels.
TIES: Final = 0.5


@dataclass(frozen=True)
class Runs:
    """What happened to each person of each run, shape (runs, people).

    arms: place of the arm in the design. providers: `ALONE` for people who did not begin. outcomes: NaN
    where not followed. fits: the true fit of the provider assigned. bounds: the same, had every arm but
    the control been assigned by the oracle.
    """

    arms: Whole
    providers: Whole
    began: Bools
    outcomes: Floats
    fits: Floats
    bounds: Floats

    def contrast(self, arm: int, control: int) -> Contrasts:
        """Every run's difference between two arms, by intention to treat."""
        among = (self.arms == arm) | (self.arms == control)
        outcomes = np.where(among, self.outcomes, np.nan)
        return contrasts(outcomes, self.arms == arm, self.providers)

    def true_gain(self, arm: int, control: int) -> Floats:
        """Mean true fit of an arm above the control's, shape (runs,)."""
        return _arm_means(self.fits, self.arms == arm) - _arm_means(self.fits, self.arms == control)

    def bound(self, control: int) -> Floats:
        """The gain that the oracle would have had in the same trial, shape (runs,)."""
        of_control = self.arms == control
        return _arm_means(self.bounds, ~of_control) - _arm_means(self.bounds, of_control)


def run_trials(
    design: Design,
    *,
    seed: int,
    runs: int,
    told: Callable[[int], None] | None = None,
    engine: Engine = HERE,
) -> Runs:
    """How does this trial come out, again and again?

    Args:
        design: from `read_design`.
        seed: 0 or more; the first run is the same however many are asked for.
        runs: 1 or more.
        told: called with the number of runs done so far.
        engine: where they run, `RUNS_AT_ONCE` a partition at most.

    1. Allocate by permuted blocks within strata.
    2. Let each arm's rule choose a provider, in order of arrival, within capacity.
    3. Some do not begin, and some who began are lost, the worse off the more if the design says so.

    Source: Constantino 2021 (records by domain), science.md section 3.
    """
    pairs = design.whole("randomised") * design.whole("providers")
    at_once = max(1, min(RUNS_AT_ONCE, PAIRS_AT_ONCE // pairs))
    asked = engine.broadcast((design, seed, at_once))
    say = None if told is None else lambda done: told(min(done * at_once, runs))
    chunks = engine.map_partitions(_seeded_chunk, range(-(-runs // at_once)), asked, say)
    return Runs(
        *(np.concatenate([getattr(one, each.name) for one in chunks])[:runs] for each in fields(Runs))
    )


def _seeded_chunk(chunk: int, asked: tuple[Design, int, int]) -> Runs:
    design, seed, at_once = asked
    return _chunk(design, at_once, np.random.default_rng([seed, chunk]))


@dataclass(frozen=True)
class _World:
    """fit, told: shape (runs, people, providers); records: (runs, providers, domains); weights: w above."""

    fit: Floats
    told: Floats
    records: Floats
    weights: Floats


def _chunk(design: Design, runs: int, rng: np.random.Generator) -> Runs:
    world = _world(design, runs, rng)
    arms = _allocated(design, runs, rng)
    is_treated = arms != list(design.arms).index(design.control)
    scores = _scores(design, world, arms, rng)
    chosen = _assigned(design, scores, arms)
    best = _assigned(design, np.where(is_treated[:, :, None], world.fit, scores), arms)
    fits, bounds = (np.take_along_axis(world.fit, one[:, :, None], axis=2)[:, :, 0] for one in (chosen, best))
    chance = 1.0 - design["general"] - design["domain"] - design["pair"]
    outcomes = fits + np.sqrt(chance) * rng.standard_normal(fits.shape)
    began = rng.random(fits.shape) < design["began"]
    seen = began & (rng.random(fits.shape) < _follow_up(design, outcomes))
    return Runs(arms, np.where(began, chosen, ALONE), began, np.where(seen, outcomes, np.nan), fits, bounds)


def _world(design: Design, runs: int, rng: np.random.Generator) -> _World:
    people, providers, domains = (design.whole(key) for key in ("randomised", "providers", "domains"))
    general = np.sqrt(design["general"]) * rng.standard_normal((runs, providers))
    skill = np.sqrt(design["domain"]) * rng.standard_normal((runs, providers, domains))
    shared, own = (np.sqrt(variance) for variance in _record_noise(design))
    luck = general + shared * rng.standard_normal((runs, providers))
    records = luck[:, :, None] + skill + own * rng.standard_normal(skill.shape)
    rank = rng.random((runs, people, domains)).argsort(axis=2)
    weights = np.where(rank < design["elevated"], 1.0 / np.sqrt(design["elevated"]), 0.0)
    fit = general[:, None, :] + weights @ skill.transpose(0, 2, 1)
    told = rng.standard_normal((runs, people, providers)) if _needs_answers(design) else np.zeros(1)
    if design["pair"]:
        known, unknown = np.sqrt(design["answered"]), np.sqrt(1.0 - design["answered"])
        fit = fit + np.sqrt(design["pair"]) * (known * told + unknown * rng.standard_normal(fit.shape))
    return _World(fit, told, records, weights)


def _needs_answers(design: Design) -> bool:
    return bool(design["pair"]) or bool({"answers", "model"} & set(design.arms.values()))


def _allocated(design: Design, runs: int, rng: np.random.Generator) -> Whole:
    """Arms by permuted blocks in each stratum; strata are equally large."""
    people, strata, count = design.whole("randomised"), design.whole("strata"), len(design.arms)
    stratum = rng.integers(0, strata, (runs, people))
    found = np.zeros((runs, people), dtype=np.int64)
    for each in range(strata):
        listed = allocate_runs(runs, people, arms=count, block=design.whole("block"), rng=rng)
        inside = stratum == each
        position = np.maximum(inside.cumsum(axis=1) - 1, 0)
        found = np.where(inside, np.take_along_axis(listed, position, axis=1), found)
    return found


def _scores(design: Design, world: _World, arms: Whole, rng: np.random.Generator) -> Floats:
    """How much each person's arm wants each provider: shape (runs, people, providers)."""
    chance = rng.random(world.fit.shape)
    carried_out = rng.random(arms.shape) < design["adoption"]
    scores = chance.copy()
    for place, rule in enumerate(design.arms.values()):
        if rule != "random":
            own = _rule(rule, design, world, rng)
            mine = (arms == place) & carried_out
            scores = np.where(mine[:, :, None], own + (TIES * chance if rule == "record" else 0.0), scores)
    return scores


def _rule(rule: str, design: Design, world: _World, rng: np.random.Generator) -> Floats:
    if rule == "oracle":
        return world.fit
    if rule == "noise":
        # Features of the provider alone, too: such arms send many people to the same few.
        shape = world.fit.shape
        return rng.standard_normal((shape[0], 1, shape[2])) + rng.standard_normal(shape)
    if rule == "answers":
        return world.told
    if rule == "record":
        return _levels(design, world)
    told = np.sqrt(design["pair"] * design["answered"]) * world.told if rule == "model" else 0.0
    return _expected(design, world) + told


def _levels(design: Design, world: _World) -> Floats:
    """On how many of the person's elevated domains a provider is effective; far below when harmful in any."""
    limit = design["reliably"] / np.sqrt(design["cases"])
    is_effective, is_harmful = world.records > limit, (world.records < -limit).any(axis=2)
    count = (world.weights > 0).astype(np.float64) @ is_effective.astype(np.float64).transpose(0, 2, 1)
    return np.asarray(count - HARM * is_harmful[:, None, :])


def _expected(design: Design, world: _World) -> Floats:
    """The expected fit given the records: the provider in general, then each domain, both shrunken."""
    general, domain = design["general"], design["domain"]
    shared, own = _record_noise(design)
    level = general + shared
    mean = world.records.mean(axis=2) / (level + (domain + own) / design["domains"])
    skill = domain / (domain + own) * (world.records - level * mean[:, :, None])
    return np.asarray(general * mean[:, None, :] + world.weights @ skill.transpose(0, 2, 1))


def _record_noise(design: Design) -> tuple[float, float]:
    """Variance of a record's chance that its domains share, and of what each has of its own."""
    noise = (1.0 - design["general"] - design["domain"]) / design["cases"]
    return noise * design["shared"], noise * (1.0 - design["shared"])


def _assigned(design: Design, scores: Floats, arms: Whole) -> Whole:
    """Each person's provider: the best by score of those who still have a place, in order of arrival."""
    if not design["capacity"]:
        return np.asarray(scores.argmax(axis=2))
    runs, people, providers = scores.shape
    pools = len(design.arms) if design["own_places"] else 1
    places = np.ceil(design["capacity"] * people / providers / pools)
    left, every = np.full((runs, pools, providers), places), np.arange(runs)
    found = np.zeros((runs, people), dtype=np.int64)
    for person in range(people):
        pool = arms[:, person] % pools
        open_to = np.where(left[every, pool] > 0, scores[:, person], -np.inf)
        found[:, person] = one = open_to.argmax(axis=1)
        left[every, pool, one] -= 1
    return found


def _follow_up(design: Design, outcomes: Floats) -> Floats | float:
    share = design["followed"]
    if share == 1:
        return 1.0
    log_odds = np.log(share / (1.0 - share)) + design["followed_slope"] * outcomes
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


def _arm_means(values: Floats, among: Bools) -> Floats:
    return np.asarray(np.where(among, values, 0.0).sum(axis=1) / np.maximum(among.sum(axis=1), 1))
