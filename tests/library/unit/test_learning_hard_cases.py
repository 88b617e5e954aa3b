"""Sessions that break a careless model: a forecast still comes, wide where little is known, never NaN."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from rapport.learning.drift import sequential
from rapport.learning.drift.exact import fit_exact
from rapport.learning.drift.figures import evaluated
from rapport.learning.drift.sequential import predict_then_learn
from rapport.learning.drift.subset import chosen
from rapport.learning.sessions import Sessions
from support.planted_sessions import Truth, planted

TRUTH = Truth(rows=160, clients=20, providers=15)
Change = Callable[[Sessions], Sessions]


def _one_client(sessions: Sessions) -> Sessions:
    return replace(sessions, client=np.zeros(len(sessions), dtype=np.int64), clients=("c",))


def _one_provider(sessions: Sessions) -> Sessions:
    return replace(sessions, provider=np.zeros(len(sessions), dtype=np.int64), providers=("p",))


def _rated(sessions: Sessions, ratings: np.ndarray) -> Sessions:
    return replace(sessions, ratings={"overall": ratings.astype(float)})


def _disconnected(sessions: Sessions) -> Sessions:
    """Every client has a provider of their own."""
    names = tuple(f"p{each}" for each in sessions.clients)
    return replace(sessions, provider=sessions.client, providers=names)


def _third_by_one(sessions: Sessions) -> Sessions:
    rows = np.arange(len(sessions)) % 3 == 0
    return replace(sessions, client=np.where(rows, 0, sessions.client))


SIZE = TRUTH.rows
CASES: dict[str, Change] = {
    "one client": _one_client,
    "one provider": _one_provider,
    "one pair": lambda each: _one_client(_one_provider(each)),
    "all ratings equal": lambda each: _rated(each, np.full(SIZE, 80)),
    "all ratings 0": lambda each: _rated(each, np.zeros(SIZE)),
    "all ratings 0 or 100": lambda each: _rated(each, np.arange(SIZE) % 2 * 100),
    "two rows": lambda each: chosen(each, np.arange(2)),
    "one row": lambda each: chosen(each, np.arange(1)),
    "disconnected": _disconnected,
    "one client with a third": _third_by_one,
    "all at one moment": lambda each: replace(each, day=np.zeros(SIZE)),
    "dates only": lambda each: replace(each, day=np.floor(each.day)),
    "two thousand years": lambda each: replace(each, day=each.day * 500),
    "backwards": lambda each: replace(each, day=each.day[::-1].copy()),
    "a feature that never varies": lambda each: replace(each, features=np.ones((SIZE, 1))),
    "a feature without values": lambda each: replace(each, features=np.full((SIZE, 1), np.nan)),
    "a feature of huge numbers": lambda each: replace(each, features=np.full((SIZE, 2), 1e150) * [1, -1]),
    "the same feature thrice": lambda each: replace(each, features=np.tile(each.day[:, None], 3)),
}


@pytest.mark.parametrize("case", CASES)
def test_hard_case_is_forecast_within_the_scale(case: str) -> None:
    sessions = CASES[case](planted(TRUTH, 9)[0])

    found = predict_then_learn(sessions)

    for low, high in found.intervals.values():
        assert ((low >= 0) & (low <= found.mean) & (found.mean <= high) & (high <= 100)).all()
    figures = evaluated(sessions, found)["model"]["all"]
    assert figures.n == len(sessions)
    assert figures.mae is not None
    assert figures.r is None or -1 <= figures.r <= 1


@pytest.mark.parametrize("case", CASES)
def test_hard_case_is_fitted_and_forecasts_someone_new_widely(case: str) -> None:
    sessions = CASES[case](planted(TRUTH, 9)[0])
    blank = np.full((1, sessions.features.shape[1]), np.nan)

    told = fit_exact(sessions).forecast(["nobody"], ["no one"], np.array([2000.0]), blank)

    assert 0 <= told.low[0] <= told.mean[0] <= told.high[0] <= 100
    assert told.model_spread[0] > 1


def test_equal_ratings_are_soon_forecast_as_equal() -> None:
    sessions = CASES["all ratings equal"](planted(TRUTH, 9)[0])

    found = predict_then_learn(sessions)

    assert np.abs(found.mean[-40:] - 80).max() < 3


def test_many_rows_are_forecast_by_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions, _ = planted(Truth(rows=500, clients=40, providers=30), 2)
    exact = predict_then_learn(sessions)

    monkeypatch.setattr(sequential, "EXACT_ROWS", 200)
    near = predict_then_learn(sessions)

    assert np.corrcoef(near.mean[300:], exact.mean[300:])[0, 1] > 0.97
    assert not np.array_equal(near.mean, exact.mean)
