"""When is it kinder to hand over than to stay? A proposal with its reason, never a decision.

Proposed when someone asks; else only after a repair was tried, when a rupture stays unresolved or symptoms
stay off track, and when the next best would probably do better than staying, the cost of beginning anew
included.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.special import ndtr

from rapport.errors import BadInput, Problem

# Operational choices of ours, not findings. One rupture that three sessions and an attempt did not repair is
# enough to look at the chances; to wait for a second is to wait until the client has left.
CHANCE_ENOUGH: Final = 0.8
UNRESOLVED_ENOUGH: Final = 1
OFF_TRACK_ENOUGH: Final = 3  # sessions in red
# Sessions ahead that count: the length of a usual course still to come. Ours.
HORIZON: Final = 8

Because = Literal["asked", "unresolved", "off_track"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The alliance to come with someone, at a first meeting or now: mean and SD in points of 0 to 100."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened so far in a course of `sessions` held.

    asked: client or provider asked for someone else. repair_tried: since what stands began. unresolved:
    ruptures that stand, not repaired within three sessions (`judgement.unresolved`). off_track: latest
    sessions in a row in red.
    """

    sessions: int
    asked: bool = False
    repair_tried: bool = False
    unresolved: int = 0
    off_track: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whether to propose it, why, how likely the next one is better, and what beginning anew costs."""

    proposed: bool
    because: Because | None
    chance_better: float
    cost: float


def propose(
    course: Course, staying: Outlook, next_best: Outlook | None, *, growth: float, shared: float = 0.0
) -> Proposal:
    """Should a referral be proposed to this client now?

    Args:
        course: so far.
        staying: the alliance forecast for the next sessions where they are, the usual growth taken out.
        next_best: the same for the best other who can take them; None where nobody can. Both, and `shared`,
            as `outlook.outlooks` gives them.
        growth: points that an alliance usually gains for a unit of log(session), 0 or more.
        shared: correlation of the two outlooks' errors (the client's own leniency is in both), below 1.

    Missing data: without a next best only a request is met; the coordinator then searches.

    Raises:
        BadInput: an SD that is not above 0, a correlation of 1 or more, or a value that is not finite.

    Source: ours (a rupture unresolved or off track, after a repair attempt, and P > .8); nothing published
    tests it. Compared with: a count over drawn outlooks in
    tests/library.
    """
    _check(course, staying, next_best, growth, shared)
    cost = cost_of_beginning_anew(course.sessions, growth=growth)
    chance = 0.0 if next_best is None else _chance_better(staying, next_best, cost, shared)
    because = _because(course)
    is_better = because == "asked" or chance > CHANCE_ENOUGH
    return Proposal(because is not None and is_better, because if is_better else None, chance, cost)


def cost_of_beginning_anew(sessions: int, *, growth: float, horizon: int = HORIZON) -> float:
    """How far ahead is an alliance that has grown, on average over the sessions to come? In points."""
    ahead = np.arange(1, horizon + 1)
    return float(growth * (np.log(sessions + ahead) - np.log(ahead)).mean())


def _chance_better(staying: Outlook, next_best: Outlook, cost: float, shared: float) -> float:
    variance = staying.sd**2 + next_best.sd**2 - 2 * shared * staying.sd * next_best.sd
    return float(ndtr((next_best.mean - cost - staying.mean) / math.sqrt(variance)))


def _because(course: Course) -> Because | None:
    if course.asked:
        return "asked"
    if not course.repair_tried:
        return None
    if course.unresolved >= UNRESOLVED_ENOUGH:
        return "unresolved"
    return "off_track" if course.off_track >= OFF_TRACK_ENOUGH else None


def _check(course: Course, staying: Outlook, next_best: Outlook | None, growth: float, shared: float) -> None:
    looks = [each for each in (staying, next_best) if each is not None]
    if not all(each.sd > 0 and math.isfinite(each.mean) and math.isfinite(each.sd) for each in looks):
        raise BadInput(Problem(expected="finite outlooks with an SD above 0", arrived="others", column="sd"))
    if not (math.isfinite(growth) and growth >= 0 and course.sessions >= 0):
        raise BadInput(Problem(expected="growth of 0 or more", arrived=str(growth), column="growth"))
    if not -1 < shared < 1:
        raise BadInput(
            Problem(expected="a correlation between -1 and 1", arrived=str(shared), column="shared")
        )
