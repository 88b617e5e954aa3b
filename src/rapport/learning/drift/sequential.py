"""Predict, then learn: forecast every session from the rows above it alone, as a service would have to."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.learning.drift.components import earlier_sessions, pairs
from rapport.learning.drift.fitting import Fit, refitted, reweighted, unfitted
from rapport.learning.drift.innovations import Innovations, robust_innovations
from rapport.learning.drift.intervals import (
    LEVELS,
    Quantiles,
    point_forecast,
    running_quantiles,
    standing,
    swings,
)
from rapport.learning.drift.nearest import nearest_innovations
from rapport.learning.sessions import Codes, Floats, Sessions

# Conditioning is exact for so many sessions; beyond, on the nearest (`nearest.py`).
EXACT_ROWS: Final = 12_000
# Variances are first sought after so many sessions, and again whenever those above have grown by half.
FIRST_FIT: Final = 60
GROWTH: Final = 1.5


Told = Callable[[int], None]


class Predictions(NamedTuple):
    """For each of n sessions: point forecast, (low, high) at 80 and 95%, and whether it is scored."""

    mean: Floats
    intervals: dict[int, tuple[Floats, Floats]]
    scored: NDArray[np.bool_]


def predict_then_learn(sessions: Sessions, *, told: Told | None = None) -> Predictions:
    """What would have been forecast for each session's overall rating before it was given?

    Args:
        sessions: rated sessions, in the order in which they became known.
        told: called with the number of sessions done so far, now and then (for a progress bar).

    Where some rows are held out, variances, noise and intervals are learnt from all others, and the held-out
    ones are scored, still from the rows above them; else everything is learnt from the rows above alone, on
    a growing schedule, and all are scored.

    Missing data: overall is never missing (see `Sessions`); a missing feature counts as average.

    Source: Henderson (1984) for crossed effects, Rasmussen and Williams (2006, chapter 2) for forecasts.
    Compared with: `tests/library/references/test_learning_exact.py`, which conditions row by row.
    """
    is_split = bool(sessions.held_out.any())
    always_known = ~sessions.held_out if is_split else np.zeros(len(sessions), dtype=bool)
    say = told or _nobody_listens
    raw = _free(sessions, always_known, say) if is_split else _growing(sessions, say)
    ratings = sessions.ratings["overall"]
    swing, _ = swings(sessions.client, (ratings - raw.mean) / raw.spread)
    met, seen = earlier_sessions(pairs(sessions)), earlier_sessions(sessions.client)
    found = running_quantiles(standing(raw, swing, met, seen), ratings, always_known)
    return Predictions(
        mean=point_forecast(raw.mean, found),
        intervals={level: _ends(found, ends) for level, ends in LEVELS.items()},
        scored=sessions.held_out if is_split else ~always_known,
    )


def _ends(found: Quantiles, ends: tuple[float, float]) -> tuple[Floats, Floats]:
    return found[ends[0]], found[ends[1]]


def _free(sessions: Sessions, public: NDArray[np.bool_], say: Told) -> Innovations:
    """Fitted to the public rows, applied to all: twice, so that the second fit knows whose noise is whose."""
    rows, size = np.flatnonzero(public), len(sessions)
    fit = unfitted(sessions)
    for done in range(2):
        fit = refitted(sessions, rows, fit)
        raw = _ahead(sessions, fit, 0, size, rows)
        fit = reweighted(sessions, rows, raw.at(rows), fit.noise(sessions.client[rows]), fit)
        say((done + 1) * size // 3)
    return _ahead(sessions, fit, 0, size, rows)


def _growing(sessions: Sessions, say: Told) -> Innovations:
    """Fitted on a growing schedule, each block of rows by a fit to those above the block."""
    fit = unfitted(sessions)
    mean, spread, noise = np.empty((3, len(sessions)))
    for start, stop in schedule(len(sessions)):
        fit = refitted(sessions, np.arange(start), fit)
        block = slice(start, stop)
        mean[block], spread[block] = _ahead(sessions, fit, start, stop, np.arange(start))
        noise[block] = fit.noise(sessions.client[block])
        above = np.arange(stop)
        fit = reweighted(sessions, above, Innovations(mean[:stop], spread[:stop]), noise[:stop], fit)
        say(stop)
    return Innovations(mean, spread)


def schedule(size: int) -> Iterator[tuple[int, int]]:
    """Blocks of rows that share one fit, each from the rows before the block."""
    start, stop = 0, FIRST_FIT
    while start < size:
        yield start, min(stop, size)
        start, stop = stop, int(stop * GROWTH)


def _ahead(sessions: Sessions, fit: Fit, start: int, stop: int, known: Codes) -> Innovations:
    """Each row from `start` to before `stop` from those above it: exactly, or where many, from the nearest.

    `known`: rows that may be learnt from freely.
    """
    if stop > EXACT_ROWS:
        return nearest_innovations(sessions, fit, start, stop, known)
    above = slice(0, stop)
    ratings = sessions.ratings["overall"][above]
    noise = fit.noise(sessions.client[above])
    found, _ = robust_innovations(fit.design(sessions, above), ratings, fit.theta, noise)
    return found.at(np.arange(start, stop))


def _nobody_listens(_done: int) -> None:
    """Stands in where nobody asked to be told."""
