"""The drifting crossed model beside a slow reading of the same formulas."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from library.references.slow_mixed_model import (
    slow_covariance,
    slow_one_step,
    slow_penalised_likelihood,
)
from rapport.learning.drift.components import DOUBT_OF_EXPERIENCE, EVERY, NAMES, PRIOR, design
from rapport.learning.drift.exact import ExactModel, fit_exact
from rapport.learning.drift.fitting import Fit
from rapport.learning.drift.innovations import innovations, robust_innovations
from rapport.learning.drift.intervals import normal_coefficients
from rapport.learning.drift.likelihood import fit_parameters
from rapport.learning.drift.nearest import nearest_innovations
from rapport.learning.drift.scaling import scaling
from rapport.learning.drift.subset import chosen
from rapport.learning.sessions import Sessions
from support.planted_sessions import Truth, planted

SMALL = replace(Truth(), rows=130, clients=14, providers=11, days=400.0, features=2, feature=3.0)


@pytest.fixture(scope="module")
def sessions() -> Sessions:
    return planted(SMALL, 11)[0]


@pytest.fixture(scope="module")
def fit(sessions: Sessions) -> Fit:
    return Fit(PRIOR, scaling(sessions.features), np.linspace(0.6, 1.7, len(sessions.clients)))


def _slow(sessions: Sessions, fit: Fit) -> np.ndarray:
    return slow_covariance(
        sessions, fit.theta, fit.noise(sessions.client), fit.scale.standard(sessions.features)
    )


def _experience(sessions: Sessions) -> np.ndarray:
    linear = design(sessions, sessions.features).linear[:, 1:]
    return linear @ linear.T * DOUBT_OF_EXPERIENCE**2


def test_one_step_ahead_is_conditioning_row_by_row(sessions: Sessions, fit: Fit) -> None:
    ratings = sessions.ratings["overall"]

    told = innovations(fit.design(sessions, EVERY), ratings, fit.theta, fit.noise(sessions.client))

    means, variances = slow_one_step(_slow(sessions, fit), ratings)
    np.testing.assert_allclose(told.mean, means, atol=1e-8)
    np.testing.assert_allclose(told.spread**2, variances, atol=1e-8)


def test_rating_that_fell_far_teaches_less(sessions: Sessions, fit: Fit) -> None:
    ratings, noise = sessions.ratings["overall"], fit.noise(sessions.client)

    told, grown = robust_innovations(fit.design(sessions, EVERY), ratings, fit.theta, noise)

    plain = innovations(fit.design(sessions, EVERY), ratings, fit.theta, noise)
    far = np.abs(ratings - plain.mean) / plain.spread
    assert (grown > noise).sum() > 0
    np.testing.assert_allclose(grown[far <= 1], noise[far <= 1])
    covariance = _slow(sessions, fit) + np.diag(grown - noise)
    means, variances = slow_one_step(covariance, ratings)
    np.testing.assert_allclose(told.mean, means, atol=1e-8)
    np.testing.assert_allclose(told.spread**2, variances - grown + noise, atol=1e-8)


def test_nearest_rows_are_all_rows_where_all_are_near(sessions: Sessions, fit: Fit) -> None:
    """With one client all are near; nothing is known beforehand, so that nothing all share is settled."""
    few = chosen(sessions, np.flatnonzero(sessions.client == sessions.client[0])[:9])
    sure = fit._replace(theta={**fit.theta, "features": 1e-12})

    told = nearest_innovations(few, sure, 0, len(few), np.zeros(0, dtype=np.int64))

    covariance = _slow(few, sure) - 100.0 - _experience(few)
    means, variances = slow_one_step(covariance, few.ratings["overall"])
    np.testing.assert_allclose(told.mean, means, atol=1e-5)
    np.testing.assert_allclose(told.spread**2, variances, atol=1e-5)


def test_nearest_rows_tell_nearly_as_much_as_all() -> None:
    many = planted(replace(Truth(), rows=1500, clients=100, providers=90), 5)[0]
    plain = Fit(PRIOR, scaling(many.features), np.ones(len(many.clients)))
    ratings = many.ratings["overall"]

    near = nearest_innovations(many, plain, 1000, 1500, np.arange(1000)).mean
    exact = innovations(plain.design(many, EVERY), ratings, PRIOR, plain.noise(many.client)).mean[1000:]

    assert np.corrcoef(near, exact)[0, 1] > 0.98
    assert np.abs(near - ratings[1000:]).mean() < 1.03 * np.abs(exact - ratings[1000:]).mean()


def test_small_optimum_is_that_of_a_general_optimiser() -> None:
    few = planted(replace(SMALL, rows=60, clients=8, providers=6, features=0), 4)[0]
    ratings, names = few.ratings["overall"], [name for name in NAMES if name != "features"]
    ones, features = np.ones(len(few)), few.features

    def loss(place: np.ndarray) -> float:
        theta = {**PRIOR, **dict(zip(names, np.exp(place).tolist(), strict=True))}
        return -slow_penalised_likelihood(
            slow_covariance(few, theta, theta["noise"] * ones, features), ratings, theta, names
        )

    ours = fit_parameters(design(few, features), ratings, ones, PRIOR)
    start = np.log([PRIOR[name] for name in names])
    best = minimize(loss, start, method="L-BFGS-B", options={"maxiter": 60})

    assert loss(np.log([ours[name] for name in names])) == pytest.approx(best.fun, abs=0.25)


def test_forecast_is_conditional_on_all(sessions: Sessions, fit: Fit) -> None:
    """The last row, forecast as a session to come, is conditioned on all others."""
    before, alike = chosen(sessions, np.arange(len(sessions) - 1)), np.ones(len(sessions.clients))
    model = ExactModel(before, fit, fit.noise(before.client), normal_coefficients(), alike)
    client, provider = sessions.clients[sessions.client[-1]], sessions.providers[sessions.provider[-1]]

    told = model.forecast([client], [provider], sessions.day[-1:], sessions.features[-1:])

    means, variances = slow_one_step(_slow(sessions, fit), sessions.ratings["overall"])
    assert told.model_mean[0] == pytest.approx(means[-1], abs=1e-8)
    assert told.model_spread[0] ** 2 == pytest.approx(variances[-1], abs=1e-8)


def test_someone_new_is_forecast_with_the_doubt_of_someone_new(sessions: Sessions) -> None:
    model = fit_exact(sessions)
    blank = np.full((3, 2), np.nan)
    old_client, old_provider = sessions.clients[0], sessions.providers[0]

    told = model.forecast(
        ["nobody", old_client, "nobody"], ["no one", old_provider, old_provider], np.full(3, 410.0), blank
    )

    assert told.model_spread[0] > told.model_spread[2] > 0
    assert told.model_spread[0] > told.model_spread[1]
    assert abs(told.model_mean[0] - sessions.ratings["overall"].mean()) < 10
    assert ((told.low < told.mean) & (told.mean < told.high)).all()
    assert told.high[0] - told.low[0] > 20
