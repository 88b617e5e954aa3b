"""What changes with time beyond growth: clients and providers drift; their last sessions tell where to.

The steady effects leave residuals. Where those of one client (or provider) are the more alike the nearer in
time they are, a share of the noise is a state that fades as exp(−days / memory) (Ornstein and Uhlenbeck).

1. Share and memory from half squared differences of residuals some sessions apart, by the days between them
   (a variogram: Matheron 1963, Econ. Geol. 58:1246), for providers between different clients.
2. No state unless the rise is `SURE` times its standard error: drift that is not there must not be found.
3. The state now from each one's last residuals, by the normal conditional mean (kriging).

Made for many sessions: steady effects count as known. Up to `drifting.MOST_ROWS` the exact
model forecasts instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.pairs import by_code_and_day

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

LAGS: Final = (1, 3, 9, 27)  # in sessions of the same client or provider
DAYS: Final = (0.0, 4, 8, 15, 30, 60, 120, 240, 480, 960, np.inf)  # edges of bins of days between sessions
BIN_OF_DAY: Final = np.searchsorted(DAYS, np.arange(DAYS[-2] + 1), side="right") - 1
MEMORIES: Final = (7.0, 14.0, 28.0, 56.0, 112.0, 224.0, 448.0, 896.0)  # days, tried in turn
# Differences share sessions, so that plain standard errors are too small: three of them are not enough.
SURE: Final = 4.0
LAST: Final = 8  # residuals that the state now is judged by
# A state may be at most this share of the noise: the form itself errs too.
MOST_OF_NOISE: Final = 0.8
AT_ONCE: Final = 20_000
MOST_COMPARED: Final = 100_000
FEWEST_COMPARED: Final = 30
FEWEST_BINS: Final = 3
LONGEST_GAP: Final = 2000.0  # days that stand for the last bin, which has no end


class Drift(NamedTuple):
    """Variance of a state (squared points) and its memory (days until exp(−1) is left)."""

    variance: float
    memory: float


@dataclass(frozen=True)
class States:
    """Where clients and providers stand at the end of the data.

    client, provider: shape (clients,), (providers,), points beyond the steady effects; `_known`: the variance
    that these explain of a rating to come.
    """

    client_drift: Drift
    provider_drift: Drift
    client: Floats
    client_known: Floats
    provider: Floats
    provider_known: Floats

    def sides(self, client: Ints, provider: Ints) -> tuple[tuple[Ints, Floats, Floats, Drift], ...]:
        """Codes given, states, what they explain, and drift: of clients, then of providers."""
        return (
            (client, self.client, self.client_known, self.client_drift),
            (provider, self.provider, self.provider_known, self.provider_drift),
        )


def states(client: Ints, provider: Ints, day: Floats, residual: Floats, noise: float) -> States | None:
    """Is there drift, and where does everyone stand now?

    Args:
        client, provider: shape (n,), codes; day: shape (n,).
        residual: shape (n,), ratings less steady effects.
        noise: variance of a rating around the steady effects.

    Returns:
        None where neither clients nor providers are seen to drift.
    """
    of_provider = drift_of(provider, day, residual, apart=client)
    of_client = drift_of(client, day, residual)
    # A client's sessions are mostly with one provider: what that one drifts was counted with the client.
    of_client = of_client._replace(variance=max(0.0, of_client.variance - of_provider.variance))
    total = of_client.variance + of_provider.variance
    if total <= 0:
        return None
    scale = min(1.0, MOST_OF_NOISE * noise / total)
    of_client, of_provider = (
        each._replace(variance=scale * each.variance) for each in (of_client, of_provider)
    )
    clients = _now(client, day, residual, of_client, noise)
    providers = _now(provider, day, residual, of_provider, noise)
    return States(of_client, of_provider, *clients, *providers)


def drift_of(code: Ints, day: Floats, residual: Floats, *, apart: Ints | None = None) -> Drift:
    """Share and memory of what fades between sessions of the same code, shape (n,); variance 0 for none.

    `apart`: only sessions that differ in this code are compared. Of many sessions, those of every so manieth
    code are looked at.
    """
    every = -(-len(code) // MOST_COMPARED)
    looked_at = np.arange(code.max(initial=0) + 1) % every == 0
    rows = np.flatnonzero(looked_at[code]) if every > 1 else np.arange(len(code))
    rows = rows[by_code_and_day(code[rows], day[rows])]
    count, total, squares = np.zeros((3, len(DAYS) - 1))
    for gap, half in _differences(
        code[rows], day[rows], residual[rows], None if apart is None else apart[rows]
    ):
        place = BIN_OF_DAY[np.minimum(gap, len(BIN_OF_DAY) - 1).astype(np.intp)]
        count += np.bincount(place, minlength=len(count))
        total += np.bincount(place, weights=half, minlength=len(count))
        squares += np.bincount(place, weights=half**2, minlength=len(count))
    used = count > FEWEST_COMPARED
    if used.sum() < FEWEST_BINS:
        return Drift(0.0, MEMORIES[0])
    mean = total[used] / count[used]
    precision = count[used] / np.maximum(squares[used] / count[used] - mean**2, 1e-12)
    middles = np.sqrt(np.maximum(DAYS[:-1], 1.0) * np.minimum(np.array(DAYS[1:]), LONGEST_GAP))[used]
    rises = [_rise(mean, precision, middles, memory) for memory in MEMORIES]
    return max(rises, key=lambda found: found[0])[1]


def _differences(
    code: Ints, day: Floats, residual: Floats, apart: Ints | None
) -> Iterator[tuple[Floats, Floats]]:
    """Days between, and half squared difference, of sessions of the same code some sessions apart."""
    for lag in LAGS:
        early = np.flatnonzero(code[lag:] == code[:-lag])
        if apart is not None:
            early = early[apart[early + lag] != apart[early]]
        yield day[early + lag] - day[early], (residual[early + lag] - residual[early]) ** 2 / 2


def _rise(mean: Floats, precision: Floats, days: Floats, memory: float) -> tuple[float, Drift]:
    """Fit mean = level + variance·(1 − exp(−days/memory)); what of the misfit it explains, and the drift."""
    shape = 1.0 - np.exp(-days / memory)
    centre = precision @ shape / precision.sum()
    inner = precision @ (shape - centre) ** 2
    if inner <= 0:
        return 0.0, Drift(0.0, memory)
    variance = float(precision @ ((shape - centre) * mean) / inner)
    sure = variance * np.sqrt(inner)
    return (sure**2, Drift(variance, memory)) if sure > SURE else (0.0, Drift(0.0, memory))


def _now(code: Ints, day: Floats, residual: Floats, drift: Drift, noise: float) -> tuple[Floats, Floats]:
    """Each code's state at the end, and the variance it explains, shapes (codes,)."""
    size = int(code.max()) + 1
    state, known = np.zeros(size), np.zeros(size)
    if drift.variance <= 0:
        return state, known
    order = by_code_and_day(code, day)
    ends = np.searchsorted(code[order], np.arange(size), side="right")
    starts = np.searchsorted(code[order], np.arange(size), side="left")
    for first in range(0, size, AT_ONCE):
        part = slice(first, first + AT_ONCE)
        places = ends[part, None] - 1 - np.arange(LAST)
        said = places >= starts[part, None]
        rows = order[np.maximum(places, 0)]
        state[part], known[part] = _krige(
            day[rows], np.where(said, residual[rows], 0.0), said, day.max(), drift, noise
        )
    return state, known


def _krige(
    day: Floats, residual: Floats, said: NDArray[np.bool_], end: float, drift: Drift, noise: float
) -> tuple[Floats, Floats]:
    """Conditional mean and explained variance, shapes (e,), from the last residuals, shape (e, LAST)."""
    apart = np.abs(day[:, :, None] - day[:, None, :])
    covariance = drift.variance * np.exp(-apart / drift.memory) * (said[:, :, None] & said[:, None, :])
    covariance += np.eye(day.shape[1]) * (noise - drift.variance)
    to_now = drift.variance * np.exp(-(end - day) / drift.memory) * said
    weights = np.linalg.solve(covariance, to_now[:, :, None])[:, :, 0]
    return np.sum(weights * residual, axis=1), np.sum(weights * to_now, axis=1)
