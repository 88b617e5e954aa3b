"""On planted sessions the model comes near to one that knows the truth, and beats those that do not drift."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from rapport.learning.drift.figures import Figures
from support.compare_forecasts import compared
from support.planted_sessions import PLAIN, Truth, planted

SIZES = {"rows": 1600, "clients": 120, "providers": 100, "days": 900.0}
SEEDS = (1, 2)
WORLDS = {
    "everything": replace(Truth(), **SIZES),
    "only what lasts": replace(PLAIN, **SIZES),
    "no provider": replace(Truth(), **SIZES, provider=0, provider_drift=0),
    "a feature": replace(Truth(), **SIZES, features=1, feature=4.0),
}


@cache
def _runs(world: str) -> list[dict[str, Figures]]:
    return [compared(planted(WORLDS[world], seed)[0], WORLDS[world]) for seed in SEEDS]


@pytest.mark.parametrize("world", WORLDS)
def test_model_comes_near_to_the_truth_and_beats_running_means(world: str) -> None:
    runs = _runs(world)
    mae = {name: np.mean([run[name].mae for run in runs]) for name in runs[0]}
    r = {name: np.mean([run[name].r for run in runs]) for name in runs[0]}

    assert mae["model"] < 1.015 * mae["oracle"]
    assert r["model"] > r["oracle"] - 0.02
    assert mae["model"] < mae["means"]
    assert r["model"] > r["means"]
    assert mae["model"] < 1.012 * mae["crossed"]
    assert np.mean([run["model"].coverage80 for run in runs]) == pytest.approx(80, abs=3)


def test_what_swings_and_drifts_is_worth_learning() -> None:
    assert np.mean([run["crossed"].mae - run["model"].mae for run in _runs("everything")]) > 0
