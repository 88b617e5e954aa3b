"""Outlooks the slow way: a Kalman filter, one rating at a time, each provider in turn."""

import numpy as np

from rapport.alliance.course import CommonCourse
from rapport.alliance.outlook import Rating
from rapport.alliance.pools import MEMORY
from rapport.alliance.referral import HORIZON, Outlook


def slow_outlooks(
    forecasts: dict[str, Outlook], ratings: list[Rating], common: CommonCourse, leniency: float
) -> dict[str, tuple[float, float]]:
    """Mean and SD of the alliance ahead by provider, the usual growth taken out.

    The state holds, for each provider in turn, level, growth about the usual, and swing.
    """
    ids = list(forecasts)
    mean, spread = np.zeros(3 * len(ids)), np.zeros((3 * len(ids), 3 * len(ids)))
    for j, one in enumerate(ids):
        mean[3 * j] = forecasts[one].mean
        for k, other in enumerate(ids):
            share = 1.0 if j == k else leniency
            spread[3 * j, 3 * k] = share * forecasts[one].sd * forecasts[other].sd
        spread[3 * j + 1, 3 * j + 1] = common.growth_sd**2
        spread[3 * j + 2, 3 * j + 2] = common.swing_sd**2
    latest = dict.fromkeys(ids, 0)
    for rating in sorted(ratings, key=lambda each: (ids.index(each.provider_id), each.session)):
        j = ids.index(rating.provider_id)
        if latest[rating.provider_id]:
            mean, spread = _passed(mean, spread, j, rating.session - latest[rating.provider_id], common)
        latest[rating.provider_id] = rating.session
        design = np.zeros(len(mean))
        design[3 * j : 3 * j + 3] = 1.0, np.log(rating.session), 1.0
        expected = design @ mean + common.growth * np.log(rating.session)
        gain = spread @ design / (design @ spread @ design + common.error_sd**2)
        mean = mean + gain * (rating.value - expected)
        spread = spread - np.outer(gain, design @ spread)
    return {one: _ahead(mean, spread, j, latest[one], common) for j, one in enumerate(ids)}


def _passed(
    mean: np.ndarray, spread: np.ndarray, j: int, sessions: int, common: CommonCourse
) -> tuple[np.ndarray, np.ndarray]:
    move = np.eye(len(mean))
    move[3 * j + 2, 3 * j + 2] = MEMORY**sessions
    chance = np.zeros_like(spread)
    chance[3 * j + 2, 3 * j + 2] = common.swing_sd**2 * (1 - MEMORY ** (2 * sessions))
    return move @ mean, move @ spread @ move.T + chance


def _ahead(
    mean: np.ndarray, spread: np.ndarray, j: int, latest: int, common: CommonCourse
) -> tuple[float, float]:
    """Walk `HORIZON` sessions on, keeping every session's alliance beside the state."""
    for step in range(1, HORIZON + 1):
        if latest or step > 1:
            mean, spread = _passed(mean, spread, j, 1, common)
        keep = np.zeros(len(mean))
        keep[3 * j : 3 * j + 3] = 1.0, np.log(latest + step), 1.0
        wider = np.vstack([np.eye(len(mean)), keep])
        mean, spread = wider @ mean, wider @ spread @ wider.T
    kept = np.arange(len(mean) - HORIZON, len(mean))
    return float(mean[kept].mean()), float(np.sqrt(spread[np.ix_(kept, kept)].mean()))
