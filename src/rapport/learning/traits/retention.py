"""With whom do clients stay? The hazard of dropping out at each session, and each provider's part in it.

logit h(t) = baseline of the session + case mix + provider. The provider's effect is normal and shrunken: a
penalised likelihood whose variance is estimated by EM with the curvature as the posterior (Laplace). It is
kept apart from the alliance: in published data the two go together weakly for providers (drop-out and
deterioration by therapist correlate .07, 10.1002/cpp.2028), and somebody may be good at one.

A client who ended by agreement, or is still coming, is censored at their last session, not a drop-out.

Source: discrete-time survival as logistic regression, Singer and Willett (1993); Breslow and Clayton
(1993) for the penalised likelihood, which makes variances of few events a little small; both from memory.
Compared with: planted hazards and a general optimiser (tests/library/references/test_retention.py).
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

# The baseline is constant from each of these sessions to the next: drop-out is steepest at the start.
STEPS_AT: Final = (1, 2, 3, 5, 9)
STAYED_UNTIL: Final = 8
ROUNDS: Final = 60
# A weak pull of baseline and case mix to 0, so that a step nobody dropped out at stays finite.
RIDGE: Final = 0.01
LEAST_VARIANCE: Final = 1e-6


class Retention(NamedTuple):
    """Effects of providers on the log odds of dropping out at a session: shape (providers,) each.

    Below 0 is good. `stayed` is the share of typical clients whom each would keep beyond `STAYED_UNTIL`
    sessions, `typical` that of a typical provider, `variance` the variance between providers.
    """

    providers: tuple[str, ...]
    mean: Floats
    spread: Floats
    clients: Floats
    stayed: Floats
    typical: float
    variance: float


class _Sessions(NamedTuple):
    """One row a session: the baseline's step and case mix, whose, and whether it was the last by drop-out."""

    features: Floats
    provider: Codes
    dropped: Floats


def retention(
    providers: Sequence[str], sessions: ArrayLike, dropped: ArrayLike, *, case_mix: ArrayLike | None = None
) -> Retention:
    """Each provider's part in clients staying.

    Args:
        providers: shape (clients,), with whom.
        sessions: shape (clients,), the last session held, 1 or more.
        dropped: shape (clients,), True for a drop-out after it, False for censored.
        case_mix: shape (clients, features), known at the start; None: nothing.

    Raises:
        BadInput: a session below 1, a case mix that is not finite, or nobody who dropped out.
    """
    names, provider = codes(providers)
    last, gone = np.asarray(sessions, dtype=np.int64), np.asarray(dropped, dtype=np.bool_)
    more = np.empty((len(last), 0)) if case_mix is None else np.asarray(case_mix, dtype=np.float64)
    if not (last >= 1).all():
        raise BadInput(Problem("a last session of 1 or more", str(last.min()), column="sessions"))
    if not np.isfinite(more).all():
        raise BadInput(Problem("numbers", "one missing or not finite", column="case_mix"))
    if not gone.any():
        raise BadInput(Problem("somebody who dropped out", "nobody", column="dropped"))
    rows = _by_session(provider, last, gone, more - more.mean(axis=0))
    slopes, effects, spread, variance = _fitted(rows, len(names))
    baseline = slopes[: len(STEPS_AT)]
    return Retention(
        tuple(names), effects, spread, sums(provider, np.ones(len(last)), len(names)),
        _kept(baseline, effects), float(_kept(baseline, np.zeros(1))[0]), variance,
    )  # fmt: skip


def _by_session(provider: Codes, last: Codes, gone: NDArray[np.bool_], more: Floats) -> _Sessions:
    client = np.repeat(np.arange(len(last)), last)
    session = np.arange(len(client)) - np.repeat(np.cumsum(last) - last, last) + 1
    dropped = (session == last[client]) & gone[client]
    return _Sessions(np.hstack([_steps(session), more[client]]), provider[client], dropped.astype(np.float64))


def _steps(session: Codes) -> Floats:
    """Which step of the baseline each session lies on: shape (rows, steps), one 1 a row."""
    found: Floats = np.eye(len(STEPS_AT))[np.searchsorted(STEPS_AT, session, side="right") - 1]
    return found


def _fitted(rows: _Sessions, size: int) -> tuple[Floats, Floats, Floats, float]:
    slopes, effects, variance = np.zeros(rows.features.shape[1]), np.zeros(size), 0.1
    # From a typical hazard, so that the first step does not overshoot.
    slopes[: len(STEPS_AT)] = np.log(rows.dropped.mean() / (1 - rows.dropped.mean() + LEAST_VARIANCE))
    for _ in range(ROUNDS):
        slopes, effects, left = _newton(rows, slopes, effects, variance)
        variance = float(np.mean(effects**2 + left)) + LEAST_VARIANCE
    return slopes, effects, np.sqrt(left), variance


def _newton(
    rows: _Sessions, slopes: Floats, effects: Floats, variance: float
) -> tuple[Floats, Floats, Floats]:
    """One step for everything at once: the providers' block is diagonal and is eliminated first."""
    hazard = _logistic(rows.features @ slopes + effects[rows.provider])
    weight, off = hazard * (1 - hazard), rows.dropped - hazard
    size, many = len(effects), rows.features.shape[1]
    own = sums(rows.provider, weight, size) + 1 / variance
    pull = sums(rows.provider, off, size) - effects / variance
    mixed = np.column_stack(
        [sums(rows.provider, weight * rows.features[:, one], size) for one in range(many)]
    )
    square = (rows.features * weight[:, None]).T @ rows.features + RIDGE * np.eye(many)
    slope = rows.features.T @ off - RIDGE * slopes
    reduced = square - mixed.T @ (mixed / own[:, None])
    step = np.linalg.solve(reduced, slope - mixed.T @ (pull / own))
    left = 1 / own + ((mixed / own[:, None]) @ np.linalg.inv(reduced) * (mixed / own[:, None])).sum(axis=1)
    return slopes + step, effects + (pull - mixed @ step) / own, left


def _logistic(values: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return found


def _kept(baseline: Floats, effects: Floats) -> Floats:
    """The chance of no drop-out up to `STAYED_UNTIL`."""
    by_session = _steps(np.arange(1, STAYED_UNTIL + 1)) @ baseline
    found: Floats = (1 - _logistic(by_session[:, None] + effects)).prod(axis=0)
    return found
