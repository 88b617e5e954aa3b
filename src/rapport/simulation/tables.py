"""A simulated practice as the rows of its files: sessions, check-ins, and the hidden truth apart."""

from collections.abc import Iterable, Iterator
from typing import Final

from rapport.simulation.requests import groups_of
from rapport.simulation.sessions import Course
from rapport.simulation.world import World, true_rapport
from rapport.vocabulary import CONCERNS, PARTS

SESSION_COLUMNS: Final = (
    "session_id", "client_id", "provider_id", "started_at", *PARTS, "overall",
    "x_style_fit", "x_goals_fit", "x_tasks_fit", "x_severity", *(f"x_concern_{code}" for code in CONCERNS),
    "group_age", "group_language",
)  # fmt: skip
CHECKIN_COLUMNS: Final = ("client_id", "provider_id", "session", *PARTS, "support_challenge")
TRUTH_COLUMNS: Final = ("client_id", "provider_id", *PARTS, "overall", "met", "rupture_at")
# All pairs are told up to this many; beyond, only those who met, or the file would dwarf the rest.
TRUTH_PAIRS_AT_MOST: Final = 1_000_000

Row = tuple[str, ...]


def session_rows(world: World, courses: Iterable[Course]) -> list[Row]:
    """Rows of sessions.csv in time order; ids rise with time. Columns: `SESSION_COLUMNS`."""
    about = [_about(world, client) for client in range(len(world.practice.answers))]
    found = []
    for course in courses:
        ids = _ids(world, course.client, course.provider)
        known = (*(f"{fit:.3f}" for fit in course.known), f"{course.symptoms[0]:.0f}", *about[course.client])
        for started, ratings in zip(course.started, course.ratings, strict=True):
            moment = started.strftime("%Y-%m-%dT%H:%M:%SZ")
            found.append((moment, *ids, *(f"{rating:.0f}" for rating in ratings), *known))
    found.sort()
    return [
        (f"sim-s{number:07d}", row[1], row[2], row[0], *row[3:]) for number, row in enumerate(found, start=1)
    ]


def _about(world: World, client: int) -> Row:
    """What was known of a client beforehand: whether they named each concern, groups for fairness."""
    answer = world.practice.answers[client]
    named = world.traits.concerns[client] > 0
    return (*map(str, named.astype(int).tolist()), *groups_of(answer))


def checkin_rows(world: World, courses: Iterable[Course]) -> Iterator[Row]:
    """Rows of checkins.csv, pair by pair; skipped forms have no row. Columns: `CHECKIN_COLUMNS`."""
    for course in courses:
        ids = _ids(world, course.client, course.provider)
        for number, (ratings, kept, challenge) in enumerate(
            zip(course.ratings, course.kept, course.challenge, strict=True), start=1
        ):
            if kept:
                yield (*ids, str(number), *(f"{rating:.0f}" for rating in ratings[:3]), str(challenge))


def truth_rows(world: World, courses: Iterable[Course]) -> Iterator[Row]:
    """Rows of truth.csv: rapport at a first session without noise. Columns: `TRUTH_COLUMNS`."""
    met: dict[int, dict[int, int | None]] = {}
    for course in courses:
        met.setdefault(course.client, {})[course.provider] = course.rupture_at
    providers = range(len(world.practice.roster_rows))
    is_whole = len(providers) * len(world.practice.answers) <= TRUTH_PAIRS_AT_MOST
    for client in range(len(world.practice.answers)):
        ruptures = met.get(client, {})
        told = providers if is_whole else sorted(ruptures)
        truth = true_rapport(world, client)
        for provider in told:
            parts = truth[:, provider]
            rupture_at = ruptures.get(provider)
            yield (
                *_ids(world, client, provider),
                *(f"{value:.2f}" for value in (*parts, parts.mean())),
                "yes" if provider in ruptures else "no",
                "" if rupture_at is None else str(rupture_at),
            )


def _ids(world: World, client: int, provider: int) -> tuple[str, str]:
    practice = world.practice
    return practice.answers[client]["client_id"], practice.roster_rows[provider]["provider_id"]
