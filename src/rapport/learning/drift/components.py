"""The parts that a rating is made of, as one covariance between sessions.

`y = μ + era(t) + β·x + experience + c_i + C_i(t) + m_i(t) + p_j + P_j(t) + d_ij + D_ij(t) + ε`: client i and
provider j, crossed. Whatever is unknown is Gaussian, so two ratings covary by what they share: a lasting part
where client, provider or pair is the same, and a drifting part that fades with the days between them
(Ornstein–Uhlenbeck). Effects that are linear in something known enter with their prior variance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from rapport.learning.sessions import Codes, Floats, Sessions
from rapport.matching.forecast import SPREAD_OF_RATINGS, THERAPIST_SHARE, TYPICAL_RATING

# Days between the points that carry the era; between them it runs straight.
ERA_STEP: Final = 30.0
# Doubt of where a service's mean lies, in points: wider than matching's, since questions differ (assumed).
DOUBT_OF_MEAN: Final = 10.0
# One standard deviation of what experience may add per unit of log(1 + sessions): assumed, in points.
DOUBT_OF_EXPERIENCE: Final = 2.0


class Prior(NamedTuple):
    """What is believed of a positive number before data: its middle, and the doubt of its logarithm."""

    middle: float
    doubt: float


class Part(NamedTuple):
    """One part of a rating: whose it is, and whether it lasts (`days` empty) or fades."""

    of: str
    name: str
    days: str = ""


PARTS_BY_GROUP: Final = (
    Part("client", "client"),
    Part("client", "client_drift", "client_drift_days"),
    Part("client", "mood", "mood_days"),
    Part("provider", "provider"),
    Part("provider", "provider_drift", "provider_drift_days"),
    Part("pair", "pair"),
    Part("pair", "pair_state", "pair_state_days"),
)
GROUPS: Final = ("client", "provider", "pair")
# Whose earlier sessions count as experience.
COUNTED: Final = ("provider", "client", "pair")
EVERY: Final = slice(None)

_VARIANCE: Final = SPREAD_OF_RATINGS**2
# Shares of the variance of ratings before there is data. The provider's is the literature's (.03-.09, which
# conflicts: from memory, unverified); state and error of one session are .23 within a course of sessions
# (single-session generalizability .77, PMC3111943), more across people who have just met. The others and all
# doubts and time scales are assumed, and give way within a few hundred sessions.
PRIORS: Final[Mapping[str, Prior]] = {
    "noise": Prior(0.50 * _VARIANCE, 0.7),
    "client": Prior(0.25 * _VARIANCE, 1.0),
    "client_drift": Prior(0.04 * _VARIANCE, 1.2),
    "client_drift_days": Prior(120.0, 0.7),
    "mood": Prior(0.03 * _VARIANCE, 1.2),
    "mood_days": Prior(3.0, 0.7),
    "provider": Prior(THERAPIST_SHARE * _VARIANCE, 1.0),
    "provider_drift": Prior(0.02 * _VARIANCE, 1.2),
    "provider_drift_days": Prior(180.0, 0.7),
    "pair": Prior(0.05 * _VARIANCE, 1.2),
    "pair_state": Prior(0.03 * _VARIANCE, 1.2),
    "pair_state_days": Prior(30.0, 0.7),
    "era": Prior(0.01 * _VARIANCE, 1.2),
    "era_days": Prior(365.0, 0.7),
    "features": Prior(0.005 * _VARIANCE, 1.5),
}
NAMES: Final = tuple(PRIORS)
Parameters = Mapping[str, float]
PRIOR: Final[Parameters] = {name: prior.middle for name, prior in PRIORS.items()}

# Half the memory of other codes: there is one for every two sessions of anyone.
Places = NDArray[np.int32]


class Pattern(NamedTuple):
    """Which sessions share a client, a provider or a pair: a sparse square, and the days between them."""

    rows: Places
    columns: Places
    starts: Places
    gap: Floats

    def fading(self, days: float) -> Floats:
        """Correlation of a part that fades with this time scale."""
        faded: Floats = np.exp(-self.gap / days)
        return faded


@dataclass(frozen=True)
class Design:
    """What the covariance of n sessions needs to know about them, ratings apart.

    `linear`, shape (n, 4), holds 1 and the logs of 1 + earlier sessions of provider, client and pair;
    `features`, shape (n, k), standardised; `era`, shape (n, points), the weights of the era's points, which
    lie at the days `era_points`.
    """

    patterns: Mapping[str, Pattern]
    linear: Floats
    features: Floats
    era: Floats
    era_points: Floats

    @property
    def weights(self) -> Floats:
        """Shape (n, 4 + k + points): what each session has of everything that all sessions share."""
        return np.hstack([self.linear, self.features, self.era])

    def __len__(self) -> int:
        return len(self.linear)


LINEAR_VARIANCES: Final = np.array([DOUBT_OF_MEAN**2, *[DOUBT_OF_EXPERIENCE**2] * 3])
MEAN: Final = TYPICAL_RATING


def design(sessions: Sessions, features: Floats, rows: Codes | slice = EVERY) -> Design:
    """The design of some of these sessions, in their order.

    `features` are those of all sessions, as the caller standardised them; earlier sessions are counted over
    all of them too.
    """
    groups = {"client": sessions.client, "provider": sessions.provider, "pair": pairs(sessions)}
    earlier = [np.log1p(earlier_sessions(groups[name])) for name in COUNTED]
    day = sessions.day[rows]
    points = era_points(day)
    return Design(
        patterns={name: _pattern(codes[rows], day) for name, codes in groups.items()},
        linear=np.column_stack([np.ones(len(sessions)), *earlier])[rows],
        features=features[rows],
        era=era_weights(day, points),
        era_points=points,
    )


def pairs(sessions: Sessions) -> Codes:
    """A code for each distinct pair of client and provider."""
    both = sessions.client * len(sessions.providers) + sessions.provider
    codes: Codes = np.unique(both, return_inverse=True)[1]
    return codes


def earlier_sessions(codes: Codes) -> Codes:
    """How many rows above each row carry its code."""
    order = np.argsort(codes, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(codes))])
    found = np.empty(len(codes), dtype=np.int64)
    found[order] = np.arange(len(codes)) - starts[codes[order]]
    return found


def _pattern(codes: Codes, day: Floats) -> Pattern:
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes)
    first = np.concatenate([[0], np.cumsum(sizes)])[codes]
    starts = np.concatenate([[0], np.cumsum(sizes[codes])])
    rows = np.repeat(np.arange(len(codes)), sizes[codes])
    columns = order[np.arange(len(rows)) - starts[rows] + first[rows]]
    gap = np.abs(day[rows] - day[columns])
    return Pattern(rows.astype(np.int32), columns.astype(np.int32), starts.astype(np.int32), gap)


def era_points(day: Floats) -> Floats:
    """The days that carry the era for sessions on these days; those that no session is near are left out."""
    below = np.floor(day / ERA_STEP)
    points: Floats = np.unique(np.concatenate([below, below + 1])) * ERA_STEP
    return points


def era_weights(day: Floats, points: Floats) -> Floats:
    """How much of each point the era of each day is made of, shape (n, points): straight lines between."""
    below = np.floor(day / ERA_STEP) * ERA_STEP
    share = (day - below) / ERA_STEP
    weights = np.zeros((len(day), len(points)))
    rows, place = np.arange(len(day)), np.searchsorted(points, below)
    weights[rows, place] = 1 - share
    weights[rows, place + 1] = share
    return weights


def covariance(of: Design, theta: Parameters, noise: Floats) -> Floats:
    """Covariance of the ratings, shape (n, n), in column order; only its lower triangle is complete.

    `noise`, shape (n,): each session's noise variance.
    """
    weights = of.weights
    inner = shared_by_all(theta, of.features.shape[1], of.era_points)
    full = np.asfortranarray((weights @ (weights @ inner).T).T)
    for group in GROUPS:
        pattern = of.patterns[group]
        lower = pattern.rows >= pattern.columns
        full[pattern.rows[lower], pattern.columns[lower]] += shared(group, theta, pattern.gap[lower])
    full[np.diag_indices(len(of))] += noise
    return full


def shared(group: str, theta: Parameters, gap: Floats) -> Floats:
    """Covariance of two sessions that share this client, provider or pair, by the days between them."""
    total = np.zeros(np.shape(gap))
    for part in PARTS_BY_GROUP:
        if part.of == group:
            total += theta[part.name] * (np.exp(-gap / theta[part.days]) if part.days else 1.0)
    return total


def shared_by_all(theta: Parameters, features: int, points: Floats) -> Floats:
    """Covariance of everything that all sessions share: linear effects, features, the era's points."""
    linear = len(LINEAR_VARIANCES)
    inner = np.diag(
        np.concatenate([LINEAR_VARIANCES, np.full(features, theta["features"]), np.zeros(len(points))])
    )
    inner[linear + features :, linear + features :] = theta["era"] * _era_fading(points, theta["era_days"])
    return inner


def _era_fading(points: Floats, days: float) -> Floats:
    faded: Floats = np.exp(-np.abs(points[:, None] - points) / days)
    return faded


def slopes(of: Design, theta: Parameters, noise: Floats, right: Floats) -> dict[str, Floats]:
    """∂K/∂log θ · right for every parameter in use; each of the shape of `right`, (n, m)."""
    found = {"noise": noise[:, None] * right}
    for part in PARTS_BY_GROUP:
        pattern, scale = of.patterns[part.of], theta[part.name]
        faded = pattern.fading(theta[part.days]) if part.days else np.ones(len(pattern.rows))
        found[part.name] = _sparse(pattern, scale * faded) @ right
        if part.days:
            slower = scale * faded * pattern.gap / theta[part.days]
            found[part.days] = _sparse(pattern, slower) @ right
    faded = _era_fading(of.era_points, theta["era_days"])
    gap = np.abs(of.era_points[:, None] - of.era_points)
    below = of.era.T @ right
    found["era"] = of.era @ (theta["era"] * faded @ below)
    found["era_days"] = of.era @ (theta["era"] * faded * gap / theta["era_days"] @ below)
    if of.features.shape[1]:
        found["features"] = theta["features"] * of.features @ (of.features.T @ right)
    return found


def _sparse(pattern: Pattern, values: Floats) -> csr_matrix:
    return csr_matrix((values, pattern.columns, pattern.starts), shape=(len(pattern.starts) - 1,) * 2)
