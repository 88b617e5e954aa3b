"""The ideal observer of `strained.series`: a particle filter that knows the simulator's parameters.

It cannot be had in practice. Each particle is a whole course as the simulator would make it; ratings weigh
the particles, a form left out does too. Twice as many particles gain another .003 of AUC at most.
"""

import numpy as np
from benchmarks.strained import series as made
from benchmarks.strained.series import CALM, PARTS, SESSIONS, Floats, Phases, Regime, Series
from scipy.special import ndtr

PARTICLES = 4000
BLOCK = 100  # pairs at once: memory
ENOUGH = 0.5  # share of particles that must carry weight before they are drawn anew
SMALLEST = 1e-300


def chance_of_rupture(series: Series, regime: Regime, *, particles: int = PARTICLES, seed: int = 1) -> Floats:
    """Chance of a rupture at each check-in given this and earlier sessions, in the rows' order."""
    grid = np.full((*series.kept.shape, PARTS), np.nan)
    grid[series.kept] = series.checkins.ratings
    felt = np.full(series.kept.shape, np.nan)
    felt[series.kept] = series.checkins.challenge
    rng, found = np.random.default_rng(seed), np.zeros(series.kept.shape)
    for start in range(0, len(grid), BLOCK):
        rows = slice(start, start + BLOCK)
        found[rows] = _block(grid[rows], felt[rows], regime, particles, rng)
    return np.asarray(found[series.kept])


def _block(grid: Floats, felt: Floats, regime: Regime, count: int, rng: np.random.Generator) -> Floats:
    shape = (len(grid), count)
    kept = {
        "level": rng.normal(made.LEVEL, made.LEVEL_SD, shape),
        "growth": rng.normal(made.GROWTH, made.GROWTH_SD, shape),
        "balance": rng.normal(0, made.BALANCE_SD, shape),
        "state": rng.normal(0, regime.state / np.sqrt(1 - made.MEMORY**2), shape),
        "offset": rng.normal(0, made.OFFSET_SD, (*shape, PARTS)),
    }
    phases, weight, found = Phases.calm(*shape), np.zeros(shape), np.zeros(grid.shape[:2])
    for session in range(1, SESSIONS + 1):
        if session > 1:
            kept["state"] = made.MEMORY * kept["state"] + rng.normal(0, regime.state, shape)
        began = phases.step(session, regime, rng)
        lost = phases.lost(session)
        bad = (rng.random(shape) < made.BAD_DAY) * made.BAD_DAY_DEPTH * regime.within
        rated, said = grid[:, session - 1], felt[:, session - 1]
        weight += _weigh(rated, said, session, regime, kept, lost, bad, began)
        weight -= weight.max(axis=1, keepdims=True)
        share = np.exp(weight)
        share /= share.sum(axis=1, keepdims=True)
        found[:, session - 1] = (share * (phases.kind != CALM)).sum(axis=1)
        _draw_anew(share, weight, kept, phases, rng)
    return found


def _weigh(
    rated: Floats, felt: Floats, session: int, regime: Regime, kept: dict[str, Floats],
    lost: Floats, bad: Floats, began: Floats,
) -> Floats:  # fmt: skip
    """Log-likelihood of one check-in, or of its being left out, for each particle."""
    dip = (lost.mean(axis=-1) + bad) / regime.within
    skip = 1 / (1 + np.exp(-made.SKIP_LOG_ODDS - made.SKIP_BY_DIP * dip))
    middle = kept["level"] + kept["growth"] * np.log(session) + kept["state"] - bad
    z = (rated[:, None, :] - (middle[..., None] + kept["offset"] - lost)) / regime.error
    half = 0.5 / regime.error
    top = np.log(np.maximum(ndtr(-z + half), SMALLEST))
    each = np.where(rated[:, None, :] >= 100, top, -0.5 * z**2 + np.log(2 * half / np.sqrt(2 * np.pi)))
    to_hard = _density(felt[:, None], kept["balance"], made.BALANCE_NOISE)
    jumped = _density(felt[:, None], kept["balance"] + made.BALANCE_JUMP, made.BALANCE_NOISE)
    item = np.where(began, made.CONFRONTS * jumped + (1 - made.CONFRONTS) * to_hard, to_hard)
    said = np.log1p(-skip) + each.sum(axis=-1) + np.log(np.maximum(item, SMALLEST))
    return np.where(np.isnan(felt)[:, None], np.log(skip), said)


def _density(felt: Floats, mean: Floats, noise: float) -> Floats:
    """Chance of this whole number from −3 to 3, the ends holding all beyond."""
    low = np.where(felt <= -3, -np.inf, felt - 0.5)
    high = np.where(felt >= 3, np.inf, felt + 0.5)
    return np.asarray(ndtr((high - mean) / noise) - ndtr((low - mean) / noise))


def _draw_anew(
    share: Floats, weight: Floats, kept: dict[str, Floats], phases: Phases, rng: np.random.Generator
) -> None:
    """Systematic resampling of the pairs in which few particles carry the weight."""
    count = share.shape[1]
    for row in np.flatnonzero(1 / (share**2).sum(axis=1) < ENOUGH * count):
        places = (rng.random() + np.arange(count)) / count
        drawn = np.minimum(np.searchsorted(share[row].cumsum(), places), count - 1)
        for values in (*kept.values(), phases.kind, phases.onset, phases.depth, phases.part):
            values[row] = values[row][drawn]
        weight[row] = 0.0
