"""Expected treatment response: how symptoms usually go after such a start, and when a course is off track.

From courses of other people: score_t = intake + (a + b · intake) · log(t) + chance, the chance growing with
t. A score is amber above the 68% and red above the 80% of what such people have (one-sided bounds of Finch,
Lambert and Schaalje 2001, from memory, unverified), by the courses' own ranks and not by a normal.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from rapport.alliance.trajectory import Floats
from rapport.errors import BadInput, Problem

AMBER, RED = 0.68, 0.80
# Courses below which no expectation is told: the bounds are quantiles of them.
FEWEST: Final = 60
FOLDS: Final = 5
SMALLEST_SPREAD: Final = 1e-6

Light = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class Expected:
    """The fitted expectation: slopes for log(t), the spread of chance, its bounds, and how often they err.

    `spread` in points at log(t) = 0 and its growth; `amber` and `red` in units of the spread.
    `false_alarms`: of courses that ended at least as well as expected, the share that was ever red;
    `precision`: of courses ever red, the share that ended worse than expected. Both from courses not fitted
    to, with `n` courses.
    """

    slope: float
    slope_by_intake: float
    intake: float
    spread: tuple[float, float]
    amber: float
    red: float
    false_alarms: float
    precision: float | None
    n: int

    def mean(self, intake: float, sessions: Floats) -> Floats:
        """The expected score at these sessions (from 1), in points."""
        slope = self.slope + self.slope_by_intake * (intake - self.intake)
        return np.asarray(intake + slope * np.log(sessions))

    def bound(self, intake: float, sessions: Floats, at: float) -> Floats:
        """The score at so many spreads above the expected one."""
        return np.asarray(self.mean(intake, sessions) + at * self._spread(sessions))

    def light(self, intake: float, session: int, score: float) -> Light:
        """Where a score stands; the first session is the intake itself and always green."""
        if session <= 1:
            return "green"
        above = (score - self.mean(intake, np.array([session]))) / self._spread(np.array([session]))
        return "red" if above[0] > self.red else "amber" if above[0] > self.amber else "green"

    def _spread(self, sessions: Floats) -> Floats:
        return np.asarray(self.spread[0] + self.spread[1] * np.log(sessions))


def expected_response(intake: Floats, scores: Floats) -> Expected:
    """What do symptoms usually do after such an intake, in these courses?

    Args:
        intake: shape (n,), the score at session 1; scores: shape (n, sessions), column 0 being session 1, NaN
            where nothing was measured.

    Missing data: sessions without a score count for nothing; that people leave early when it goes badly is
    not corrected for.

    Raises:
        BadInput: fewer than `FEWEST` courses with a score after the first session.

    Compared with: planted courses in tests/library; shares out of fold.
    """
    kept = np.isfinite(scores[:, 1:]).any(axis=1)
    if kept.sum() < FEWEST:
        raise BadInput(
            Problem(expected=f"{FEWEST} courses or more", arrived=str(int(kept.sum())), column="scores")
        )
    intake, scores = intake[kept], scores[kept]
    false_alarms, precision = _out_of_fold(intake, scores)
    return _fit(intake, scores, false_alarms, precision)


def _fit(intake: Floats, scores: Floats, false_alarms: float, precision: float | None) -> Expected:
    logs = np.log(np.arange(1, scores.shape[1] + 1, dtype=np.float64))
    rows, columns = np.nonzero(np.isfinite(scores) & (logs > 0))
    middle, log = float(intake.mean()), logs[columns]
    change = scores[rows, columns] - intake[rows]
    design = np.stack([log, log * (intake[rows] - middle)], axis=1)
    slopes = np.linalg.lstsq(design, change, rcond=None)[0]
    left = change - design @ slopes
    spread = np.linalg.lstsq(np.stack([np.ones_like(log), log], axis=1), np.abs(left), rcond=None)[0]
    sizes = np.maximum(spread[0] + spread[1] * log, SMALLEST_SPREAD)
    amber, red = np.quantile(left / sizes, (AMBER, RED))
    return Expected(
        slope=float(slopes[0]),
        slope_by_intake=float(slopes[1]),
        intake=middle,
        spread=(float(spread[0]), float(spread[1])),
        amber=float(amber),
        red=float(red),
        false_alarms=false_alarms,
        precision=precision,
        n=len(intake),
    )


def _out_of_fold(intake: Floats, scores: Floats) -> tuple[float, float | None]:
    """False alarms and precision of ever being red, each course judged by the other folds."""
    fold = np.arange(len(intake)) % FOLDS
    ever_red, ended_worse = np.zeros(len(intake), dtype=bool), np.zeros(len(intake), dtype=bool)
    for held_out in range(FOLDS):
        fitted = _fit(intake[fold != held_out], scores[fold != held_out], 0.0, None)
        for row in np.flatnonzero(fold == held_out):
            sessions = np.flatnonzero(np.isfinite(scores[row]) & (np.arange(scores.shape[1]) > 0))
            lights = [fitted.light(intake[row], int(at) + 1, scores[row, at]) for at in sessions]
            ever_red[row] = "red" in lights
            last = np.array([sessions[-1] + 1])
            ended_worse[row] = scores[row, sessions[-1]] > fitted.mean(intake[row], last)[0]
    precision = float(ended_worse[ever_red].mean()) if ever_red.any() else None
    return float(ever_red[~ended_worse].mean()), precision
