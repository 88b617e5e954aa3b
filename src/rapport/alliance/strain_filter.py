"""A switching Kalman filter over the three parts of many pairs at once.

With s the state (`strain_priors`), a rating of part f at session t is

    level + growth · log(t) + swing_t + offset_f − load_sf · dip_t + error

All but s are Gaussian given s, and each state keeps one Gaussian of them, merged at every session
(interacting multiple models: Blom and Bar-Shalom 1988, IEEE Trans. Automatic Control 33, 780–783).
A rating at the ceiling says "at least"; a form left out speaks for a bad state.
"""

from typing import Final

import numpy as np
from scipy.special import ndtr

from rapport.alliance import strain_priors as priors
from rapport.alliance.pools import MEMORY, Pools, Sums, pools_of
from rapport.alliance.strain_priors import STATES, STEADY
from rapport.alliance.trajectory import Courses, Floats, Ints
from rapport.vocabulary import PARTS

LEVEL, GROWTH, SWING, OFFSET = range(4)
DIP: Final = OFFSET + len(PARTS)
SIZE: Final = DIP + 1
GROWTH_SD: Final = 2.0  # points for a unit of log(session), between pairs: our own
WANDER: Final = 0.05  # SDs within a pair that a level moves a session by itself
CEILING: Final = 99.5
LONGEST_GAP: Final = 6  # sessions; a longer gap says no more
SMALLEST: Final = 1e-300
EARLY, LATER = priors.moves(is_early=True), priors.moves(is_early=False)


def chances(courses: Courses, others: Sums | None = None) -> Floats:
    """Chance of each state at each check-in from check-ins up to it, shape (pairs, check-ins, states)."""
    pools, filtered = pools_of(courses, others), _Filter(len(courses.session))
    found = np.zeros((*courses.session.shape, STATES))
    for place in range(courses.session.shape[1]):
        rows = np.flatnonzero(courses.session[:, place] > 0)
        now, session = pools.at(rows, place), courses.session[rows, place]
        if place == 0:
            filtered.begin(rows, now)
        before = courses.session[rows, place - 1] if place else np.zeros_like(session)
        filtered.advance(rows, session, before, now)
        odds = _odds_of_jump(courses, rows, place)
        found[rows, place] = filtered.update(rows, session, courses.ratings[rows, place], odds, now)
    return found


def looked_back(courses: Courses, filtered: Floats) -> Floats:
    """The same chances given the later check-ins of each pair too (Kim 1994, J. Econometrics 60, 1–22)."""
    found = filtered.copy()
    onward = np.stack([np.linalg.matrix_power(LATER, gap) for gap in range(LONGEST_GAP + 1)])
    for place in range(courses.session.shape[1] - 2, -1, -1):
        rows = np.flatnonzero(courses.session[:, place + 1] > 0)
        gap = courses.session[rows, place + 1] - courses.session[rows, place]
        moves = onward[np.minimum(gap, LONGEST_GAP)]
        ahead = np.maximum(np.einsum("na,nab->nb", filtered[rows, place], moves), SMALLEST)
        found[rows, place] *= np.einsum("nab,nb->na", moves, found[rows, place + 1] / ahead)
    return found


def _odds_of_jump(courses: Courses, rows: Ints, place: int) -> Floats:
    if place == 0:
        return np.ones((len(rows), STATES))
    jump = courses.challenge[rows, place] - courses.challenge[rows, place - 1]
    has_jumped = np.nan_to_num(jump) >= priors.JUMP
    return np.where(has_jumped[:, None], priors.JUMP_ODDS, 1.0)


class _Filter:
    """By pair and state: its chance, and the Gaussian of (level, growth, swing, offsets, dip); by pair: how
    many forms were left out."""

    def __init__(self, pairs: int) -> None:
        self.chance = np.zeros((pairs, STATES))
        self.chance[:, STEADY] = 1.0
        self.skips = np.zeros(pairs)
        self.mean = np.zeros((pairs, STATES, SIZE))
        self.spread = np.zeros((pairs, STATES, SIZE, SIZE))

    def begin(self, rows: Ints, pools: Pools) -> None:
        """What is thought of a pair before its first check-in."""
        self.mean[rows, :, LEVEL] = pools.level[:, None]
        self.mean[rows, :, GROWTH] = pools.growth[:, None]
        self.spread[rows, :, LEVEL, LEVEL] = (priors.OWN_LEVEL * pools.level_sd[:, None]) ** 2
        self.spread[rows, :, GROWTH, GROWTH] = GROWTH_SD**2
        self.spread[rows, :, SWING, SWING] = pools.state[:, None] ** 2
        for part in range(len(PARTS)):
            self.spread[rows, :, OFFSET + part, OFFSET + part] = pools.offset_sd[:, None] ** 2

    def advance(self, rows: Ints, session: Ints, before: Ints, pools: Pools) -> None:
        """On to the session of this check-in, through those without one."""
        gap = np.minimum(session - before, LONGEST_GAP)
        for step in range(int(gap.max(initial=0))):
            still = gap > step
            number = (session - gap + step + 1)[still]
            if (before[still] > 0).any() or step:
                self._drift(rows[still], pools.at(still))
            self._switch(rows[still], number, pools.at(still))
            is_skipped = gap > step + 1
            self._leave_out(rows[is_skipped], (session - gap + step)[is_skipped], pools.at(is_skipped))

    def _leave_out(self, rows: Ints, held: Ints, pools: Pools) -> None:
        """A form is left out after so many sessions held: it speaks for a bad state, the less the more this
        pair leaves out anyway."""
        low = (pools.level - self.mean[rows, STEADY, LEVEL]) / pools.level_sd
        worth, usual = priors.SKIPS_WORTH, priors.SKIPPED[STEADY]
        own = _odds((worth * usual + self.skips[rows]) / (worth + held)) * np.exp(priors.SKIPS_BY_LEVEL * low)
        odds = (own / _odds(usual))[:, None] * _odds(priors.SKIPPED)
        self.chance[rows] *= odds / (1 + odds)
        self.chance[rows] /= self.chance[rows].sum(axis=1, keepdims=True)
        self.skips[rows] += 1

    def _drift(self, rows: Ints, pools: Pools) -> None:
        """A session passes: the swing fades and moves, the level wanders a little."""
        mean, spread = self.mean[rows], self.spread[rows]
        mean[..., SWING] *= MEMORY
        spread[..., SWING, :] *= MEMORY
        spread[..., SWING] *= MEMORY
        spread[..., SWING, SWING] += (1 - MEMORY**2) * pools.state[:, None] ** 2
        spread[..., LEVEL, LEVEL] += (WANDER * pools.within[:, None]) ** 2
        self.mean[rows], self.spread[rows] = mean, spread

    def _switch(self, rows: Ints, session: Ints, pools: Pools) -> None:
        """From state to state, merging into one Gaussian a state what comes in from several."""
        is_early = (session < priors.EARLIEST)[:, None, None]
        arriving = self.chance[rows][:, :, None] * np.where(is_early, EARLY, LATER)
        total = np.maximum(arriving.sum(axis=1), SMALLEST)
        share, mean, spread = arriving / total[:, None, :], self.mean[rows], self.spread[rows]
        for to in range(STATES):
            origins = np.flatnonzero(LATER[:, to])
            means, spreads = _entered(to, origins, mean, spread, pools.within)
            by = share[:, origins, to]
            middle = np.einsum("na,nai->ni", by, means)
            off = means - middle[:, None]
            apart = np.einsum("na,nai,naj->nij", by, off, off)
            self.mean[rows, to] = middle
            self.spread[rows, to] = np.einsum("na,naij->nij", by, spreads) + apart
        self.chance[rows] = total

    def update(self, rows: Ints, session: Ints, ratings: Floats, odds: Floats, pools: Pools) -> Floats:
        """Take one check-in's ratings in, part by part; the chances after it."""
        log_likelihood = np.zeros((len(rows), STATES))
        for part in range(len(PARTS)):
            log_likelihood += self._take_in(rows, session, part, ratings[:, part], pools.error)
        likelihood = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
        chance = self.chance[rows] * likelihood * odds + SMALLEST
        self.chance[rows] = chance / chance.sum(axis=1, keepdims=True)
        return np.asarray(self.chance[rows])

    def _take_in(self, rows: Ints, session: Ints, part: int, rating: Floats, error: Floats) -> Floats:
        """Condition on one rating; its log-likelihood in each state, shape (rows, states)."""
        mean, spread, design = self.mean[rows], self.spread[rows], _design(session, part)
        across = np.einsum("nmij,nmj->nmi", spread, design)
        variance = (design * across).sum(axis=2) + error[:, None] ** 2
        root, expected = np.sqrt(variance), (design * mean).sum(axis=2)
        at_top = (rating >= CEILING)[:, None]
        z = (np.where(at_top, CEILING, rating[:, None]) - expected) / root
        above = np.maximum(ndtr(-z), SMALLEST)
        # Of a Gaussian cut off from below: how far its mean moves, and how much of its spread goes.
        hazard = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) / above
        move = np.where(at_top, hazard, z) / root
        gone = np.where(at_top, np.clip(hazard * (hazard - z), 0.0, 1.0), 1.0) / variance
        self.mean[rows] = mean + across * move[..., None]
        self.spread[rows] = spread - across[..., :, None] * across[..., None, :] * gone[..., None, None]
        return np.asarray(np.where(at_top, np.log(above), -0.5 * z**2 - np.log(root)))


def _odds(chance: Floats) -> Floats:
    return np.asarray(chance / (1 - chance))


def _design(session: Ints, part: int) -> Floats:
    """How a rating of this part is made of the Gaussian's quantities, shape (rows, states, quantities)."""
    found = np.zeros((len(session), STATES, SIZE))
    found[..., (LEVEL, SWING, OFFSET + part)] = 1.0
    found[..., GROWTH] = np.log(session)[:, None]
    found[..., DIP] = -priors.LOADS[:, part]
    return found


def _entered(to: int, origins: Ints, mean: Floats, spread: Floats, within: Floats) -> tuple[Floats, Floats]:
    """The Gaussians on arriving in a state from each origin: a dip begins, goes on, grows, or is over."""
    means, spreads = mean[:, origins].copy(), spread[:, origins].copy()
    depth, variance = priors.DEPTH[to] * within, (priors.DEPTH_SD[to] * within) ** 2
    begins = (origins != to) | (to in (STEADY, priors.BAD_DAY))
    means[:, begins, DIP] = depth[:, None]
    spreads[:, begins, DIP, :] = 0.0
    spreads[:, begins, :, DIP] = 0.0
    spreads[:, begins, DIP, DIP] = variance[:, None]
    if to == priors.EROSION:
        means[:, ~begins, DIP] += depth[:, None]
        spreads[:, ~begins, DIP, DIP] += variance[:, None]
    return means, spreads
