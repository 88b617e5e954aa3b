"""What is said of every check-in: rupture or not, which kind, and whether an earlier one is repaired."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rapport.alliance.repair import WITHIN
from rapport.alliance.rupture import Others, find_ruptures, repaired_so_far
from rapport.alliance.trajectory import CheckIns, lay_out


class Judged(NamedTuple):
    """One check-in: kind and part are None where nothing is flagged, repaired where no rupture was."""

    flagged: bool
    score: float
    kind: str | None
    part: str | None
    repaired: bool | None


def judge(checkins: CheckIns, *, retrospective: bool = False, others: Others | None = None) -> list[Judged]:
    """In the order of the rows; only sessions up to a row's own are used, unless `retrospective`."""
    if not len(checkins.pair):
        return []
    courses, found = lay_out(checkins), find_ruptures(checkins, retrospective=retrospective, others=others)
    at = (courses.pair, courses.place)
    score, flag_at = np.zeros(courses.session.shape), np.ones(courses.session.shape)
    score[at], flag_at[at] = found.score, found.flag_at
    rows = zip(score, flag_at, courses.session > 0, strict=True)
    repaired = [repaired_so_far(row[there], least[there]) for row, least, there in rows]
    is_on = (found.score >= found.flag_at).tolist()
    said = zip(is_on, found.score.tolist(), found.kind, found.part, *at, strict=True)
    return [
        Judged(on, value, kind if on else None, part if on else None, repaired[row][place])
        for on, value, kind, part, row, place in said
    ]


def standing(judged: Sequence[Judged], sessions: Sequence[int]) -> list[int]:
    """The sessions at which ruptures of one pair began that stand; none once the latest is repaired.

    Args:
        judged, sessions: one a check-in, in the order of the sessions, equally many. A rupture begins at a
            flagged check-in whose last one was not flagged.

    Missing data: a session without a check-in ends nothing.

    Source: the operational rule that `repair` states; one that is repaired later stands no more.
    """
    begun: list[int] = []
    was_on = False
    for each, session in zip(judged, sessions, strict=True):
        if each.repaired is not False:
            begun = []
        elif each.flagged and not was_on:
            begun.append(session)
        was_on = each.flagged
    return begun


def unresolved(judged: Sequence[Judged], sessions: Sequence[int]) -> int:
    """How many ruptures of one pair stand, not repaired within three sessions? As `standing`.

    Missing data: sessions without a check-in count as held.
    """
    return sum(sessions[-1] - each >= WITHIN for each in standing(judged, sessions))
