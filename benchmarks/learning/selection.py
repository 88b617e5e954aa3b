"""How well providers are put in order although hard cases go to good ones and low alliances skip forms."""

from typing import NamedTuple

import numpy as np
from benchmarks.learning.planted import TRUTH, Planted

from rapport.learning.mixed.columns import CONSTANT
from rapport.learning.mixed.equations import Prior, Variances
from rapport.learning.mixed.model import learn
from rapport.learning.mixed.pairs import collapse, lay_out, pair_order
from rapport.learning.mixed.reml import fit_at

PAIRS, CLIENTS, PROVIDERS = 20_000, 14_000, 400
# Correlation of a provider's quality with how hard the cases are that are sent there.
SENT = 0.6
HARDNESS_POINTS = -6.0
# Log-odds of skipping a form for one spread of the session's level; 8% at the average.
SKIPPED_SLOPE, SKIPPED_AT_AVERAGE = -0.8, 0.08
BEST = 0.1


class Judged(NamedTuple):
    """Mean true quality (points) of the tenth that each way puts first, and the error of the mean level."""

    ours: float
    bound: float
    plain_means: float
    level_error: float


def judge(*, told: bool, skipping: bool, seed: int = 0) -> Judged:
    """Plant a practice and put its providers in order, three ways.

    Args:
        told: whether the file says how hard each case is (x_hard), as it should.
        skipping: whether forms are skipped more often when it goes badly.

    The bound is empirical Bayes with the true variances and coefficients, given what our fit is given.
    """
    planted, hardness = _plant(seed, skipping=skipping)
    sessions = planted.as_sessions()
    model = learn(sessions, by_part=False)
    ours = model.quality.effect
    if not told:
        sessions = _untold(planted).as_sessions()
        model = learn(sessions, by_part=False)
        ours = model.quality.effect
    sums = np.bincount(planted.provider, weights=planted.y, minlength=PROVIDERS)
    means = sums / np.maximum(np.bincount(planted.provider, minlength=PROVIDERS), 1)
    bound = _oracle(planted, hardness if told else np.zeros_like(hardness))
    level = float(model.general.beta[model.columns.names.index(CONSTANT)]) - 72.0
    return Judged(*(_gain(order, planted.quality) for order in (ours, bound, means)), level)


def _gain(order: np.ndarray, quality: np.ndarray) -> float:
    best = np.argsort(-order)[: int(BEST * len(quality))]
    return float(quality[best].mean() - quality.mean())


def _plant(seed: int, *, skipping: bool) -> tuple[Planted, np.ndarray]:
    rng = np.random.default_rng(seed)
    hard = rng.normal(size=CLIENTS)
    quality = rng.normal(0, TRUTH["provider"] ** 0.5, PROVIDERS)
    client = np.concatenate([np.arange(CLIENTS), rng.integers(0, CLIENTS, PAIRS - CLIENTS)])
    wanted = SENT * hard[client] + (1 - SENT**2) ** 0.5 * rng.normal(size=PAIRS)
    # The hardest fortieth of cases goes to the best ten providers, and so on.
    place = np.argsort(np.argsort(wanted)) * PROVIDERS // PAIRS
    provider = np.argsort(quality)[place]
    met = np.unique(client * PROVIDERS + provider)
    client, provider = met // PROVIDERS, met % PROVIDERS
    leniency = rng.normal(0, TRUTH["client"] ** 0.5, CLIENTS) + HARDNESS_POINTS * hard
    level = 72 + leniency[client] + quality[provider] + rng.normal(0, TRUTH["pair"] ** 0.5, len(met))
    held = 1 + rng.poisson(6, len(met))
    pair = np.repeat(np.arange(len(met)), held)
    number = np.arange(1, len(pair) + 1) - np.repeat(np.cumsum(held) - held, held)
    y = level[pair] + rng.normal(0, TRUTH["noise"] ** 0.5, len(pair))
    odds = SKIPPED_AT_AVERAGE / (1 - SKIPPED_AT_AVERAGE) * np.exp(SKIPPED_SLOPE * (y - 72) / 17)
    kept = rng.random(len(pair)) > odds / (1 + odds) * skipping
    rows = np.flatnonzero(kept)
    hardness = hard[client][pair][rows]
    return Planted(
        client=client[pair][rows],
        provider=provider[pair][rows],
        pair=pair[rows],
        day=7.0 * number[rows],
        y=y[rows],
        x=np.column_stack([np.ones(len(rows)), np.log(number[rows]), hardness]),
        slopes=np.zeros((len(rows), 0)),
        quality=quality,
    ), hardness


def _untold(planted: Planted) -> Planted:
    from dataclasses import replace

    return replace(planted, x=planted.x[:, :2])


def _oracle(planted: Planted, hardness: np.ndarray) -> np.ndarray:
    """Best predictions at the true variances and level, with the true effect of the hardness that is told."""
    told = bool(np.any(hardness))
    pair, _, starts = pair_order(planted.client, planted.provider, planted.day)
    none = np.zeros((len(pair), 0))
    layout = lay_out(planted.client, planted.provider, pair, starts, np.ones((len(pair), 1)), none)
    pairs = collapse(layout, planted.y - HARDNESS_POINTS * hardness)
    client = TRUTH["client"] + (0.0 if told else HARDNESS_POINTS**2)
    variances = Variances(client, TRUTH["provider"], 1.0, TRUTH["pair"], TRUTH["noise"])
    fitted = fit_at(pairs, variances, Prior(np.array([72.0]), np.array([1e9])))
    return np.asarray(fitted.provider_effects)
