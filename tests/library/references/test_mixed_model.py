"""The mixed model on collapsed pairs against a textbook's, on whole covariance matrices of sessions."""

import numpy as np
import pytest
from scipy import optimize

from library.references.dense_reml import Dense
from rapport.learning.mixed import equations, pairs
from rapport.learning.mixed.equations import Prior, Variances
from rapport.learning.mixed.posterior import UNKNOWN, forecast, summarise
from rapport.learning.mixed.reml import VariancePrior, fit_variances
from rapport.learning.mixed.traces import traces
from support.crossed_sessions import SPREADS, make

FLAT = Prior(np.zeros(2), np.zeros(2))
TRUE = Variances(*(spread**2 for spread in SPREADS))


@pytest.mark.parametrize("slopes", [0, 2])
@pytest.mark.parametrize("seed", [1, 2])
def test_variances_are_those_of_restricted_maximum_likelihood(seed, slopes):
    made = make(pairs=110, providers=12, clients=60, slopes=slopes, seed=seed)

    ours = fit_variances(made.pairs(), FLAT, None)
    oracle = Dense(made.client, made.provider, made.y, made.x, made.slopes if slopes else None)
    theirs = oracle.fit()

    told = [0, 1, 2, 3, 4] if slopes else [0, 1, 3, 4]
    errors = np.maximum(np.array(ours.standard_errors), 1.0)
    assert np.abs((np.array(ours.variances) - theirs) / errors)[told] == pytest.approx(0, abs=0.01)
    # Never worse than what the minimiser found.
    found = np.where(np.isin(range(5), told), np.array(ours.variances), 0.0)
    assert oracle.minus_log_likelihood(found) <= oracle.minus_log_likelihood(theirs) + 1e-3


@pytest.mark.parametrize("seed", [0, 3, 11])
def test_few_data_end_where_the_minimiser_ends_and_in_few_steps(seed):
    """Plain steps of average information go to and fro here until they are stopped."""
    prior = VariancePrior(Variances(6.0, 1.5, 0.3, 9.0, 20.0), 1.5)
    made = make(pairs=90, providers=60, clients=80, sessions=4, seed=seed, spreads=(1.0, 0.6, 0.1, 1.5, 3.5))
    oracle = Dense(made.client, made.provider, made.y, made.x)
    told = [0, 1, 3, 4]

    def cost(logs):
        variances = np.zeros(5)
        variances[told] = np.exp(logs)
        away = (logs - np.log(np.array(prior.middle)[told])) / prior.log_sd
        return oracle.minus_log_likelihood(variances) + away @ away / 2

    ours = fit_variances(made.pairs(), FLAT, prior)
    logs = np.log(np.array(ours.variances)[told])
    theirs = optimize.minimize(cost, logs, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-6})

    assert ours.steps <= 10
    assert np.abs((logs - theirs.x) / np.array(ours.log_errors)[told]).max() < 0.05
    assert cost(logs) <= theirs.fun + 1e-3


def test_variances_lie_near_the_planted_ones_and_errors_are_honest():
    far = []
    for seed in range(30):
        fit = fit_variances(make(pairs=500, providers=40, clients=300, seed=seed).pairs(), FLAT, None)
        far.append((np.log(fit.variances) - np.log(TRUE)) / np.maximum(fit.log_errors, 1e-9))
    client, provider, _, pair, noise = np.array(far).T

    for each in (client, provider, pair, noise):
        assert abs(each.mean()) < 3 / np.sqrt(len(each))
        assert 0.7 < each.std() < 1.4


@pytest.mark.parametrize("slopes", [0, 2])
def test_forecasts_are_the_textbooks_means_and_variances(slopes):
    made = make(pairs=110, providers=12, clients=60, slopes=slopes, seed=3)
    prior = VariancePrior(TRUE, 1.0)
    fit = fit_variances(made.pairs(), FLAT, prior)
    effects = summarise(fit, fixed=2)
    oracle = Dense(made.client, made.provider, made.y, made.x, made.slopes if slopes else None)
    variances = np.array(fit.variances) * [1, 1, slopes > 0, 1, 1]

    met = (int(made.client[0]), int(made.provider[0]))
    for client, provider in (met, (3, 4), (UNKNOWN, 2), (5, UNKNOWN), (UNKNOWN, UNKNOWN)):
        x, z = np.array([1.0, 0.3]), np.array([1.0, 0.5])[:slopes]
        ours = forecast(effects, np.array([client]), np.array([provider]), x[None], z[None])
        mean, variance = _textbook(oracle, variances, made, client, provider, x, z)
        assert ours.mean[0] == pytest.approx(mean)
        assert ours.lasting[0] == pytest.approx(variance)
        assert ours.variance[0] == pytest.approx(variance + variances[4])


def _textbook(oracle, variances, made, client, provider, x, z):
    pairs = made.pairs()
    loads, extra = np.zeros(oracle.effects), 0.0
    if client >= 0:
        loads[client] = 1
    else:
        extra += variances[0]
    if provider >= 0:
        loads[pairs.clients + pairs.providers * np.arange(1 + len(z)) + provider] = [1, *z]
    else:
        extra += variances[1] + variances[2] * (z @ z)
    met = np.flatnonzero((pairs.client == client) & (pairs.provider == provider))
    if len(met):
        loads[pairs.clients + pairs.providers * (1 + len(z)) + met[0]] = 1
    else:
        extra += variances[3]
    mean, variance = oracle.predict(variances, x, loads)
    return mean, variance + extra


@pytest.mark.parametrize("slopes", [0, 2])
def test_large_systems_are_approximated_closely(monkeypatch, slopes):
    pairs = make(pairs=3000, providers=120, clients=2000, slopes=slopes, seed=4).pairs()
    found = []
    for most in (10_000, 1):
        monkeypatch.setattr(equations, "MOST_DENSE", most)
        fit = fit_variances(pairs, FLAT, None)
        effects = summarise(fit, fixed=2)
        rng = np.random.default_rng(0)
        elsewhere = rng.integers(0, pairs.providers, len(pairs.client))
        found.append(
            (
                fit,
                *(
                    forecast(effects, pairs.client, j, pairs.x, pairs.slopes)
                    for j in (pairs.provider, elsewhere)
                ),
            )
        )
    (exact, *exactly), (large, *largely) = found

    off = (np.array(large.variances) - exact.variances) / np.maximum(exact.standard_errors, 1e-9)
    assert np.abs(off[[0, 1, 3, 4]]).max() < 0.25
    for ours, truth in zip(largely, exactly, strict=True):
        spread = np.sqrt(truth.lasting)
        assert np.abs(ours.mean - truth.mean).max() < 0.1 * spread.mean()
        assert np.abs(np.sqrt(ours.lasting) / spread - 1).max() < 0.03


@pytest.mark.parametrize("slopes", [0, 2])
def test_a_system_written_out_in_parts_is_the_sparse_one(monkeypatch, slopes):
    made = make(pairs=600, providers=30, clients=200, slopes=slopes, seed=6).pairs()
    of = equations.Equations(made, TRUE)
    whole = of.inverse, traces(of)
    monkeypatch.setattr(pairs, "TWOS", 7)
    of = equations.Equations(made, TRUE)

    assert of.inverse == pytest.approx(np.linalg.inv(of.system.toarray()))
    assert of.inverse == pytest.approx(whole[0])
    assert traces(of) == pytest.approx(whole[1])


def test_a_client_who_met_everybody_is_solved_without_writing_the_system_out(monkeypatch):
    made = make(pairs=4000, providers=300, clients=3, seed=5)
    pairs = made.pairs()
    monkeypatch.setattr(equations, "MOST_DENSE", 1)
    of = equations.Equations(pairs, TRUE)
    assert of.system is None

    right = np.random.default_rng(0).normal(size=(pairs.providers, 2))
    solved = of.solve(right)

    assert of.product @ solved == pytest.approx(right, abs=1e-5)
    assert np.diag(of.product @ np.eye(pairs.providers)) == pytest.approx(of.diagonal)
