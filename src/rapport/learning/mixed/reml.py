"""Variances of clients, providers, pairs and sessions, from the data.

1. Moments: products of residuals that share a client, a provider or a pair (Gao and Owen,
   arXiv:1610.08088), cheap and a little wasteful when data are few.
2. From there, restricted maximum likelihood by average information (Gilmour, Thompson and Cullis 1995,
   Biometrics 51:1440), on logarithms, with a prior on each. Traces are exact while the system is small;
   beyond, their diagonal part is exact and only the rest is estimated, from fixed random signs
   (Hutchinson 1990, Commun. Stat. Simul. 19:433).

Compared with: `tests/library/references/dense_reml.py` (each variance within a hundredth of its
standard error when traces are exact), and GPBoost in `rapport bench learn`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.equations import NEAR, PRECISE, ROUGH, Equations, Prior, Variances
from rapport.learning.mixed.moments import by_moments
from rapport.learning.mixed.pairs import Pairs
from rapport.learning.mixed.traces import traces

Floats: TypeAlias = NDArray[np.float64]

MOST_STEPS: Final = 60
# Steps below this share of each variance's standard error no longer matter; and where traces are estimated,
# whose own error is up to a fifth of it.
CLOSE: Final = 0.002
CLOSE_ENOUGH: Final = 0.02
LONGEST_STEP: Final = 1.5  # in logarithms, so that one poor quadratic cannot throw a variance away
# Variances end no lower than this share of all, nor than this many squared points.
LEAST_SHARE: Final = 1e-6
LEAST: Final = 1e-6


class VariancePrior(NamedTuple):
    """Log-normal: where each variance was thought to lie (squared points), and the doubt of its logarithm."""

    middle: Variances
    log_sd: float


@dataclass(frozen=True)
class Fitted:
    """Variances, their standard errors (of the logarithm), coefficients, and effects at these variances.

    beta (k,) with covariance (k, k); provider_effects (providers · (1 + s),); residual (P,): the inverse
    covariance times what the coefficients leave of the pairs' means.
    """

    equations: Equations
    log_errors: Variances
    beta: Floats
    beta_covariance: Floats
    provider_effects: Floats
    residual: Floats
    x_effects: Floats
    steps: int

    @property
    def variances(self) -> Variances:
        """The estimates."""
        return self.equations.variances

    @property
    def standard_errors(self) -> Variances:
        """Of the variances, on their own scale."""
        return Variances(*(v * e for v, e in zip(self.variances, self.log_errors, strict=True)))


def fit_variances(
    pairs: Pairs, prior: Prior, variance_prior: VariancePrior | None, *, start: Variances | None = None
) -> Fitted:
    """Estimate the variances, then everything at them.

    Args:
        pairs: from `collapse`.
        prior: of the coefficients; precisions of 0 give restricted maximum likelihood proper.
        variance_prior: of the variances; None lets the data speak alone, and then they must be able to.
        start: where to start from; then the clients' variance stays there.

    Returns:
        The fit. A variance that the data cannot tell from nothing ends near its floor, or near its prior.
    """
    logs = np.log(np.array(start or by_moments(pairs, variance_prior and variance_prior.middle)))
    held = np.array([start is not None, False, pairs.width == 1, False, False])
    before = step = errors = np.zeros(len(logs))
    information, steps = np.eye(len(logs)), 0
    while True:
        of = Equations(pairs, Variances(*np.exp(logs).tolist()))
        of_patterns = traces(of)  # First, since equations that have their inverse are solved by it.
        at = _at(of, prior, PRECISE if steps else NEAR)
        score = _score(at, of_patterns)
        if variance_prior is not None:
            precision = variance_prior.log_sd**-2
            score -= precision * (logs - np.log(np.array(variance_prior.middle)))
        close = CLOSE if at.equations.is_small else CLOSE_ENOUGH
        if steps == MOST_STEPS or (steps and _is_close(score, information, held, close)):
            return _result(at, errors, steps)
        information = _information(at)
        if variance_prior is not None:
            information += precision * np.eye(len(logs))
        steeper = _steeper(before, score, information, step)
        full, errors = _step(score, information, held)
        step, before = np.clip(full / steeper, -LONGEST_STEP, LONGEST_STEP), score
        logs = logs + step
        logs = np.maximum(logs, np.log(max(LEAST, LEAST_SHARE * np.exp(logs).sum())))
        steps += 1


def _is_close(score: Floats, information: Floats, held: NDArray[np.bool_], close: float) -> bool:
    """Whether one more step would hardly move any variance, by the curvature that was found last."""
    full, errors = _step(score, information, held)
    return bool(np.all(np.abs(full) <= close * errors))


def _step(score: Floats, information: Floats, held: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """A Newton step in logarithms, and standard errors; what is held (nothing speaks of it) stays."""
    free = ~held
    inner = information[np.ix_(free, free)]
    # A variance at its floor has no curvature left: a little is lent, so that the step stays finite.
    covariance = np.linalg.inv(inner + 1e-6 * np.eye(free.sum()))
    step, errors = np.zeros(len(score)), np.zeros(len(score))
    step[free] = covariance @ score[free]
    errors[free] = np.sqrt(np.diag(covariance))
    return step, errors


def _steeper(before: Floats, score: Floats, information: Floats, step: Floats) -> float:
    """How many times faster than the information says did the score fall along the last step? At least 1.

    With few data average information can be less than half of the true curvature, and plain steps would go
    to and fro for ever.
    """
    expected = float(step @ information @ step)
    return max(1.0, float((before - score) @ step) / expected) if expected > 0 else 1.0


@dataclass(frozen=True)
class _At:
    """Everything that scores, information and effects need at one set of variances."""

    equations: Equations
    x_alone: Floats  # x without clients' leniency (P, k)
    beta: Floats
    covariance: Floats  # of beta (k, k)
    residual: Floats  # inverse covariance times (mean − x·beta) (P,)
    effects: Floats
    x_effects: Floats
    within_left: float  # Σ squares within pairs that beta leaves
    within_score: Floats  # x within pairs times what beta leaves (k,)

    @cached_property
    def x(self) -> Floats:
        """Inverse covariance times the columns (P, k)."""
        return self.equations.whitened(self.x_alone, self.x_effects)

    @cached_property
    def by_client(self) -> Floats:
        """What is left, summed by client (clients,)."""
        return np.asarray(self.equations.pairs.to_clients @ self.residual)

    @cached_property
    def by_effect(self) -> tuple[Floats, Floats]:
        """What is left, summed by provider effect (effects,): of general ones, and of slopes; 0 elsewhere."""
        pairs = self.equations.pairs
        whole = pairs.to_providers @ self.residual
        general = np.arange(len(whole)) % pairs.width == 0
        return np.where(general, whole, 0.0), np.where(general, 0.0, whole)


def _at(equations: Equations, prior: Prior, precise: float = PRECISE) -> _At:
    pairs, variances = equations.pairs, equations.variances
    alone, effects, form = equations.project(np.column_stack([pairs.x, pairs.mean]), precise)
    information = form[:-1, :-1] + pairs.within_xx / variances.noise + np.diag(prior.precision)
    right = form[:-1, -1] + pairs.within_xy / variances.noise + prior.precision * prior.mean
    covariance: Floats = np.asarray(np.linalg.inv((information + information.T) / 2), dtype=float)
    beta = covariance @ right
    within_score = pairs.within_xy - pairs.within_xx @ beta
    left = np.append(-beta, 1.0)[:, None]
    return _At(
        equations=equations,
        x_alone=alone[:, :-1],
        beta=beta,
        covariance=covariance,
        residual=equations.whitened(alone @ left, effects @ left)[:, 0],
        effects=(effects @ left)[:, 0],
        x_effects=effects[:, :-1],
        within_left=max(0.0, pairs.within_yy - float(beta @ (pairs.within_xy + within_score))),
        within_score=within_score,
    )


def _result(fit: _At, errors: Floats, steps: int) -> Fitted:
    return Fitted(
        equations=fit.equations,
        log_errors=Variances(*errors.tolist()),
        beta=fit.beta,
        beta_covariance=fit.covariance,
        provider_effects=fit.effects,
        residual=fit.residual,
        x_effects=fit.x_effects,
        steps=steps,
    )


def fit_at(pairs: Pairs, variances: Variances, prior: Prior) -> Fitted:
    """Coefficients and effects at variances that are given."""
    return _result(_at(Equations(pairs, variances), prior), np.zeros(len(variances)), 0)


def refit(
    fitted: Fitted, prior: Prior, weight: Floats | None = None, *, pairs: Pairs | None = None
) -> Fitted:
    """The same variances, for other pairs, or with the precision of each multiplied by `weight` (P,)."""
    of = Equations(pairs or fitted.equations.pairs, fitted.variances, weight)
    return _result(_at(of, prior), np.array(fitted.log_errors), fitted.steps)


# --- score and average information, both for logarithms of the variances -----------------------------------


def _score(at: _At, of_patterns: Floats) -> Floats:
    variances, noise = np.array(at.equations.variances), at.equations.variances.noise
    general, slopes = at.by_effect
    quadratic = np.array(
        [
            at.by_client @ at.by_client,
            general @ general,
            slopes @ slopes,
            at.residual @ at.residual,
            at.residual @ (at.residual / at.equations.pairs.sessions) + at.within_left / noise**2,
        ]
    )
    return np.asarray(-0.5 * variances * (of_patterns - _lost_to_beta(at) - quadratic))


def _information(at: _At) -> Floats:
    pairs, variances = at.equations.pairs, np.array(at.equations.variances)
    general, slopes = at.by_effect
    working = np.column_stack(
        [
            np.take(at.by_client, pairs.client),
            pairs.from_providers @ general,
            pairs.from_providers @ slopes,
            at.residual,
            at.residual / pairs.sessions,
        ]
    )
    used = np.array([True, True, pairs.width > 1, True, True])
    information = np.zeros((len(used), len(used)))
    information[np.ix_(used, used)] = _average_information(at, working[:, used])
    return information * np.outer(variances, variances)


def _average_information(at: _At, working: Floats) -> Floats:
    noise = at.equations.variances.noise
    inner = at.equations.project(working, ROUGH).form
    inner[-1, -1] += at.within_left / noise**3
    through_x = at.x.T @ working
    through_x[:, -1] += at.within_score / noise**2
    return np.asarray((inner - through_x.T @ at.covariance @ through_x) / 2)


def _lost_to_beta(at: _At) -> Floats:
    """What estimating the coefficients takes off each trace."""
    pairs, x, noise = at.equations.pairs, at.x, at.equations.variances.noise
    by_client, by_effect = pairs.to_clients @ x, pairs.to_providers @ x
    general = np.arange(len(by_effect)) % pairs.width == 0
    products = (
        by_client.T @ by_client,
        by_effect[general].T @ by_effect[general],
        by_effect[~general].T @ by_effect[~general],
        x.T @ x,
        x.T @ (x / pairs.sessions[:, None]) + pairs.within_xx / noise**2,
    )
    return np.array([np.sum(at.covariance * each) for each in products])
