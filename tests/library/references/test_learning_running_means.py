"""Running means beside a slow reading of the contract, and the figures beside theirs."""

import numpy as np
import pytest

from rapport.learning.drift.figures import evaluated, figures
from rapport.learning.drift.running_means import running_means
from rapport.learning.drift.sequential import Predictions
from support.planted_sessions import Truth, planted


def _shrunken(left: list[float], sessions: float) -> float:
    return sum(left) / (len(left) + sessions)


def test_running_means_are_those_of_the_contract() -> None:
    sessions, _ = planted(Truth(rows=300, clients=30, providers=20), 3)
    rows = list(
        zip(sessions.client.tolist(), sessions.provider.tolist(), sessions.ratings["overall"], strict=True)
    )
    told = running_means(sessions)

    # What each row left for its client alone, and for client, provider and pair beside the others.
    alone: list[float] = []
    left: list[tuple[float, float, float]] = []
    for row, (client, provider, rating) in enumerate(rows):
        mean = float(np.mean([each for _, _, each in rows[:row]])) if row else 72.0
        of_client = [each for each, (other, _, _) in enumerate(rows[:row]) if other == client]
        of_provider = [each for each, (_, other, _) in enumerate(rows[:row]) if other == provider]
        of_pair = [each for each in of_client if each in of_provider]
        c = _shrunken([left[each][0] for each in of_client], 2)
        p = _shrunken([left[each][1] for each in of_provider], 6)
        d = _shrunken([left[each][2] for each in of_pair], 1.5)
        assert told["global_mean"][row] == pytest.approx(mean)
        assert told["client_mean"][row] == pytest.approx(mean + _shrunken([alone[at] for at in of_client], 2))
        assert told["client_provider_mean"][row] == pytest.approx(mean + c + p + d)
        alone.append(rating - mean)
        left.append((rating - mean - p - d, rating - mean - c - d, rating - mean - c - p))


def test_figures_are_those_of_a_hand() -> None:
    given, told = np.array([10.0, 20.0, 60.0, 90.0]), np.array([20.0, 20.0, 50.0, 70.0])
    interval = told - 10, told + 10

    found = figures(given, told, np.array([True, True, True, True]), interval)

    assert found.n == 4
    assert found.mae == 10
    assert found.r == pytest.approx(np.corrcoef(given, told)[0, 1])
    assert found.coverage80 == 75
    assert found.width80 == 20


def test_figure_that_cannot_be_told_is_none() -> None:
    given = np.array([10.0, 20.0])

    assert figures(given, np.array([5.0, 5.0]), np.array([True, True])).r is None
    assert figures(given, given, np.array([False, False])).mae is None


def test_only_scored_rows_count() -> None:
    sessions, _ = planted(Truth(rows=60, clients=10, providers=8), 3)
    scored = np.arange(60) >= 40
    flat = np.full(60, 70.0)

    found = evaluated(sessions, Predictions(flat, {80: (flat - 20, flat + 20)}, scored))

    assert {by["all"].n for by in found.values()} == {20}
    assert found["model"]["first_meetings"].n + found["model"]["repeat_meetings"].n == 20
    ratings = sessions.ratings["overall"][40:]
    assert found["model"]["all"].mae == pytest.approx(np.abs(ratings - 70).mean())
