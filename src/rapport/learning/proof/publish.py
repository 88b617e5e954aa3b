"""May tonight's model replace the last one? A pure rule, with its thresholds by name.

A model is judged by how it forecast the newest sessions from the earlier ones alone. It is published
unless its intervals do not hold what they promise, or it forecasts worse than the one in use; both
only where the difference is more than chance would make it.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rapport.learning.mixed.columns import CONCERN_PREFIX
from rapport.learning.sessions import Sessions
from rapport.matching.learned import Learned

Floats: TypeAlias = NDArray[np.float64]

# Operational choices. Below these the published figures (the prior) know as much: a provider's mean is
# trusted half after some 16 sessions, and the newest fifth of 500 is what a judgement needs.
FEWEST_SESSIONS: Final = 500
FEWEST_CLIENTS: Final = 30
# 80% of so many sessions is known to 8 points either way (1.96·√(.8·.2/100)).
FEWEST_FORECAST: Final = 100
# Fewest clients behind what is used or told of one provider or one group: the United States' Medicare agency
# lets no cell of 1 to 10 be published (from memory, unverified).
SMALLEST_CELL: Final = 11
# The newest part of the sessions, which the model must forecast from the others.
NEWEST_SHARE: Final = 0.2
# Percent that should fall into an 80% interval, and how far off is still called calibrated.
PROMISED_COVERAGE: Final = 80.0
# Of one session's "held" (100) or "did not" (0), when the promise is kept.
PROMISED_SPREAD: Final = math.sqrt(PROMISED_COVERAGE * (100.0 - PROMISED_COVERAGE))
COVERAGE_TOLERANCE: Final = 5.0
# Two-sided 95%: a difference within so many standard errors counts as noise.
NOISE_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Calibration:
    """How forecasts of n sessions of so many clients turned out.

    mae: mean absolute error in rating points. coverage80: percent within the 80% interval. `…_error`:
    standard errors, sessions of one client counting as alike; that of coverage is at least what chance would
    make it were the promise kept, so that a few sessions that all held prove nothing. width80: mean width of
    the interval.
    """

    n: int
    clients: int
    mae: float
    mae_error: float
    coverage80: float
    coverage80_error: float
    width80: float

    def as_json(self) -> dict[str, float]:
        """Plain numbers, to be stored."""
        return asdict(self)


class Decision(NamedTuple):
    """Whether to publish, and why, in words for the operator."""

    is_published: bool
    because: str


def calibration_of(
    ratings: ArrayLike, mean: ArrayLike, low: ArrayLike, high: ArrayLike, clients: Sequence[Hashable]
) -> Calibration:
    """How did forecasts of these sessions turn out?

    Args:
        ratings, mean, low, high: shape (n,), 0–100; n ≥ 1.
        clients: who rated each, length n.

    Missing data: rows without a rating or forecast (NaN) are left out.

    Raises:
        ValueError: nothing is left.

    Source: cluster-robust standard error of a mean (Liang and Zeger 1986, with G/(G − 1); from memory,
    unverified); with one client alone it is that of independent sessions.
    """
    rated, middle, least, most = (np.asarray(each, dtype=np.float64) for each in (ratings, mean, low, high))
    kept = np.isfinite(rated) & np.isfinite(middle) & np.isfinite(least) & np.isfinite(most)
    if not kept.any():
        raise ValueError("ratings: expected at least one with a forecast, got none")
    who = [each for each, keep in zip(clients, kept, strict=True) if keep]
    errors: Floats = np.abs(rated - middle)[kept]
    inside: Floats = np.where((least <= rated) & (rated <= most), 100.0, 0.0)[kept]
    return Calibration(
        n=len(errors),
        clients=len(set(who)),
        mae=float(errors.mean()),
        mae_error=standard_error(errors, who),
        coverage80=float(inside.mean()),
        coverage80_error=max(standard_error(inside, who), PROMISED_SPREAD / math.sqrt(len(inside))),
        width80=float((most - least)[kept].mean()),
    )


def standard_error(values: Floats, clusters: Sequence[Hashable]) -> float:
    """Of a mean, when values of one cluster are alike."""
    sums: dict[Hashable, float] = {}
    for value, cluster in zip(values - values.mean(), clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + float(value)
    groups = len(sums)
    if groups < 2:
        return float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else math.inf
    squares = sum(each**2 for each in sums.values())
    return math.sqrt(squares * groups / (groups - 1)) / len(values)


def too_few(*, sessions: int, clients: int) -> Decision | None:
    """The refusal when there is too little to learn from; None when there is enough."""
    if sessions < FEWEST_SESSIONS or clients < FEWEST_CLIENTS:
        return Decision(
            False,
            f"expected {FEWEST_SESSIONS} sessions of {FEWEST_CLIENTS} clients, found {sessions} of "
            f"{clients}: the prior stays",
        )
    return None


def decide(new: Calibration, last: Calibration) -> Decision:
    """May a model that turned out like `new` replace one that turned out like `last`?

    1. Too few forecast sessions decide nothing: not published.
    2. Coverage further than the tolerance from what was promised, beyond noise: not published.
    3. Coverage further from it than the last one's, or errors larger, beyond noise: not published.
    4. Otherwise published.
    """
    if new.n < FEWEST_FORECAST:
        return Decision(False, f"expected {FEWEST_FORECAST} forecast sessions, found {new.n}")
    off, was_off = (abs(each.coverage80 - PROMISED_COVERAGE) for each in (new, last))
    if off - NOISE_Z * new.coverage80_error > COVERAGE_TOLERANCE:
        return Decision(
            False, f"{new.coverage80:.1f}% of 80% intervals held, beyond {COVERAGE_TOLERANCE:g} off"
        )
    if off - was_off > NOISE_Z * math.hypot(new.coverage80_error, last.coverage80_error):
        return Decision(
            False, f"{new.coverage80:.1f}% of 80% intervals held, {last.coverage80:.1f}% in the last model"
        )
    if new.mae - last.mae > NOISE_Z * math.hypot(new.mae_error, last.mae_error):
        return Decision(False, f"off by {new.mae:.1f} points on average, the last model by {last.mae:.1f}")
    return Decision(
        True, f"off by {new.mae:.1f} points on average, {new.coverage80:.1f}% of 80% intervals held"
    )


def without_few(model: Learned, sessions: Sessions) -> Learned:
    """The same model without what fewer than `SMALLEST_CELL` clients said of one provider.

    A forecast can be asked for about anybody. With one client behind a provider's effect, the provider could
    read from it how that client rated them.

    Args:
        model: learned from these sessions.
        sessions: with `x_concern_…` features above 0 where a client named a concern.
    """
    everybody = np.ones(len(sessions), dtype=bool)
    enough = _rated_by_many(sessions, everybody)
    named = {
        name.removeprefix(CONCERN_PREFIX): _rated_by_many(sessions, sessions.features[:, column] > 0)
        for column, name in enumerate(sessions.feature_names)
        if name.startswith(CONCERN_PREFIX)
    }
    kept = {
        provider: replace(
            effect,
            concerns={
                code: points for code, points in effect.concerns.items() if provider in named.get(code, ())
            },
        )
        for provider, effect in model.effects.items()
        if provider in enough
    }
    return replace(model, effects=kept)


def _rated_by_many(sessions: Sessions, rows: NDArray[np.bool_]) -> frozenset[str]:
    """Ids of providers whom enough clients rated in these rows."""
    pairs = np.unique(np.stack([sessions.provider[rows], sessions.client[rows]]), axis=1)
    clients = np.bincount(pairs[0], minlength=len(sessions.providers))
    return frozenset(sessions.providers[place] for place in np.flatnonzero(clients >= SMALLEST_CELL))
