"""What is said of every check-in: rupture or not, which kind, and whether an earlier one is repaired."""

from typing import NamedTuple

import numpy as np

from rapport.alliance.published_rules import partition
from rapport.alliance.repair import repaired_so_far
from rapport.alliance.rupture import FLAG_AT, TYPICAL_NOISE, find_ruptures
from rapport.alliance.trajectory import CheckIns, lay_out


class Judged(NamedTuple):
    """One check-in: kind and part are None where nothing is flagged, repaired where no rupture was."""

    flagged: bool
    score: float
    kind: str | None
    part: str | None
    repaired: bool | None


def judge(checkins: CheckIns, *, retrospective: bool = False) -> list[Judged]:
    """In the order of the rows; only sessions up to a row's own are used, unless `retrospective`.

    Retrospectively a check-in also counts as in a rupture when the next one of its pair does and the course
    up to then is best split no later than here (partitioning).
    """
    if not len(checkins.pair):
        return []
    courses, found = lay_out(checkins), find_ruptures(checkins)
    at = (courses.pair, courses.place)
    score = np.zeros(courses.session.shape)
    score[at] = found.score
    if retrospective:
        falls = partition(courses.mean, TYPICAL_NOISE)
        joins = falls[:, :-1] > falls[:, 1:]
        score[:, :-1] = np.where(joins, np.maximum(score[:, :-1], score[:, 1:]), score[:, :-1])
    flagged = score >= FLAG_AT
    repaired = repaired_so_far(courses, flagged, TYPICAL_NOISE)
    return [
        Judged(
            bool(is_on), float(value), kind if is_on else None, part if is_on else None, repaired[row][place]
        )
        for is_on, value, kind, part, row, place in zip(
            flagged[at], score[at], found.kind, found.part, *(each.tolist() for each in at), strict=True
        )
    ]
