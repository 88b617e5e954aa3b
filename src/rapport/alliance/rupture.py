"""Ruptures in courses of check-ins: ours, a switching Kalman filter with a few states and plain priors.

A series is level + growth·log(session) − dip + chance. The dip is nought (steady), has come at once
(sudden), grows slowly (erosion), or stays for one day (bad day, no rupture). Each state keeps one
Gaussian of level and dip, merged at every session (interacting multiple models, Blom and Bar-Shalom 1988).
It runs over the mean of the parts and over each part against the other two. Levels and spreads are
shrunken to pools of sessions up to the row's own. A rating at the ceiling says "at least".
A form left out speaks for a dip. Priors are our own, from science of short courses: half have a rupture.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr

from rapport.alliance.trajectory import CheckIns, Courses, Floats, Ints, lay_out, pooled_so_far
from rapport.vocabulary import PARTS

STEADY, SUDDEN, EROSION, BAD_DAY = range(4)
# Chances from one session to the next, rows from, columns to. Our own.
MOVES: Final = np.array(
    [[0.91, 0.04, 0.02, 0.03], [0.2, 0.8, 0, 0], [0.1, 0, 0.9, 0], [0.91, 0.04, 0.02, 0.03]]
)
# Chance that a form is left out, by state: ratings are missing where it goes badly (our own).
SKIPPED: Final = np.array([0.05, 0.12, 0.1, 0.08])
# In SDs within the pair: mean and SD of a sudden dip, of one session's erosion, of a bad day.
DEPTH: Final = np.array([0.0, 2.0, 0.6, 2.0])
DEPTH_SD: Final = np.array([0.0, 0.8, 0.4, 1.0])
TYPICAL, TYPICAL_SD, TYPICAL_NOISE = 72.0, 14.0, 8.0
WORTH: Final = 50.0  # check-ins that the prior of a pool counts for
WANDER: Final = 0.15  # SDs a session that a level moves by itself
LARGEST_MOVE: Final = 3.0  # SDs, beyond which a move counts as this to the pooled spread
CEILING: Final = 99.5
LONGEST_GAP: Final = 6  # sessions; a longer gap says no more
JUMP, JUMP_ODDS = 2.0, 6.0  # support-challenge item towards too hard; odds are our own
FLAG_AT: Final = 0.45  # about 5% false alarms a session in the typical regime of the test's simulator
SMALLEST: Final = 1e-300


@dataclass(frozen=True)
class Found:
    """By check-in: score 0 to 1, flagged, kind (sudden, erosion, facet), part (or overall)."""

    score: Floats
    flagged: Ints
    kind: list[str]
    part: list[str]


def find_ruptures(checkins: CheckIns) -> Found:
    """How likely is a rupture at each check-in, from this and earlier sessions alone? In the rows' order."""
    courses = lay_out(checkins)
    general = states_of(courses, courses.mean, is_rating=True)
    parts = [states_of(courses, _contrast(courses, part), is_rating=False) for part in range(len(PARTS))]
    in_general = general[..., SUDDEN] + general[..., EROSION]
    in_part = np.stack([each[..., SUDDEN] + each[..., EROSION] for each in parts], axis=-1)
    score = 1.0 - (1.0 - in_general) * (1.0 - FACET_WEIGHT * in_part.max(axis=-1))
    at = (courses.pair, courses.place)
    is_facet = (FACET_WEIGHT * in_part.max(axis=-1) > in_general)[at]
    is_sudden = (general[..., SUDDEN] >= general[..., EROSION])[at]
    kind = np.where(is_facet, "facet", np.where(is_sudden, "sudden", "erosion")).tolist()
    lowest = in_part.argmax(axis=-1)[at]
    part = [PARTS[low] if facet else "overall" for low, facet in zip(lowest, is_facet, strict=True)]
    return Found(score[at], (score[at] >= FLAG_AT).astype(np.int64), kind, part)


FACET_WEIGHT: Final = 0.6  # ruptures of one part are the rarer ones; our own


def _contrast(courses: Courses, part: int) -> Floats:
    others = [each for each in range(len(PARTS)) if each != part]
    found: Floats = courses.ratings[..., part] - courses.ratings[..., others].mean(axis=2)
    return found


def states_of(courses: Courses, series: Floats, *, is_rating: bool) -> Floats:
    """Chance of each state at each check-in, shape (pairs, check-ins, states); zeros after the last."""
    centre, between, noise, growth = _pools(courses.session, series, is_rating=is_rating)
    found = np.zeros((*series.shape, len(DEPTH)))
    filtered = _Filter(len(series))
    for place in range(series.shape[1]):
        now = np.flatnonzero(courses.session[:, place] > 0)
        pools = [each[now, place] for each in (centre, between, noise, growth)]
        before = courses.session[now, place - 1] if place else None
        filtered.advance(now, courses.session[now, place], before, pools)
        jump = (
            courses.challenge[now, place] - courses.challenge[now, place - 1] if place else np.zeros(len(now))
        )
        odds = np.where(np.nan_to_num(jump) >= JUMP, JUMP_ODDS, 1.0) if is_rating else np.ones(len(now))
        found[now, place] = filtered.update(now, series[now, place], pools[2], odds, is_rating=is_rating)
    return found


def _pools(session: Ints, series: Floats, *, is_rating: bool) -> tuple[Floats, Floats, Floats, Floats]:
    """Centre, SD between pairs, SD within, and growth for a unit of log(session), up to each session."""
    share = 1.0 if is_rating else 0.6
    moves, logs = np.full_like(series, np.nan), np.log(np.maximum(session, 1))
    moves[:, 1:] = series[:, 1:] - series[:, :-1]
    steps = np.diff(logs, axis=1, prepend=0.0)
    usual = TYPICAL_NOISE * share
    capped = np.minimum(moves**2 / 2, (LARGEST_MOVE * usual) ** 2)
    sums, counts = pooled_so_far(session, capped)
    noise = np.sqrt((sums + WORTH * usual**2) / (counts + WORTH))
    sums, counts = pooled_so_far(session, series)
    start = TYPICAL if is_rating else 0.0
    centre = (sums + WORTH * start) / (counts + WORTH)
    squares, _ = pooled_so_far(session, (series - start) ** 2)
    variance = (squares + WORTH * (TYPICAL_SD * share) ** 2) / (counts + WORTH) - (centre - start) ** 2
    rise, _ = pooled_so_far(session, moves * steps)
    run, _ = pooled_so_far(session, np.where(np.isnan(moves), np.nan, steps**2))
    return centre, np.sqrt(np.maximum(variance - noise**2, usual**2)), noise, rise / (run + WORTH)


class _Filter:
    """Chances and Gaussians of (level, dip) of every pair, by state."""

    def __init__(self, pairs: int) -> None:
        self.chance = np.zeros((pairs, len(DEPTH)))
        self.chance[:, STEADY] = 1.0
        self.mean = np.zeros((pairs, len(DEPTH), 2))
        self.spread = np.zeros((pairs, len(DEPTH), 3))  # variances of level and dip, their covariance

    def advance(self, now: Ints, session: Ints, before: Ints | None, pools: list[Floats]) -> None:
        """To the session of this check-in; a first one starts from the pool."""
        centre, between, noise, growth = pools
        if before is None:
            self.mean[now, :, 0] = centre[:, None]
            self.spread[now, :, 0] = between[:, None] ** 2
            return
        self.mean[now, :, 0] += (growth * np.log(session / before))[:, None]
        gap = np.minimum(session - before, LONGEST_GAP)
        for step in range(int(gap.max(initial=0))):
            still = gap > step
            self._step(now[still], noise[still])
            skipped = now[gap > step + 1]
            self.chance[skipped] *= SKIPPED
            self.chance[skipped] /= self.chance[skipped].sum(axis=1, keepdims=True)

    def _step(self, rows: Ints, noise: Floats) -> None:
        chance, mean, spread = self.chance[rows], self.mean[rows], self.spread[rows]
        moved = chance[:, :, None] * MOVES
        total = np.maximum(moved.sum(axis=1), SMALLEST)
        weight = moved / total[:, None, :]
        parts = [_entering(to, mean, spread, noise) for to in range(len(DEPTH))]
        for to, (means, spreads) in enumerate(parts):
            by = weight[:, :, to, None]
            middle = (by * means).sum(axis=1)
            off = means - middle[:, None]
            cross = np.stack([off[..., 0] ** 2, off[..., 1] ** 2, off[..., 0] * off[..., 1]], axis=-1)
            self.mean[rows, to] = middle
            self.spread[rows, to] = (by * (spreads + cross)).sum(axis=1)
            self.spread[rows, to, 0] += (WANDER * noise) ** 2
        self.chance[rows] = total

    def update(self, now: Ints, value: Floats, noise: Floats, odds: Floats, *, is_rating: bool) -> Floats:
        """Take one rating in; the chances after it."""
        mean, spread = self.mean[now], self.spread[now]
        level, dip, both = spread[..., 0], spread[..., 1], spread[..., 2]
        total = level + dip - 2 * both + noise[:, None] ** 2
        root = np.sqrt(total)
        z = (value[:, None] - mean[..., 0] + mean[..., 1]) / root
        density = np.exp(-0.5 * z**2) / root
        at_top = (is_rating & (value >= CEILING))[:, None]
        above = np.maximum(ndtr(-z), SMALLEST)
        hazard = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) / above
        step = np.where(at_top, hazard, z) / root
        shrink = np.where(at_top, np.clip(hazard * (hazard - z), 0.0, 1.0), 1.0) / total
        gain = np.stack([level - both, both - dip], axis=-1)
        self.mean[now] = mean + gain * step[..., None]
        cross = np.stack([gain[..., 0] ** 2, gain[..., 1] ** 2, gain[..., 0] * gain[..., 1]], axis=-1)
        self.spread[now] = spread - cross * shrink[..., None]
        chance = self.chance[now] * (np.where(at_top, above, density) + SMALLEST)
        chance[:, SUDDEN] *= odds
        self.chance[now] = chance / chance.sum(axis=1, keepdims=True)
        return self.chance[now]


def _entering(to: int, mean: Floats, spread: Floats, noise: Floats) -> tuple[Floats, Floats]:
    """Level and dip on going to a state from each: a dip begins, goes on, grows, or is over."""
    means, spreads = mean.copy(), spread.copy()
    begins = np.ones(len(DEPTH), dtype=bool)
    if to in (SUDDEN, EROSION):
        begins[to] = False
    means[:, begins, 1] = (DEPTH[to] * noise)[:, None]
    spreads[:, begins, 1] = ((DEPTH_SD[to] * noise) ** 2)[:, None]
    spreads[:, begins, 2] = 0.0
    if to == EROSION:
        means[:, to, 1] += DEPTH[to] * noise
        spreads[:, to, 1] += (DEPTH_SD[to] * noise) ** 2
    return means, spreads
