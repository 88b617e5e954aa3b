"""Clients with a course that goes well, breaks, and mends; and a rule that nothing learnt is kept."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from rapport.alliance.expected import Expected, expected_response
from rapport.site.checkins.models import RatedSession, Responses
from rapport.site.checkins.queries import others, symptoms_course
from rapport.site.consultations.models import Course
from support import followed, rated

STEADY = (74, 75, 77, 76, 78, 79)
BROKEN = (*STEADY, 45, 43)
MENDED = (*BROKEN, 70, 78, 79)
# A bond that is high, and goals that stand still.
COMFORT = (70, 70, 70, 70, 70)


@pytest.fixture
def _nothing_kept() -> Iterator[None]:
    """What is usual is learnt anew in each test."""
    others.forget_usual()
    symptoms_course.forget_expected()
    yield
    others.forget_usual()
    symptoms_course.forget_expected()


def course(
    means: Sequence[float], *, bond_above: float = 2, balance: int | None = None, **about: object
) -> Course:
    """A client with an open course who rated so: tasks a point above goals, the bond two."""
    made = followed.course(rated.first_of(rated.matched()), weeks_ago=9)
    go_on(made, means, bond_above=bond_above, balance=balance)
    return made


def go_on(made: Course, means: Sequence[float], *, bond_above: float = 2, balance: int | None = None) -> None:
    """Rate so many further sessions."""
    done = RatedSession.objects.filter(client=made.client).count()
    for number, mean in enumerate(means, start=done + 1):
        row = rated.rate_one(
            made.match, number, goals=mean, tasks=mean + 1, bond=mean + bond_above, overall=mean + 1
        )
        if balance is not None:
            beside = Responses(client=row.client, session=row, instrument="rapport-check-short", version="1")
            followed.sealed(beside, answers={"items": {}, "balance": balance})


def planted() -> Expected:
    """Eighty courses that fall by about four points for a unit of log(session), with known chance."""
    draw = np.random.default_rng(7)
    intake = draw.uniform(8, 22, 80)
    fall = -4.0 * np.log(np.arange(1, 7)) + draw.normal(0, 1.5, (80, 6))
    fall[:, 0] = 0.0
    return expected_response(intake, intake[:, None] + fall)
