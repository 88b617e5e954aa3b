"""What came of each course: symptoms first and last by concern, sessions, dropped out or not.

For learning who keeps clients and who helps with what. Scores of a concern are about the general
score, and move with the provider's skill with that concern.
"""

from collections.abc import Iterable, Iterator
from random import Random
from typing import Final

from rapport.simulation.dynamics import skill_points
from rapport.simulation.practice import stream
from rapport.simulation.sessions import Course
from rapport.simulation.traits import HIGHEST_SCORE
from rapport.simulation.world import World
from rapport.vocabulary import CONCERNS

OUTCOME_COLUMNS: Final = (
    "client_id", "provider_id", "concern", "first_score", "last_score", "sessions", "dropped_out",
)  # fmt: skip
# Points by which a concern stands apart from the general score, and the error of its form. Ours.
CONCERN_SPREAD: Final = 2.0
CONCERN_ERROR: Final = 1.5


def outcome_rows(world: World, courses: Iterable[Course]) -> Iterator[tuple[str, ...]]:
    """Rows of outcomes.csv, one for each concern of each course with a chosen provider.

    Scores are PHQ-9-like points, 0–27, lower is better. Missing data: `last_score` is blank where no
    check-in after the first session was filled in, `dropped_out` while the course goes on.
    """
    for course in courses:
        if course.chosen:
            yield from _rows(world, course)


def _rows(world: World, course: Course) -> Iterator[tuple[str, ...]]:
    rng = stream(world.practice.seed, f"outcomes {course.client}", course.provider)
    answer = world.practice.answers[course.client]
    last = max((week for week, kept in enumerate(course.kept) if kept and week), default=None)
    for wish in answer["concerns"]:
        apart = rng.gauss(0.0, CONCERN_SPREAD)
        first_score = _score(course.symptoms[0] + apart, rng)
        last_score = ""
        if last is not None:
            concern = CONCERNS.index(wish["code"])
            gained = skill_points(world, course.client, course.provider, concern, sessions=last + 1)
            last_score = _score(course.symptoms[last] + apart - gained, rng)
        yield (
            answer["client_id"],
            world.practice.roster_rows[course.provider]["provider_id"],
            wish["code"],
            first_score,
            last_score,
            str(len(course.started)),
            {True: "yes", False: "no", None: ""}[course.dropped_out],
        )


def _score(points: float, rng: Random) -> str:
    return f"{min(HIGHEST_SCORE, max(0.0, round(points + rng.gauss(0.0, CONCERN_ERROR)))):.0f}"
