"""No forecast may move when rows below it are cut or changed, whatever they say: means, intervals, all."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.learning.drift.sequential import predict_then_learn
from rapport.learning.drift.subset import chosen
from rapport.learning.sessions import Sessions
from support.planted_sessions import Truth, planted

TRUTH = Truth(rows=230, clients=24, providers=18, features=1, feature=3.0)


def _told(sessions: Sessions, rows: int) -> np.ndarray:
    found = predict_then_learn(sessions)
    return np.column_stack([found.mean, *found.intervals[80], *found.intervals[95]])[:rows]


def _changed_below(sessions: Sessions, row: int, rng: np.random.Generator) -> Sessions:
    """The same down to `row`; below it other people, ratings, days and features."""
    below = np.arange(len(sessions)) >= row
    size = len(sessions)
    return replace(
        sessions,
        client=np.where(below, rng.integers(len(sessions.clients), size=size), sessions.client),
        provider=np.where(below, rng.integers(len(sessions.providers), size=size), sessions.provider),
        day=np.where(below, sessions.day + rng.uniform(0, 900, size), sessions.day),
        ratings={"overall": np.where(below, rng.uniform(0, 100, size), sessions.ratings["overall"])},
        features=np.where(below[:, None], rng.normal(0, 50, (size, 1)), sessions.features),
    )


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 1000), row=st.integers(1, TRUTH.rows - 1))
def test_rows_below_change_no_forecast(seed: int, row: int) -> None:
    sessions, _ = planted(TRUTH, seed)
    whole = _told(sessions, row)

    cut = _told(chosen(sessions, np.arange(row)), row)
    changed = _told(_changed_below(sessions, row, np.random.default_rng(seed)), row)

    np.testing.assert_allclose(cut, whole, atol=1e-6)
    np.testing.assert_allclose(changed, whole, atol=1e-6)


def test_own_rating_changes_no_forecast_but_later_ones() -> None:
    sessions, _ = planted(TRUTH, 3)
    row = 150
    ratings = sessions.ratings["overall"].copy()
    ratings[row] = 100 - ratings[row]

    before = _told(sessions, len(sessions))
    after = _told(replace(sessions, ratings={"overall": ratings}), len(sessions))

    np.testing.assert_allclose(after[: row + 1], before[: row + 1], atol=1e-6)
    assert np.abs(after[row + 1 :] - before[row + 1 :]).max() > 0.1


def test_held_out_rows_are_learnt_from_only_when_above() -> None:
    sessions, _ = planted(TRUTH, 5)
    held_out = np.random.default_rng(1).uniform(size=len(sessions)) < 0.5
    sessions = replace(sessions, held_out=held_out)
    last = int(np.flatnonzero(held_out)[-1])
    ratings = sessions.ratings["overall"].copy()
    ratings[last] = 100 - ratings[last]

    before = _told(sessions, last + 1)
    after = _told(replace(sessions, ratings={"overall": ratings}), last + 1)

    np.testing.assert_allclose(after, before, atol=1e-6)
    assert predict_then_learn(sessions).scored.tolist() == held_out.tolist()


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_first_rows_are_forecast_from_what_is_believed(rows: int) -> None:
    sessions = chosen(planted(TRUTH, 5)[0], np.arange(rows))

    found = predict_then_learn(sessions)

    assert found.mean[0] == pytest.approx(72.0)
    low, high = found.intervals[80]
    assert high[0] - low[0] > 40
