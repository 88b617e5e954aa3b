"""The drifting crossed model fitted to all sessions, and its exact forecasts of sessions to come.

Memory grows with the square of the number of sessions: for up to `sequential.EXACT_ROWS` of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from scipy.linalg import solve_triangular

from rapport.learning.drift.components import (
    COUNTED,
    EVERY,
    MEAN,
    Design,
    covariance,
    earlier_sessions,
    era_points,
    era_weights,
    pairs,
    shared_by_all,
)
from rapport.learning.drift.fitting import Fit, refitted, reweighted, unfitted
from rapport.learning.drift.innovations import Innovations, innovations, robust_innovations
from rapport.learning.drift.intervals import (
    FIRST_LEARNT,
    LEVELS,
    Coefficients,
    learn_coefficients,
    normal_coefficients,
    point_forecast,
    quantiles,
    standing,
    swings,
)
from rapport.learning.drift.likelihood import factor, solved
from rapport.learning.drift.points import Points, between, variance
from rapport.learning.sessions import Codes, Floats, Sessions

# Variances are first sought on so many of the latest sessions, then on all.
ROUGH_ROWS: Final = 1_500
BATCH: Final = 256
NEW: Final = -1


class Forecast(NamedTuple):
    """Of n ratings to come, each shape (n,): point forecast, 80% interval, the model's mean and spread."""

    mean: Floats
    low: Floats
    high: Floats
    model_mean: Floats
    model_spread: Floats


@dataclass(frozen=True, eq=False)
class ExactModel:
    """Sessions, what was learnt from them, and how their errors correct intervals.

    `noise`, shape (n,): each session's noise variance in points²; `swing`, shape (clients,): how far each
    client's errors go beside those of all. Nothing else needs to be kept in a file.
    """

    sessions: Sessions
    fit: Fit
    noise: Floats
    coefficients: Coefficients
    swing: Floats

    def forecast(
        self, client_ids: Sequence[str], provider_ids: Sequence[str], day: Floats, features: Floats
    ) -> Forecast:
        """What will each of these clients rate a session with each of these providers on that day?

        Args:
            client_ids, provider_ids: n each; an unknown id is forecast as someone new.
            day: shape (n,), days since the earliest session, as in `Sessions`.
            features: shape (n, k), in the order of `Sessions.feature_names`, NaN where missing.

        Source: Rasmussen and Williams (2006, equations 2.25 and 2.26).
        Compared with: `tests/library/references/test_learning_exact.py`.
        """
        client = _codes(client_ids, self.sessions.clients)
        provider = _codes(provider_ids, self.sessions.providers)
        earlier = self._earlier(client, provider)
        told = self._posterior(client, provider, day, features, earlier)
        swing = np.where(client == NEW, 1.0, self.swing[client])
        at = standing(told, swing, earlier["pair"], earlier["client"])
        found = quantiles(at, self.coefficients)
        low, high = (found[level] for level in LEVELS[80])
        return Forecast(point_forecast(told.mean, found), low, high, *told)

    def _posterior(
        self, client: Codes, provider: Codes, day: Floats, features: Floats, earlier: dict[str, Codes]
    ) -> Innovations:
        theta, points = self.fit.theta, era_points(np.concatenate([self.sessions.day, day]))
        inner = shared_by_all(theta, features.shape[1], points)
        linear = np.column_stack([np.ones(len(day)), *(np.log1p(earlier[name]) for name in COUNTED)])
        shared = np.hstack([linear, self.fit.scale.standard(features), era_weights(day, points)])
        new, old = Points(client, provider, day, shared), self._old(points)
        mean, explained = np.empty(len(day)), np.empty(len(day))
        for first in range(0, len(day), BATCH):
            rows = np.arange(first, min(first + BATCH, len(day)))
            across = between(new.at(rows), old, theta, inner)
            mean[rows] = MEAN + across @ self._pull
            explained[rows] = (solve_triangular(self._lower, across.T, lower=True) ** 2).sum(axis=0)
        unknown = np.maximum(variance(new, theta, inner) - explained, 0.0)
        return Innovations(mean, np.sqrt(unknown + self.fit.noise(client)))

    def _earlier(self, client: Codes, provider: Codes) -> dict[str, Codes]:
        """How many of the sessions each pair to come shares a client, a provider, or both with."""
        width = len(self.sessions.providers)
        old, new = (self.sessions.client, self.sessions.provider), (client, provider)
        both = np.where((client == NEW) | (provider == NEW), NEW, client * width + provider)
        return {
            "client": _counts(old[0], new[0]),
            "provider": _counts(old[1], new[1]),
            "pair": _counts(old[0] * width + old[1], both),
        }

    def _old(self, points: Floats) -> Points:
        of = self._design
        weights = np.hstack([of.linear, of.features, era_weights(self.sessions.day, points)])
        return Points(self.sessions.client, self.sessions.provider, self.sessions.day, weights)

    @cached_property
    def _design(self) -> Design:
        return self.fit.design(self.sessions, EVERY)

    @cached_property
    def _lower(self) -> Floats:
        return factor(covariance(self._design, self.fit.theta, self.noise))

    @cached_property
    def _pull(self) -> Floats:
        return solved(self._lower, self.sessions.ratings["overall"] - MEAN)


def _codes(ids: Sequence[str], known: Sequence[str]) -> Codes:
    place = {each: code for code, each in enumerate(known)}
    return np.array([place.get(each, NEW) for each in ids], dtype=np.int64)


def _counts(known: Codes, asked: Codes) -> Codes:
    """How often each code asked for is among the known ones."""
    codes, counts = np.unique(known, return_counts=True)
    place = np.minimum(np.searchsorted(codes, asked), len(codes) - 1)
    return np.where(codes[place] == asked, counts[place], 0)


def fit_exact(sessions: Sessions) -> ExactModel:
    """What do these sessions, all of them, say of clients, providers, pairs and their drift?

    1. Seek variances and time scales on the latest sessions, and weigh each client's noise by them.
    2. Seek them again on all sessions, and weigh again.
    3. Learn from the errors of each forecast from the rows above it how far intervals must reach.

    Missing data: overall is never missing (see `Sessions`); a missing feature counts as average.

    Source: Gilmour, Thompson and Cullis (1995) for the steps.
    Compared with: a textbook likelihood's optimum, in `tests/library/references/test_learning_exact.py`.
    """
    every, ratings = np.arange(len(sessions)), sessions.ratings["overall"]
    fit = unfitted(sessions)
    for rows in (every[-ROUGH_ROWS:], every):
        fit = refitted(sessions, rows, fit)
        noise = fit.noise(sessions.client)
        told = innovations(fit.design(sessions, EVERY), ratings, fit.theta, noise)
        fit = reweighted(sessions, every, told, noise, fit)
    told, noise = robust_innovations(
        fit.design(sessions, EVERY), ratings, fit.theta, fit.noise(sessions.client)
    )
    before, after = swings(sessions.client, (ratings - told.mean) / told.spread)
    met, seen = earlier_sessions(pairs(sessions)), earlier_sessions(sessions.client)
    coefficients = normal_coefficients()
    if len(sessions) >= FIRST_LEARNT:
        coefficients = learn_coefficients(standing(told, before, met, seen), ratings)
    return ExactModel(sessions, fit, noise, coefficients, after)
