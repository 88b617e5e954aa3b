"""Sessions and check-ins of a simulated practice: who met whom, what they rated, when they stopped.

Written for data as they come: ceilings, skipped forms when it goes badly, dropout, ruptures, courses
that still go on. How a course goes is `dynamics`; this module says who meets, and when.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.agreement import Fit
from rapport.simulation.dynamics import MOST_SESSIONS, Meetings, Paths, run
from rapport.simulation.practice import stream
from rapport.simulation.reach import Reach
from rapport.simulation.requests import Search, search_of
from rapport.simulation.world import World, latent_rapport
from rapport.vocabulary import STYLE_AXES

Floats: TypeAlias = NDArray[np.float64]

# Sessions planned: lognormal, so that 9.6 are held (Grow Therapy, osf zfv8t), and at most 26.
PLANNED_MEDIAN: Final = 5.8
PLANNED_LOG_SD: Final = 1.5
PLANNED_MOST: Final = MOST_SESSIONS
DAYS_BETWEEN: Final = 5  # from one first meeting to the next
DAYS_A_YEAR: Final = 365.25
HOURS_UTC: Final = (14, 23)
BLOCK: Final = 1000  # clients whose courses are drawn together


@dataclass(frozen=True, slots=True)
class Course:
    """What happened between one client and one provider.

    ratings: shape (sessions, 4): goals, tasks, bond, overall, whole numbers 0–100.
    symptoms: shape (sessions,): PHQ-9 points before each session.
    rupture_at: session (from 1) at which a rupture began; None when there was none.
    kept: for each session, whether its check-in was filled in.
    challenge: for each session, −3 too gentle … 3 too hard.
    known: agreement of styles, goals and tasks, standardised: what the answers told beforehand.
    chosen: whether it went on after the first session as planned; the others were met to choose.
    dropped_out: None while the course goes on.
    """

    client: int
    provider: int
    started: tuple[datetime, ...]
    ratings: Floats
    symptoms: Floats
    rupture_at: int | None
    kept: tuple[bool, ...]
    challenge: tuple[int, ...]
    known: tuple[float, float, float]
    chosen: bool
    dropped_out: bool | None


def make_courses(world: World, *, told: Callable[[int], None] | None = None) -> Iterator[Course]:
    """Who met whom in the months before the practice's day, and how each session was rated?

    Args:
        world: from `make_world`.
        told: called with the number of clients done so far.

    1. Each client writes to three providers licensed for them at a time (`requests`), and meets those
       who offer a time, one after the other.
    2. The last one goes on for the planned number of sessions, unless the client drops out; the
       others end after one.
    3. `dynamics` says how it goes; what lies after the practice's day has not happened yet.

    Missing data: a check-in is skipped more often when the alliance is low; the session's own
    ratings are there all the same.

    Source: science.md, section 2; each number's source stands with its constant.
    """
    for meetings, paths in make_paths(world, told=told):
        for place, meeting in enumerate(meetings):
            yield _course(world, meeting, paths, place)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One client, one provider, from a day on, for a number of planned sessions.

    latent: shape (3,), the pair's rapport before cutting off; known: as in `Course`; hour: in UTC.
    honoured: what the client would have liked beside limits (gender, identity, style) is so.
    """

    client: int
    provider: int
    planned: int
    is_last: bool
    began: date
    hour: int
    latent: Floats
    known: tuple[float, float, float]
    honoured: bool


def make_paths(
    world: World, *, told: Callable[[int], None] | None = None
) -> Iterator[tuple[list[Meeting], Paths]]:
    """Blocks of meetings with how they go to their end, whatever the practice's day."""
    clients = len(world.practice.answers)
    reach = Reach(world.practice)
    for block, first in enumerate(range(0, clients, BLOCK)):
        meetings: list[Meeting] = []
        for client in range(first, min(first + BLOCK, clients)):
            meetings += _meetings(world, client, search_of(world.practice, client, reach.of(client)))
            if told is not None:
                told(client + 1)
        if meetings:
            yield meetings, run(world, _arrays(world, meetings), block=block)


def _meetings(world: World, client: int, search: Search) -> Iterator[Meeting]:
    rng = stream(world.practice.seed, "meetings", client)
    fit = world.agreement.fit(client)
    latent = latent_rapport(world, client, fit=fit)
    for place, provider in enumerate(search.offered):
        is_last = place == len(search.offered) - 1
        yield Meeting(
            client=client,
            provider=provider,
            planned=planned_sessions(rng) if is_last else 1,
            is_last=is_last,
            began=search.first_meeting + timedelta(days=DAYS_BETWEEN * place),
            hour=rng.randint(*HOURS_UTC),
            latent=latent[:, provider],
            known=(float(fit.style[provider]), float(fit.goals[provider]), float(fit.tasks[provider])),
            honoured=is_honoured(world, client, provider, fit),
        )


def is_honoured(world: World, client: int, provider: int, fit: Fit) -> bool:
    """Whether what a client would have liked beside limits (gender, identity, style) is so here."""
    row, prefer = world.practice.roster_rows[provider], world.practice.answers[client]["prefer"]
    return (
        prefer["gender"] in (None, row["gender"])
        and set(prefer["identities"]) <= set(row["identities"].split(";"))
        and bool(fit.style[provider] >= 0)
    )


def planned_sessions(rng: Random) -> int:
    """How many sessions a course is meant to have."""
    return max(1, min(PLANNED_MOST, round(PLANNED_MEDIAN * rng.lognormvariate(0.0, PLANNED_LOG_SD))))


def _arrays(world: World, meetings: Sequence[Meeting]) -> Meetings:
    on = world.practice.on
    clients = np.array([each.client for each in meetings])
    providers = np.array([each.provider for each in meetings])
    axis = STYLE_AXES.index("challenge")
    # −3 too gentle … 3 too hard: half the distance from what was wanted.
    distance = (world.agreement.styles[providers, axis] - world.agreement.wanted_styles[clients, axis]) / 2
    return Meetings(
        clients=clients,
        providers=providers,
        planned=np.array([each.planned for each in meetings]),
        latent=np.array([each.latent for each in meetings]),
        years=np.array([(each.began - on).days / DAYS_A_YEAR for each in meetings]),
        honoured=np.array([each.honoured for each in meetings]),
        challenge=np.where(np.isnan(distance), 0.0, distance),
    )


def _course(world: World, meeting: Meeting, paths: Paths, place: int) -> Course:
    """A path up to the practice's day."""
    until_today = -(-(world.practice.on - meeting.began).days // 7)
    whole = int(paths.held[place])
    held = min(whole, until_today)
    rupture_at = int(paths.rupture_at[place])
    return Course(
        client=meeting.client,
        provider=meeting.provider,
        started=tuple(
            datetime.combine(meeting.began + timedelta(days=7 * week), time(meeting.hour), UTC)
            for week in range(held)
        ),
        ratings=paths.ratings[place, :held],
        symptoms=paths.symptoms[place, :held],
        rupture_at=rupture_at if 0 < rupture_at <= held else None,
        kept=tuple(paths.kept[place, :held].tolist()),
        challenge=tuple(paths.challenge[place, :held].tolist()),
        known=meeting.known,
        chosen=meeting.is_last,
        dropped_out=bool(paths.dropped[place]) if whole < until_today else None,
    )
