"""Who comes to a practice next, what its past has taught, and all chance drawn beforehand.

Every way of following meets the same clients with the same chance (common random numbers), so that what
differs between ways is what they do.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.alliance.course import CommonCourse, common_course
from rapport.alliance.expected import Expected, expected_response
from rapport.alliance.trajectory import CheckIns
from rapport.learning.mixed import nightly
from rapport.learning.sessions import read_sessions
from rapport.matching.answers import Answers, read_answers
from rapport.matching.columns import COLUMNS
from rapport.matching.learned import Learned, from_bytes
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster
from rapport.simulation import dynamics, tables
from rapport.simulation.figures import OUTCOME_SHARE
from rapport.simulation.following.effects import Effects
from rapport.simulation.practice import make_practice, stream
from rapport.simulation.sample import sample_of
from rapport.simulation.sessions import Course, is_honoured, make_courses, planned_sessions
from rapport.simulation.world import MEAN_OF_PARTS, RATING_SD, Shares, World, latent_rapport, make_world
from rapport.vocabulary import PARTS, STYLE_AXES

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.str_]

WEEKS: Final = 20  # beyond them nobody is followed; nine of ten courses end before
ON: Final = date(2026, 11, 23)
# A world in which everybody gets on alike with everybody.
NO_FIT: Final = Shares(provider=0.0, pair=0.0, pair_part=0.0)


@dataclass(frozen=True)
class Chance:
    """All that luck decides of n clients, so that no way of following has other luck.

    state, strain, felt (of challenge): standard normal (n, weeks); error: (n, weeks, 3). skip, drop, breaks,
    heals, acts, hears: uniform (n, weeks). kind, adverse, heeds: uniform (n,); own: standard normal (n,).
    first_talks: standard normal (n, 3, 3), by place among the three and part.
    """

    state: Floats
    strain: Floats
    felt: Floats
    error: Floats
    skip: Floats
    drop: Floats
    breaks: Floats
    heals: Floats
    acts: Floats
    hears: Floats
    kind: Floats
    adverse: Floats
    heeds: Floats
    own: Floats
    first_talks: Floats


@dataclass(frozen=True, eq=False)
class Cohort:
    """The clients who come next (`rows`: their places in the world's practice), and what is known.

    latent: (n, 3, providers), rating points; honoured, challenge: (n, providers); planned: (n,).
    learned: from the practice's past sessions; common, expected: from its past check-ins and symptoms.
    """

    world: World
    effects: Effects
    rows: Whole
    roster: Roster
    answers: Sequence[Answers]
    learned: Learned
    common: CommonCourse
    expected: Expected
    latent: Floats
    honoured: Bools
    challenge: Floats
    planned: Whole
    chance: Chance

    @property
    def seed(self) -> int:
        """Of the practice."""
        return self.world.practice.seed

    @cached_property
    def place(self) -> dict[str, int]:
        """Places of providers in the world by id."""
        return {row["provider_id"]: k for k, row in enumerate(self.world.practice.roster_rows)}


def make_cohort(*, providers: int, past: int, clients: int, seed: int, effects: Effects) -> Cohort:
    """A practice with `past` clients behind it and `clients` more about to come.

    Args:
        seed: of the practice and of what happens to those who come.
        effects: what acting does; with `fit` at 0 nobody gets on better with anybody.

    Missing data: past check-ins and ratings are missing as in `dynamics`.
    """
    practice = make_practice(providers=providers, clients=past + clients, seed=seed, on=ON)
    world = make_world(practice, shares=None if effects.fit else NO_FIT)
    rows = np.arange(past, past + clients)
    before = [each for each in make_courses(world) if each.client < past]
    sample = sample_of(world)
    table = [[row.get(name, "") for name in COLUMNS] for row in practice.roster_rows]
    return Cohort(
        world=world,
        effects=effects,
        rows=rows,
        roster=read_roster(tuple(COLUMNS), table).roster,
        answers=[read_answers(practice.answers[row]) for row in rows],
        learned=_learned(world, before),
        common=common_course(_checkins(before)),
        expected=expected_response(sample.first[:past], sample.symptoms[:past]),
        latent=np.array([latent_rapport(world, row) for row in rows.tolist()]),
        honoured=_honoured(world, rows),
        challenge=_challenge(world, rows),
        planned=planned(seed, rows),
        chance=draw_chance(np.random.default_rng([seed, 71]), clients),
    )


def planned(seed: int, rows: Whole, *, fewest: int = 1) -> Whole:
    """How many sessions each of these clients plans, of those who plan `fewest` at least; at most `WEEKS`."""
    found = []
    for row in rows.tolist():
        rng = stream(seed, "planned", row)
        sessions = planned_sessions(rng)
        while sessions < fewest:
            sessions = planned_sessions(rng)
        found.append(min(sessions, WEEKS))
    return np.array(found)


def _learned(world: World, courses: list[Course]) -> Learned:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(tables.SESSION_COLUMNS)
    writer.writerows(tables.session_rows(world, courses))
    return from_bytes(nightly.learn(read_sessions(text.getvalue().splitlines())))


def _checkins(courses: list[Course]) -> CheckIns:
    found = [
        (pair, session, *ratings[:3], challenge)
        for pair, course in enumerate(courses)
        for session, (ratings, kept, challenge) in enumerate(
            zip(course.ratings, course.kept, course.challenge, strict=True), start=1
        )
        if kept
    ]
    table = np.array(found, dtype=np.float64)
    pair, session = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    return CheckIns(pair, session, table[:, 2 : 2 + len(PARTS)], table[:, -1])


def _honoured(world: World, rows: Whole) -> Bools:
    providers = range(len(world.practice.roster_rows))
    fits = [world.agreement.fit(row) for row in rows]
    found = [
        [is_honoured(world, row, provider, fit) for provider in providers]
        for row, fit in zip(rows.tolist(), fits, strict=True)
    ]
    return np.array(found, dtype=bool)


def _challenge(world: World, rows: Whole) -> Floats:
    axis, agreement = STYLE_AXES.index("challenge"), world.agreement
    apart = (agreement.styles[:, axis] - agreement.wanted_styles[rows, axis][:, None]) / 2
    return np.asarray(np.nan_to_num(apart))


def draw_chance(rng: np.random.Generator, n: int) -> Chance:
    """The luck of n clients."""
    weeks = {name: rng.standard_normal((n, WEEKS)) for name in ("state", "strain", "felt")}
    uniform = {name: rng.random((n, WEEKS)) for name in ("skip", "drop", "breaks", "heals", "acts", "hears")}
    once = {name: rng.random(n) for name in ("kind", "adverse", "heeds")}
    parts = {"error": rng.standard_normal((n, WEEKS, 3)), "first_talks": rng.standard_normal((n, 3, 3))}
    return Chance(**weeks, **uniform, **once, **parts, own=rng.standard_normal(n))


def gains(cohort: Cohort) -> tuple[Floats, Bools]:
    """PHQ-9 points a usual course gains beyond the mean with each provider, and whether it is adverse there.

    Both of shape (n, providers), after `dynamics`.
    """
    world, fit = cohort.world, cohort.effects.fit
    traits, shares, rows = world.traits, world.shares, cohort.rows
    share = np.interp(traits.severity[rows], *dynamics.SHARE_BY_SEVERITY)
    skill = np.array([traits.skills_for(int(row)) for row in rows])
    level = (cohort.latent.mean(axis=1) - MEAN_OF_PARTS) / RATING_SD
    of_provider = np.sqrt(share)[:, None] * traits.outcome
    of_provider += dynamics.GAIN_BY_SKILL * np.sqrt(shares.pair * shares.by_concern_alone) * skill
    of_provider += dynamics.GAIN_HONOURED * cohort.honoured
    left = np.sqrt(1.0 - OUTCOME_SHARE.value - dynamics.GAIN_BY_ALLIANCE**2)
    gain = dynamics.GAIN_BY_ALLIANCE * level + fit * of_provider + left * cohort.chance.own[:, None]
    odds = dynamics.ADVERSE_LOG_ODDS + fit * dynamics.ADVERSE_BY_PROVIDER * traits.deterioration
    is_adverse = cohort.chance.adverse[:, None] < 1.0 / (1.0 + np.exp(-odds))
    return np.asarray(dynamics.GAIN_SD * gain), np.asarray(is_adverse)
