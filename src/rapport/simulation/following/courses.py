"""Courses of many clients, one session a week, that can be changed between sessions.

The equations and figures are those of `dynamics`; what differs is that ruptures may come again, and that
somebody may act: repair a strain, turn a course, or move a client to somebody else.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rapport.simulation import dynamics
from rapport.simulation.following import effects as after
from rapport.simulation.following.cohort import WEEKS, Bools, Cohort, Floats, Whole, gains
from rapport.simulation.traits import HIGHEST_SCORE
from rapport.simulation.world import HIGHEST, LOWEST, MEAN_OF_PARTS, RATING_SD

# Chance a session, from the third on, that a rupture begins: set, so that half of the courses of six sessions
# and more have one (`figures.VALLEYS`).
BREAKS: Final = 0.05
HEALING_SESSIONS: Final = 3
_STEPS: Final = np.minimum(np.arange(WEEKS), dynamics.GAIN_ENDS) / (dynamics.TYPICAL_SESSIONS - 1)
# How much of a usual course's gain falls into each week: of the mean's, and of a person's own.
_OF_MEAN: Final = np.diff(_STEPS, prepend=0.0)
_OF_OWN: Final = np.diff(_STEPS**dynamics.SLOWING, prepend=0.0)


@dataclass(frozen=True)
class Week:
    """One session of everybody: who `came`, number with this provider, ratings (n, 3), whether the form was
    `kept`, the challenge item, symptoms (PHQ-9), true `level` in rating points, and who `left` after it."""

    came: Bools
    session: Whole
    ratings: Floats
    kept: Bools
    challenge: Floats
    symptoms: Floats
    level: Floats
    left: Bools


class Courses:
    """The state of n courses between two sessions."""

    def __init__(self, cohort: Cohort, providers: Whole) -> None:
        n = len(cohort.rows)
        self.cohort, self.provider, self.going = cohort, providers.copy(), np.ones(n, dtype=bool)
        self.own, self.adverse = gains(cohort)
        self.began, self.held, self.dropped = (
            np.zeros(n),
            np.zeros(n, dtype=np.int64),
            np.zeros(n, dtype=bool),
        )
        self.standing, self.fading, self.unresolved = np.zeros(n), np.zeros(n), np.zeros(n)
        self.state, self.strain, self.gained, self.lost = (np.zeros(n) for _ in range(4))
        self.extra, self.hazard, self.turned = np.zeros(n), np.zeros(n), np.zeros(n, dtype=bool)
        self.dip, self.first = np.zeros(n), np.zeros(n)

    def hold(self, week: int) -> Week:
        """The next session of all who still come."""
        chance, world, came = self.cohort.chance, self.cohort.world, self.going.copy()
        session = (week - self.began + 1).astype(np.int64)
        self._fluctuate(week)
        self._break(week, session)
        self.dip = self.standing + self.fading
        level = self._base(session) + np.sqrt(world.shares.state) * self.state - self.dip
        symptoms = self._symptoms(week)
        left = came & self._leaves(week, level, symptoms)
        self.held += came
        self.dropped |= left & (self.held < self.cohort.planned)
        self.going = came & ~left & (self.held < self.cohort.planned)
        self.fading = np.maximum(self.fading - self._healing(), 0.0)
        skip = 1.0 / (1.0 + np.exp(-dynamics.SKIPPED_LOG_ODDS - dynamics.SKIPPED_BY_ALLIANCE * level))
        return Week(
            came=came,
            session=session,
            ratings=self._ratings(week, level),
            kept=came & (chance.skip[:, week] > skip),
            challenge=self._challenge(week),
            symptoms=symptoms,
            level=MEAN_OF_PARTS + RATING_SD * level,
            left=came & ~self.going,
        )

    def repair(self, rows: Bools) -> None:
        """Strains that stand begin to fade."""
        self.fading = np.where(rows, self.fading + self.standing, self.fading)
        self.standing, self.unresolved = (
            np.where(rows, 0.0, self.standing),
            np.where(rows, 0, self.unresolved),
        )

    def turn(self, rows: Bools) -> None:
        """An adverse course ends, and more is gained from now on; once."""
        first = rows & ~self.turned
        self.turned |= first
        self.extra += np.where(first, self.cohort.effects.turn_points, 0.0)

    def dishearten(self, rows: Bools) -> None:
        """Heart is lost, and with it points and sessions."""
        self.extra -= np.where(rows, after.HEART_POINTS, 0.0)
        self.hazard += np.where(rows, after.HEART_HAZARD, 0.0)

    def move(self, row: int, provider: int, week: int) -> None:
        """On to somebody else, from the next session on."""
        self.provider[row] = provider
        if self.cohort.effects.anew:
            self.began[row] = week + 1
            self.standing[row] = self.fading[row] = self.unresolved[row] = 0

    def _here(self, values: Floats | Bools) -> Floats:
        """Of values by client and provider, those with the present one."""
        return np.asarray(values[np.arange(len(self.provider)), self.provider], dtype=np.float64)

    def _fluctuate(self, week: int) -> None:
        chance, share = self.cohort.chance, self.cohort.world.shares.state
        if week == 0:
            self.state, self.strain = chance.state[:, 0].copy(), chance.strain[:, 0].copy()
            return
        memory, hurts, helps = dynamics.STATE_MEMORY, dynamics.SYMPTOMS_HURT, dynamics.ALLIANCE_HELPS
        before, hurt = self.state, self.strain
        felt = self.dip / np.sqrt(share) if share else np.zeros_like(self.dip)
        self.state = memory * before - hurts * hurt
        self.state += np.sqrt(1.0 - memory**2 - hurts**2) * chance.state[:, week]
        self.strain = dynamics.SYMPTOM_MEMORY * hurt - helps * (before - felt)
        self.strain += np.sqrt(1.0 - dynamics.SYMPTOM_MEMORY**2 - helps**2) * chance.strain[:, week]

    def _break(self, week: int, session: Whole) -> None:
        chance, shares = self.cohort.chance, self.cohort.world.shares
        depth = dynamics.RUPTURE_DEPTH_SDS * np.sqrt(shares.state + shares.error)
        breaks = (session >= dynamics.EARLIEST_RUPTURE) & (self.fading == 0)
        breaks &= chance.breaks[:, week] < BREAKS
        heals = chance.heals[:, week] < dynamics.REPAIRED_SHARE
        self.fading += np.where(breaks & heals, depth, 0.0)
        self.standing += np.where(breaks & ~heals, depth, 0.0)
        self.unresolved += breaks & ~heals

    def _healing(self) -> Floats:
        shares = self.cohort.world.shares
        depth = dynamics.RUPTURE_DEPTH_SDS * np.sqrt(shares.state + shares.error)
        return np.asarray(np.maximum(self.fading, depth) / HEALING_SESSIONS)

    def _base(self, session: Whole) -> Floats:
        cohort, kind, world = self.cohort, self.cohort.chance.kind, self.cohort.world
        latent = cohort.latent[np.arange(len(kind)), :, self.provider].mean(axis=1)
        sag = dynamics.SAG_POINTS * np.sin(np.pi * np.minimum((session - 1) / dynamics.SAG_LASTS, 1.0))
        rising = world.growth[cohort.rows] * np.log(session)
        rising -= np.where(kind > dynamics.STEADY + dynamics.RISING, sag, 0.0)
        points = latent - MEAN_OF_PARTS + np.where(kind < dynamics.STEADY, 0.0, rising)
        return np.asarray(points / RATING_SD)

    def _symptoms(self, week: int) -> Floats:
        is_adverse = self._here(self.adverse).astype(bool) & ~self.turned
        own = np.where(is_adverse, -dynamics.ADVERSE_POINTS, self._here(self.own)) + self.extra
        mean = np.where(is_adverse, 0.0, dynamics.GAIN_MEAN)
        self.gained += _OF_MEAN[week] * mean + _OF_OWN[week] * own
        cost = dynamics.GAIN_LOST_UNREPAIRED * dynamics.GAIN_SD
        self.lost += np.clip(cost * (self.unresolved > 0) - self.lost, -cost / 3, cost / 3)
        intake = self.cohort.world.traits.intake()[self.cohort.rows]
        points = intake - self.gained + self.lost + dynamics.SYMPTOM_SPREAD * self.strain
        found = np.rint(np.clip(points, 0.0, HIGHEST_SCORE))
        if week == 0:
            self.first = found
        return np.asarray(found)

    def _leaves(self, week: int, level: Floats, symptoms: Floats) -> Bools:
        cohort, world, fit = self.cohort, self.cohort.world, self.cohort.effects.fit
        provider = world.provider[self.provider] / RATING_SD
        log_hazard = (
            dynamics.DROPOUT_BASE
            + dynamics.DROPOUT_BY_PROVIDER_MEAN * provider
            + fit * dynamics.DROPOUT_BY_PROVIDER * world.traits.dropout[self.provider]
            + fit * dynamics.DROPOUT_HONOURED * self._here(cohort.honoured)
            + dynamics.DROPOUT_BY_ALLIANCE * (level - provider)
            + dynamics.DROPOUT_BY_GAIN * (self.first - symptoms)
            + self.hazard
        )
        return np.asarray(cohort.chance.drop[:, week] < 1.0 - np.exp(-np.exp(log_hazard)))

    def _ratings(self, week: int, level: Floats) -> Floats:
        cohort = self.cohort
        latent = cohort.latent[np.arange(len(level)), :, self.provider]
        parts = latent - latent.mean(axis=1, keepdims=True)
        error = np.sqrt(cohort.world.shares.error) * cohort.chance.error[:, week]
        rated = MEAN_OF_PARTS + RATING_SD * (level[:, None] + error) + parts
        return np.asarray(np.rint(np.clip(rated, LOWEST, HIGHEST)))

    def _challenge(self, week: int) -> Floats:
        felt = (
            self._here(self.cohort.challenge) + dynamics.CHALLENGE_SPREAD * self.cohort.chance.felt[:, week]
        )
        return np.asarray(np.rint(np.clip(felt, *dynamics.CHALLENGE_RANGE)))
