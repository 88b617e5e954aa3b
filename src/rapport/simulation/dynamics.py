"""Session by session, many courses at once: alliance, symptoms, ruptures, dropout, what the forms say.

With a the alliance of a session in rating SDs about its mean and x symptoms about their own course:

    state_t    = ρ·state_{t−1} − SYMPTOMS_HURT·x_{t−1} + chance
    x_t        = φ·x_{t−1} − ALLIANCE_HELPS·(state − dip)_{t−1} + chance
    symptoms_t = intake − mean·h(t) − SD·gain·√h(t) + spread·x_t,   h(t) = min(t − 1, 20)/7
    gain       = γ·a + provider's outcome + skill with the concern + preference honoured + own chance
    hazard_t   = exp(base + client's a + provider's a + provider's dropout − honoured − points gained)

In an adverse course points are lost instead.

Constants marked "set" are chosen so that a published figure comes out; docs/researcher/simulation.md
shows by how much they do. The others are published or ours.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.figures import DROPOUT_HAZARD, OUTCOME_SHARE
from rapport.simulation.traits import HIGHEST_SCORE
from rapport.simulation.world import HIGHEST, LOWEST, MEAN_OF_PARTS, RATING_SD, World

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

MOST_SESSIONS: Final = 40
# Alliance and symptoms in the next session, in their own within-person SDs: set.
STATE_MEMORY: Final = 0.4
SYMPTOM_MEMORY: Final = 0.4
ALLIANCE_HELPS: Final = 0.12
SYMPTOMS_HURT: Final = 0.18
SYMPTOM_SPREAD: Final = 1.9  # PHQ-9 points from session to session about a course; ours
# Gain by the eighth session in PHQ-9 points, mean and spread: set. The mean goes on in a straight
# line, people's own part with a root (log-like courses), neither beyond twenty sessions: ours.
GAIN_MEAN: Final = 3.5
GAIN_SD: Final = 4.7
TYPICAL_SESSIONS: Final = 8
SLOWING: Final = 0.5
GAIN_ENDS: Final = 20
GAIN_BY_ALLIANCE: Final = 0.43
GAIN_BY_SKILL: Final = 1.2  # outcome SDs for a rating SD of skill; ours
GAIN_HONOURED: Final = 0.36
GAIN_LOST_UNREPAIRED: Final = 0.7
# Providers' share of the gain at severities of −2, 0 and 2 SDs, set so that it is read as published
# (1% to 10%, 10.1037/a0028898; read) through symptoms that also hold noise.
SHARE_BY_SEVERITY: Final = ((-2.0, 0.0, 2.0), (0.0, 0.10, 0.30))
# Chance of an adverse course in log odds, its spread over providers, and points lost by session 8: set.
ADVERSE_LOG_ODDS: Final = -2.9
ADVERSE_BY_PROVIDER: Final = 1.05
ADVERSE_POINTS: Final = 10.0
# Log hazard of dropout for an SD of alliance. By the provider's mean: −.10 a point in table 6 of
# PMC4098660, 11 points to an SD. By the client: −.02 a point there is −.22, and d = .55 (figures) would
# need −.55; between the two. The rest, and the base's distance from the published one: set.
DROPOUT_BASE: Final = float(np.log(DROPOUT_HAZARD.value)) + 0.1
DROPOUT_BY_ALLIANCE: Final = -0.40
DROPOUT_BY_PROVIDER_MEAN: Final = -1.10
DROPOUT_BY_PROVIDER: Final = 0.85
DROPOUT_HONOURED: Final = -0.45
DROPOUT_BY_GAIN: Final = -0.20  # for each PHQ-9 point gained
# Half of the longer courses have a rupture (Stevens 2007: 50% of 44 cases); it needs three sessions
# first. Depth and repair: ours.
RUPTURE_SHARE: Final = 0.55
RUPTURE_DEPTH_SDS: Final = 1.8  # of the within-pair spread of a session
REPAIRED_SHARE: Final = 0.6
EARLIEST_RUPTURE: Final = 3
# Shares of courses that stay level, rise with log(session), and sag before they rise (Kivlighan 2000
# names the kinds, not their shares: a third without a trend is Stevens 2007).
STEADY, RISING = 0.34, 0.46
SAG_POINTS: Final = 4.0
SAG_LASTS: Final = 7
# Forms are skipped more when it goes badly: chance at average alliance, and its log-odds for an SD. Ours.
SKIPPED_LOG_ODDS: Final = float(np.log(0.08 / 0.92))
SKIPPED_BY_ALLIANCE: Final = -0.8
CHALLENGE_SPREAD: Final = 0.7  # from session to session; ours
CHALLENGE_RANGE: Final = (-3, 3)


@dataclass(frozen=True)
class Meetings:
    """Courses about to begin, one a row: who, planned sessions, and what is true of the pair.

    latent: shape (courses, 3), rating points before cutting off. years: from the practice's day to
    the course, below 0. honoured: whether what the client asked for beside limits is so. challenge: how
    much harder (above 0) or gentler the provider is than the client would like.
    """

    clients: Whole
    providers: Whole
    planned: Whole
    latent: Floats
    years: Floats
    honoured: Bools
    challenge: Floats


@dataclass(frozen=True)
class Paths:
    """What became of them. Sessions run along the second axis, to `MOST_SESSIONS`; only `held` took place.

    level: (courses, sessions), alliance in rating SDs before the form's error. ratings: (…, 4).
    symptoms: PHQ-9 points as measured. kept: whether the form was filled in. challenge: −3…3.
    rupture_at: session of onset, 0 for none.
    state, strain: what `level` and `symptoms` are about their own course, in SDs.
    """

    level: Floats
    ratings: Floats
    symptoms: Floats
    kept: Bools
    challenge: Whole
    held: Whole
    dropped: Bools
    rupture_at: Whole
    repaired: Bools
    state: Floats
    strain: Floats


class _Draws:
    """Named streams of chance, one row a course: more courses leave those before them as they were."""

    def __init__(self, seed: int, block: int, courses: int) -> None:
        self._names = (seed, block)
        self._courses = courses
        self._next = 20  # beside the streams of `world` and `traits`

    def _generator(self) -> np.random.Generator:
        self._next += 1
        return np.random.default_rng([self._names[0], self._next, self._names[1]])

    def normal(self, *shape: int) -> Floats:
        return self._generator().standard_normal((self._courses, *shape))

    def uniform(self, *shape: int) -> Floats:
        return self._generator().random((self._courses, *shape))


def run(world: World, meetings: Meetings, *, block: int) -> Paths:
    """How did these courses go?

    Args:
        world: from `make_world`.
        meetings: who met whom.
        block: number of this block of courses, which names its streams of chance.

    Missing data: forms are skipped more often when the alliance is low (`kept`).

    Source: science.md, section 2; each number's source stands with its constant.
    """
    draws = _Draws(world.practice.seed, block, len(meetings.clients))
    dip, rupture_at, is_repaired = _ruptures(world, meetings, draws)
    base = _base(world, meetings, draws)
    state, strain = _fluctuations(world, dip, draws)
    level = base + np.sqrt(world.shares.state) * state - dip
    gained = _gains(world, meetings, base, draws)
    unrepaired = np.where(is_repaired | (rupture_at == 0), 0.0, GAIN_LOST_UNREPAIRED * GAIN_SD)
    gained -= unrepaired[:, None] * _since(rupture_at)
    intake = world.traits.intake()[meetings.clients]
    symptoms = np.rint(np.clip(intake[:, None] - gained + SYMPTOM_SPREAD * strain, 0.0, HIGHEST_SCORE))
    held, dropped = _ends(world, meetings, level, symptoms[:, :1] - symptoms, draws)
    skip = 1.0 / (1.0 + np.exp(-SKIPPED_LOG_ODDS - SKIPPED_BY_ALLIANCE * level))
    felt = meetings.challenge[:, None] + CHALLENGE_SPREAD * draws.normal(MOST_SESSIONS)
    return Paths(
        level=level,
        ratings=_ratings(world, meetings, level, draws),
        symptoms=symptoms,
        kept=draws.uniform(MOST_SESSIONS) > skip,
        challenge=np.rint(np.clip(felt, *CHALLENGE_RANGE)).astype(np.int64),
        held=held,
        dropped=dropped,
        rupture_at=np.where(rupture_at <= held, rupture_at, 0),
        repaired=is_repaired,
        state=state - dip / np.sqrt(world.shares.state) if world.shares.state else state,
        strain=strain,
    )


def _sessions() -> Floats:
    return np.arange(1, MOST_SESSIONS + 1, dtype=np.float64)


def _base(world: World, meetings: Meetings, draws: _Draws) -> Floats:
    """Alliance in rating SDs as it would go without states and ruptures: shape (courses, sessions)."""
    kind, log = draws.uniform(1), np.log(_sessions())
    growth = world.growth[meetings.clients][:, None] * log
    sag = SAG_POINTS * np.sin(np.pi * np.minimum((_sessions() - 1) / SAG_LASTS, 1.0))
    points = np.where(kind < STEADY, 0.0, growth - np.where(kind > STEADY + RISING, sag, 0.0))
    changed = world.traits.client_drift[meetings.clients] + world.traits.provider_drift[meetings.providers]
    first = (meetings.latent.mean(axis=1) - MEAN_OF_PARTS) / RATING_SD + changed * meetings.years
    return np.asarray(first[:, None] + points / RATING_SD)


def _ruptures(world: World, meetings: Meetings, draws: _Draws) -> tuple[Floats, Whole, Bools]:
    """Rating SDs lost at each session, the session of onset (0: none), and whether it was repaired."""
    chance = draws.uniform(4)
    spell = meetings.planned - EARLIEST_RUPTURE + 1
    is_ruptured = (spell >= 2) & (chance[:, 0] < RUPTURE_SHARE)
    onset = np.where(is_ruptured, EARLIEST_RUPTURE + np.floor(chance[:, 1] * spell), 0).astype(np.int64)
    weeks, is_repaired = 2 + np.floor(3 * chance[:, 2]), chance[:, 3] < REPAIRED_SHARE
    gone = _sessions() - onset[:, None]
    healing = np.clip(1.0 - gone / weeks[:, None], 0.0, 1.0)
    depth = RUPTURE_DEPTH_SDS * np.sqrt(world.shares.state + world.shares.error)
    left = np.where(is_repaired[:, None], healing, 1.0)
    return depth * np.where((gone >= 0) & is_ruptured[:, None], left, 0.0), onset, is_repaired


def _since(onset: Whole) -> Floats:
    """0 before a rupture, 1 from the third session after it on."""
    gone = _sessions() - onset[:, None]
    return np.asarray(np.where(onset[:, None] > 0, np.clip((gone + 1) / 3, 0.0, 1.0), 0.0))


def _fluctuations(world: World, dip: Floats, draws: _Draws) -> tuple[Floats, Floats]:
    """State of the alliance and strain of symptoms about their courses, in SDs: (courses, sessions)."""
    state, strain = draws.normal(MOST_SESSIONS), draws.normal(MOST_SESSIONS)
    felt = dip / np.sqrt(world.shares.state) if world.shares.state else np.zeros_like(dip)
    of_state = np.sqrt(1.0 - STATE_MEMORY**2 - SYMPTOMS_HURT**2)
    of_strain = np.sqrt(1.0 - SYMPTOM_MEMORY**2 - ALLIANCE_HELPS**2)
    for week in range(1, MOST_SESSIONS):
        before, hurt = state[:, week - 1], strain[:, week - 1]
        state[:, week] = STATE_MEMORY * before - SYMPTOMS_HURT * hurt + of_state * state[:, week]
        helped = ALLIANCE_HELPS * (before - felt[:, week - 1])
        strain[:, week] = SYMPTOM_MEMORY * hurt - helped + of_strain * strain[:, week]
    return state, strain


def _gains(world: World, meetings: Meetings, base: Floats, draws: _Draws) -> Floats:
    """PHQ-9 points gained by each session, lost in an adverse course: shape (courses, sessions)."""
    traits, shares = world.traits, world.shares
    severity = traits.severity[meetings.clients]
    share = np.interp(severity, *SHARE_BY_SEVERITY)
    skill = np.einsum("nc,nc->n", traits.skill[meetings.providers], _weights(world, meetings))
    gain = (
        GAIN_BY_ALLIANCE * base[:, 0]
        + np.sqrt(share) * traits.outcome[meetings.providers]
        + GAIN_BY_SKILL * np.sqrt(shares.pair * shares.by_concern_alone) * skill
        + GAIN_HONOURED * meetings.honoured
        + np.sqrt(1.0 - OUTCOME_SHARE.value - GAIN_BY_ALLIANCE**2) * draws.normal()
    )
    odds = ADVERSE_LOG_ODDS + ADVERSE_BY_PROVIDER * traits.deterioration[meetings.providers]
    is_adverse = draws.uniform() < 1.0 / (1.0 + np.exp(-odds))
    steps = np.minimum(_sessions() - 1, GAIN_ENDS) / (TYPICAL_SESSIONS - 1)
    mean = np.where(is_adverse, 0.0, GAIN_MEAN)
    own = np.where(is_adverse, -ADVERSE_POINTS, GAIN_SD * gain)
    return np.asarray(mean[:, None] * steps + own[:, None] * steps**SLOWING)


def skill_points(world: World, client: int, provider: int, concern: int, *, sessions: int) -> float:
    """PHQ-9 points that this concern gained by so many sessions beyond the client's concerns together."""
    traits, shares = world.traits, world.shares
    apart = traits.skill[provider, concern] - traits.skills_for(client)[provider]
    size = GAIN_SD * GAIN_BY_SKILL * np.sqrt(shares.pair * shares.by_concern_alone)
    return float(size * apart * (min(sessions - 1, GAIN_ENDS) / (TYPICAL_SESSIONS - 1)) ** SLOWING)


def _weights(world: World, meetings: Meetings) -> Floats:
    weights = world.traits.concerns[meetings.clients]
    return np.asarray(weights / np.maximum(np.sqrt((weights**2).sum(axis=1, keepdims=True)), 1.0))


def _ends(
    world: World, meetings: Meetings, level: Floats, gained: Floats, draws: _Draws
) -> tuple[Whole, Bools]:
    """Sessions held, and whether the client dropped out before the planned end."""
    provider = world.provider[meetings.providers] / RATING_SD
    steady = (
        DROPOUT_BASE
        + DROPOUT_BY_PROVIDER_MEAN * provider
        + DROPOUT_BY_PROVIDER * world.traits.dropout[meetings.providers]
        + DROPOUT_HONOURED * meetings.honoured
    )
    own = level - provider[:, None]
    hazard = np.exp(steady[:, None] + DROPOUT_BY_ALLIANCE * own + DROPOUT_BY_GAIN * gained)
    goes = draws.uniform(MOST_SESSIONS) < 1.0 - np.exp(-hazard)
    first = np.where(goes.any(axis=1), goes.argmax(axis=1) + 1, MOST_SESSIONS + 1)
    return np.minimum(first, meetings.planned), first < meetings.planned


def _ratings(world: World, meetings: Meetings, level: Floats, draws: _Draws) -> Floats:
    """Shape (courses, sessions, 4): what the form says of goals, tasks, bond, and their mean as overall."""
    parts = meetings.latent - meetings.latent.mean(axis=1, keepdims=True)
    error = np.sqrt(world.shares.error) * draws.normal(MOST_SESSIONS, 3)
    rated = MEAN_OF_PARTS + RATING_SD * (level[:, :, None] + error) + parts[:, None, :]
    both = np.concatenate([rated, rated.mean(axis=2, keepdims=True)], axis=2)
    return np.asarray(np.rint(np.clip(both, LOWEST, HIGHEST)))
