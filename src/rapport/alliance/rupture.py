"""Ruptures in courses of check-ins, as questions: how likely is one here, of which kind, and is it repaired?

Ours is a switching Kalman filter over the three parts (`strain_filter`) with plain priors (`strain_priors`)
and levels, spreads and growth shrunken to pools of check-ins up to the row's own session (`pools`). Strictly
online: nothing later moves a score. `bench ruptures` sets it beside the published rules and an ideal
observer.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rapport.alliance.pools import Sums, sums_of
from rapport.alliance.strain_filter import chances, looked_back
from rapport.alliance.strain_priors import EROSION, FACETS, RUPTURES, SUDDEN
from rapport.alliance.trajectory import CheckIns, Floats, Ints, lay_out
from rapport.errors import BadInput, Problem
from rapport.vocabulary import PARTS

# A check-in is flagged where 5 in 100 of those that are no rupture would be, as far as the chances themselves
# tell. Until many check-ins tell, the threshold is one that did so in `bench ruptures`.
FALSE_ALARMS: Final = 0.05
FLAG_AT, FLAG_AT_WORTH = 0.3, 200.0
STEPS: Final = 200  # of the scale of chances
# A fall in steps looks like one at once until late: erosion is named from this share of the two on, where
# `bench ruptures`' series tell the two apart about equally well (in somewhat over half).
EROSION_FROM: Final = 0.25
# A rupture that was flagged counts as repaired when its chance has fallen so far.
REPAIRED_BELOW: Final = 0.15


@dataclass(frozen=True)
class Found:
    """By check-in: score 0 to 1, from which score on it is flagged, kind (sudden, erosion, facet), part."""

    score: Floats
    flag_at: Floats
    kind: list[str]
    part: list[str]


@dataclass(frozen=True)
class Others:
    """What other pairs' check-ins tell about one pair's, without them: `learn_others`.

    session, flag_at, count: shape (k,): from which score on 5 in 100 check-ins of this number would be
    flagged that are no rupture, and of how many; pairs: how many pairs there were.
    """

    sums: Sums
    session: Ints
    flag_at: Floats
    count: Ints
    pairs: int


def learn_others(checkins: CheckIns) -> Others:
    """What is to be kept of these pairs, to judge another pair as if it stood among them.

    Raises:
        BadInput: no check-in at all.

    Compared with: judging all of them together, in tests/library; the scores are the same.
    """
    if not len(checkins.session):
        raise BadInput(Problem(expected="one check-in or more", arrived="none", column="checkins"))
    courses = lay_out(checkins)
    score = chances(courses)[courses.pair, courses.place][:, RUPTURES].sum(axis=1)
    return Others(sums_of(courses), *_own_thresholds(score, checkins.session), len(courses.session))


def find_ruptures(checkins: CheckIns, *, retrospective: bool = False, others: Others | None = None) -> Found:
    """How likely is a rupture at each check-in, from this and earlier sessions alone? In the rows' order.

    Args:
        checkins: of many pairs, in any order; see `CheckIns`.
        retrospective: use the pair's later sessions too.
        others: what was learnt from other pairs; the thresholds are then theirs, and each pair is judged by
            itself among those.

    Missing data: a session without a check-in makes a bad state a little likelier; the challenge item may be
    NaN throughout.

    Source: Blom and Bar-Shalom (1988) for the filter; the states after science of ruptures, see the docs.
    Compared with: rules R1 to R7 and an ideal observer on made-up courses with known ruptures.
    """
    courses = lay_out(checkins)
    found = chances(courses, None if others is None else others.sums)
    if retrospective:
        found = looked_back(courses, found)
    by_state = found[courses.pair, courses.place]
    score, of_part = by_state[:, RUPTURES].sum(axis=1), by_state[:, FACETS]
    is_facet = of_part.sum(axis=1) > by_state[:, (SUDDEN, EROSION)].max(axis=1)
    is_sudden = by_state[:, EROSION] < EROSION_FROM * by_state[:, (SUDDEN, EROSION)].sum(axis=1)
    kind = np.where(is_facet, "facet", np.where(is_sudden, "sudden", "erosion")).tolist()
    lowest = of_part.argmax(axis=1)
    part = [PARTS[low] if facet else "overall" for low, facet in zip(lowest, is_facet, strict=True)]
    if others is None:
        flag_at = _flag_at(checkins.session, *_own_thresholds(score, checkins.session))
    else:
        flag_at = _flag_at(checkins.session, others.session, others.flag_at, others.count)
    return Found(score, flag_at, kind, part)


def _own_thresholds(score: Floats, session: Ints) -> tuple[Ints, Floats, Ints]:
    """By session number: from which score on it is flagged, by the chances of all pairs there; how many."""
    numbers, code = np.unique(session, return_inverse=True)
    place = code * STEPS + np.minimum((score * STEPS).astype(np.int64), STEPS - 1)
    counted = np.bincount(place, weights=1 - score, minlength=STEPS * len(numbers))
    above = counted.reshape(-1, STEPS)[:, ::-1].cumsum(axis=1)[:, ::-1]
    told = 1 - (above <= FALSE_ALARMS * above[:, :1]).sum(axis=1) / STEPS
    return numbers, told, np.bincount(code)


def _flag_at(session: Ints, numbers: Ints, told: Floats, count: Ints) -> Floats:
    """From which score on each check-in is flagged: the thresholds, shrunken while few check-ins tell."""
    place = np.minimum(np.searchsorted(numbers, session), len(numbers) - 1)
    of = np.where(numbers[place] == session, count[place], 0)
    found: Floats = (of * told[place] + FLAG_AT_WORTH * FLAG_AT) / (of + FLAG_AT_WORTH)
    return found


def repaired_so_far(score: Floats, flag_at: Floats) -> list[bool | None]:
    """Of one pair's scores and thresholds, in order: is the latest rupture repaired? None before any flag.

    Once its chance falls below `REPAIRED_BELOW` it is repaired and stays so, until the next flag.
    """
    found: list[bool | None] = []
    state: bool | None = None
    for value, threshold in zip(score, flag_at, strict=True):
        if value >= threshold:
            state = False
        elif state is False and value < REPAIRED_BELOW:
            state = True
        found.append(state)
    return found
