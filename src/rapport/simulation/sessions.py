"""Sessions and check-ins of a simulated practice: who met whom, what they rated, when they stopped.

Written for data as they come: ceilings, skipped forms when it goes badly, dropout, ruptures.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.practice import stream
from rapport.simulation.world import FIRST_MEANS, HIGHEST, LOWEST, RATING_SD, World, latent_rapport
from rapport.vocabulary import COACHABLE_CONCERNS, STYLE_AXES

Floats: TypeAlias = NDArray[np.float64]

# How many providers a client has met: ours, so that the two sides cross.
PROVIDERS_MET: Final = {1: 0.60, 2: 0.28, 3: 0.12}
# Sessions planned: lognormal with mean 9.6 (Grow Therapy, osf zfv8t) and at most 26.
PLANNED_MEDIAN: Final = 7.0
PLANNED_LOG_SD: Final = 0.8
PLANNED_MOST: Final = 26
# Chance of dropping out after a session at average alliance: e^−3.57 (PMC4098660, table 6), and its
# log-hazard for each SD of alliance: HR .98 a point, about 11 points to an SD (arithmetic, unverified).
DROPOUT_HAZARD: Final = 0.028
DROPOUT_SLOPE: Final = -0.22
# Half of the pairs with time for it have a rupture (Stevens 2007: 50% of 44 cases). Depth and repair: ours.
RUPTURE_SHARE: Final = 0.5
RUPTURE_DEPTH_SDS: Final = 1.5  # of the within-pair spread of a session
REPAIRED_SHARE: Final = 0.7
EARLIEST_RUPTURE: Final = 3
STATE_MEMORY: Final = 0.4  # of a session's state in the next; ours
# Forms are skipped more when it goes badly: chance at average alliance, and its log-odds for an SD. Ours.
SKIPPED_AT_AVERAGE: Final = 0.08
SKIPPED_SLOPE: Final = -0.8
DAYS_BACK: Final = 300
DAYS_BETWEEN: Final = 5  # from one first meeting to the next
HOURS_UTC: Final = (14, 23)
_COURSES: Final = 4  # stream of random numbers, beside those of `world`


@dataclass(frozen=True, slots=True)
class Course:
    """What happened between one client and one provider.

    ratings: shape (sessions, 4): goals, tasks, bond, overall, whole numbers 0–100.
    rupture_at: session (from 1) at which a rupture began; None when there was none.
    kept: for each session, whether its check-in was filled in.
    challenge: for each session, −3 too gentle … 3 too hard.
    known: agreement of styles, goals and tasks, standardised: what the answers told beforehand.
    """

    client: int
    provider: int
    started: tuple[datetime, ...]
    ratings: Floats
    rupture_at: int | None
    kept: tuple[bool, ...]
    challenge: tuple[int, ...]
    known: tuple[float, float, float]


def make_courses(world: World, *, told: Callable[[int], None] | None = None) -> Iterator[Course]:
    """Who met whom in the months before the practice's day, and how each session was rated?

    Args:
        world: from `make_world`.
        told: called with the number of clients done so far.

    1. Each client meets one to three providers licensed for them, one after the other.
    2. The last one goes on for the planned number of sessions, unless the client drops out; the
       others end after one.
    3. Ratings add growth, the session's state, error and a rupture to the pair's latent rapport, and
       are cut off at 0 and 100.

    Missing data: a check-in is skipped more often when the alliance is low; the session's own
    ratings are there all the same.

    Source: science.md, section 2; each number's source stands with its constant.
    """
    licensed = licensed_by_state(world)
    for client in range(len(world.practice.answers)):
        allowed = may_see(world, client, licensed)
        for meeting in _meetings(world, client, allowed):
            yield _course(world, meeting)
        if told is not None:
            told(client + 1)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """One client, one provider, from a day on, for a number of planned sessions.

    latent: shape (3,), the pair's rapport before cutting off; known: as in `Course`.
    """

    client: int
    provider: int
    planned: int
    began: date
    latent: Floats
    known: tuple[float, float, float]


def _meetings(world: World, client: int, allowed: Sequence[int]) -> Iterator[_Meeting]:
    rng = stream(world.practice.seed, "meetings", client)
    wanted = rng.choices(list(PROVIDERS_MET), list(PROVIDERS_MET.values()))[0]
    met = rng.sample(allowed, min(wanted, len(allowed)))
    first = world.practice.on - timedelta(days=rng.randint(DAYS_BETWEEN * len(PROVIDERS_MET), DAYS_BACK))
    latent, fit = latent_rapport(world, client), world.agreement.fit(client)
    for place, provider in enumerate(met):
        yield _Meeting(
            client=client,
            provider=provider,
            planned=_planned(rng) if place == len(met) - 1 else 1,
            began=first + timedelta(days=DAYS_BETWEEN * place),
            latent=latent[:, provider],
            known=(float(fit.style[provider]), float(fit.goals[provider]), float(fit.tasks[provider])),
        )


def licensed_by_state(world: World) -> dict[str, list[int]]:
    """Places of the providers licensed in each state; coaches, who need no licence, under ""."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(world.practice.roster_rows):
        for state in row["licences"].split(";"):
            found.setdefault(state, []).append(place)
    return found


def may_see(world: World, client: int, licensed: Mapping[str, Sequence[int]]) -> list[int]:
    """Places of the providers who by law, kind, age and service could have seen this client."""
    answer = world.practice.answers[client]
    coachable = {wish["code"] for wish in answer["concerns"]} <= COACHABLE_CONCERNS and answer["safe_now"]
    near = [*licensed.get(answer["state"], ()), *(licensed.get("", ()) if coachable else ())]
    return [place for place in near if _is_offered(world.practice.roster_rows[place], answer)]


def _is_offered(row: dict[str, str], answer: dict[str, Any]) -> bool:
    return (
        answer["kind"] in (row["kind"], "either")
        and answer["age_group"] in row["age_groups"].split(";")
        and answer["service"] in row["services"].split(";")
    )


def _planned(rng: Random) -> int:
    return max(1, min(PLANNED_MOST, round(PLANNED_MEDIAN * rng.lognormvariate(0.0, PLANNED_LOG_SD))))


def _course(world: World, meeting: _Meeting) -> Course:
    client, provider = meeting.client, meeting.provider
    rng = stream(world.practice.seed, f"course {client}", provider)
    noise = np.random.default_rng([world.practice.seed, _COURSES, client, provider])
    dip, rupture_at = _rupture(world, meeting.planned, rng)
    level = _level(world, meeting, noise, dip)
    held = _held(level, meeting.began, world.practice.on, rng)
    hour = rng.randint(*HOURS_UTC)
    return Course(
        client=client,
        provider=provider,
        started=tuple(_moment(meeting.began + timedelta(days=7 * week), hour) for week in range(held)),
        ratings=_ratings(world, level, noise)[:held],
        rupture_at=rupture_at if rupture_at is not None and rupture_at <= held else None,
        kept=tuple(rng.random() > _skip_chance(_standard(level[week])) for week in range(held)),
        challenge=_challenge(world, meeting, held, rng),
        known=meeting.known,
    )


def _ratings(world: World, level: Floats, noise: np.random.Generator) -> Floats:
    """Shape (sessions, 4): what the form says of goals, tasks, bond, and their mean as overall."""
    rated = level + RATING_SD * np.sqrt(world.shares.error) * noise.standard_normal(level.shape)
    return np.asarray(np.rint(np.clip(np.column_stack([rated, rated.mean(axis=1)]), LOWEST, HIGHEST)))


def _level(world: World, meeting: _Meeting, noise: np.random.Generator, dip: Floats) -> Floats:
    """Shape (sessions, 3): the alliance session by session, before the error of the form."""
    state = noise.standard_normal(len(dip))
    for week in range(1, len(dip)):
        state[week] = STATE_MEMORY * state[week - 1] + np.sqrt(1 - STATE_MEMORY**2) * state[week]
    growth = world.growth[meeting.client] * np.log(np.arange(1, len(dip) + 1))
    shared = growth + RATING_SD * np.sqrt(world.shares.state) * state - dip
    return np.asarray(meeting.latent[None, :] + shared[:, None])


def _rupture(world: World, sessions: int, rng: Random) -> tuple[Floats, int | None]:
    """Points lost to a rupture at each session, and the session at which it began."""
    dip = np.zeros(sessions)
    if sessions <= EARLIEST_RUPTURE or rng.random() >= RUPTURE_SHARE:
        return dip, None
    onset = rng.randint(EARLIEST_RUPTURE, sessions)
    depth = RUPTURE_DEPTH_SDS * RATING_SD * float(np.sqrt(world.shares.state + world.shares.error))
    weeks = rng.randint(1, 3)
    if rng.random() < REPAIRED_SHARE:
        for week in range(weeks):
            if onset - 1 + week < sessions:
                dip[onset - 1 + week] = depth * (weeks - week) / weeks
    else:
        dip[onset - 1 :] = depth
    return dip, onset


def _held(level: Floats, began: date, on: date, rng: Random) -> int:
    """How many of the planned sessions were held: until dropout, or the practice's own day."""
    for week in range(len(level)):
        if began + timedelta(days=7 * (week + 1)) >= on:
            return week + 1
        if rng.random() < DROPOUT_HAZARD * float(np.exp(DROPOUT_SLOPE * _standard(level[week]))):
            return week + 1
    return len(level)


def _standard(level: Floats) -> float:
    """The alliance of one session in SDs from the first session's mean."""
    middle = sum(FIRST_MEANS.values()) / len(FIRST_MEANS)
    return float((level.mean() - middle) / RATING_SD)


def _skip_chance(standard: float) -> float:
    odds = SKIPPED_AT_AVERAGE / (1 - SKIPPED_AT_AVERAGE) * float(np.exp(SKIPPED_SLOPE * standard))
    return odds / (1 + odds)


def _challenge(world: World, meeting: _Meeting, sessions: int, rng: Random) -> tuple[int, ...]:
    """−3 too gentle … 3 too hard: half the distance from what was wanted, and the day's chance."""
    axis = STYLE_AXES.index("challenge")
    offered = world.agreement.styles[meeting.provider, axis]
    wanted = world.agreement.wanted_styles[meeting.client, axis]
    middle = 0.0 if np.isnan(offered) or np.isnan(wanted) else float(offered - wanted) / 2
    return tuple(max(-3, min(3, round(rng.gauss(middle, 0.7)))) for _ in range(sessions))


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
