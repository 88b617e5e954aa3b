"""Alarms are about how a session departs from the pair's own course, not about how high a pair rates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.alliance.judgement import judge
from rapport.alliance.trajectory import CheckIns

SESSIONS, OTHERS = 10, 150


def courses(seed: int, level: float, *, falls: float = 0.0, pairs: int = 40) -> CheckIns:
    """`pairs` steady pairs at one level among others; `falls`: points lost from the sixth session on."""
    rng = np.random.default_rng(seed)
    levels = np.concatenate([np.full(pairs, level), rng.normal(72.0, 12.0, OTHERS)])
    pair = np.repeat(np.arange(len(levels)), SESSIONS)
    session = np.tile(np.arange(1, SESSIONS + 1), len(levels))
    swing = 4.0 * rng.standard_normal(len(pair))
    lost = np.where((pair < pairs) & (session >= 6), falls, 0.0)
    rated = levels[pair] + swing - lost
    ratings = np.clip(rated[:, None] + 3.0 * rng.standard_normal((len(pair), 3)), 0.0, 100.0)
    return CheckIns(pair, session, ratings, np.full(len(pair), np.nan))


def flagged(checkins: CheckIns, *, since: int = 1, until: int = SESSIONS, pairs: int = 40) -> float:
    rows = (checkins.pair < pairs) & (checkins.session >= since) & (checkins.session <= until)
    return float(np.mean([one.flagged for one, here in zip(judge(checkins), rows, strict=True) if here]))


@pytest.mark.parametrize("level", [30.0, 50.0, 70.0, 85.0])
def test_steady_pairs_are_left_alone_however_low_they_rate(level: float) -> None:
    share = np.mean([flagged(courses(seed, level)) for seed in range(3)])
    assert share < 0.08


@pytest.mark.parametrize("level", [50.0, 70.0, 85.0])
def test_the_same_pairs_are_noticed_when_they_fall(level: float) -> None:
    assert flagged(courses(1, level, falls=18.0), since=6, until=8) > 0.5


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-25.0, 15.0))
def test_who_rates_everything_lower_is_not_alarmed_about_more(seed: int, shift: float) -> None:
    """The same swings and errors of 40 pairs, lower or higher by a constant."""
    usual, shifted = flagged(courses(seed, 65.0)), flagged(courses(seed, 65.0 + shift))
    assert abs(shifted - usual) < 0.04
