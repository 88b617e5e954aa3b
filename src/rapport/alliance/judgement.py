"""What is said of every check-in: rupture or not, which kind, and whether an earlier one is repaired."""

from typing import NamedTuple

import numpy as np

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


def unresolved(judged: list[Judged]) -> int:
    """How many pairs' latest ruptures are not repaired, of one last judgement a pair."""
    return sum(each.repaired is False for each in judged)
