"""Which step of care: when a course asks for a more intensive one, when a lighter one will do.

Steps, the lightest first: coach, group, therapist, more intensive. Care begins with the lightest that is
likely to help, is measured, and corrects itself: up where it does not help, down where it has (the idea:
Bower and Gilbody 2005, doi 10.1192/bjp.186.1.11, abstract read; it holds the gain unproven). What is found
is a question for a coordinator and the client, never a decision.

Not judged: anything but symptom questionnaires. A step for other reasons is a person's to propose.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Step = Literal["coach", "group", "therapist", "intensive"]
Why = Literal["off_track", "no_change", "recovered"]
STEPS: Final[tuple[Step, ...]] = ("coach", "group", "therapist", "intensive")

# Ours: three scores after the first, of which two in red are no chance swing; no source says so.
FEWEST_SESSIONS: Final = 4
REDS_IN_A_ROW: Final = 2
# By 8 sessions about half had measurably improved (Howard and others 1986, doi 10.1037/0003-066X.41.2.159,
# abstract read); later reviews say 13 to 18 (Hansen, Lambert and Forman 2002, abstract read). To ask at the
# earlier one is ours.
SESSIONS_FOR_CHANGE: Final = 8
# Case and reliable change: manual of the English NHS Talking Therapies, read in pages that cite it.
CASE_FROM: Final[Mapping[str, float]] = MappingProxyType({"phq-9": 10.0, "gad-7": 8.0})
RELIABLE: Final[Mapping[str, float]] = MappingProxyType({"phq-9": 6.0, "gad-7": 4.0})
# Ours: one good score may be a good week.
SCORES_BELOW: Final = 2


class Scored(NamedTuple):
    """One questionnaire over a course: its scores, the oldest first, and how many of the latest are red."""

    instrument: str
    scores: Sequence[float]
    in_red: int


class Proposal(NamedTuple):
    """Where to, and by which rule."""

    to: Step
    why: Why


def propose(step: Step, sessions: int, symptoms: Sequence[Scored], *, coach: bool = False) -> Proposal | None:
    """Whether a course asks for another step.

    Args:
        step: the one that it is on.
        sessions: how many were rated.
        symptoms: questionnaires over this course; unknown ones count for red scores alone.
        coach: whether a coach may be offered to this client at all (nothing clinical, nobody in danger).

    Returns:
        Up one step where scores are red twice in a row from the fourth session on, or where after eight
        sessions someone is still a case and no questionnaire has improved reliably. Down one step where
        somebody who was a case is none on any questionnaire, twice in a row. None otherwise, and where there
        is no such step.

    Missing data: without scores there is nothing to propose.

    Compared with: the rules said again, plainly, over many courses (tests/library/unit/test_stepping.py).
    """
    if sessions < FEWEST_SESSIONS or not symptoms:
        return None
    up, down = _beside(step, coach)
    if up and any(each.in_red >= REDS_IN_A_ROW for each in symptoms):
        return Proposal(up, "off_track")
    if up and sessions >= SESSIONS_FOR_CHANGE and _is_unchanged(symptoms):
        return Proposal(up, "no_change")
    if down and _has_recovered(symptoms):
        return Proposal(down, "recovered")
    return None


def _beside(step: Step, coach: bool) -> tuple[Step | None, Step | None]:
    place = STEPS.index(step)
    up = STEPS[place + 1] if place + 1 < len(STEPS) else None
    down = STEPS[place - 1] if place and (coach or STEPS[place - 1] != "coach") else None
    return up, down


def _known(symptoms: Sequence[Scored]) -> list[Scored]:
    return [each for each in symptoms if each.instrument in CASE_FROM and len(each.scores) > 1]


def _is_unchanged(symptoms: Sequence[Scored]) -> bool:
    known = _known(symptoms)
    is_case = any(each.scores[-1] >= CASE_FROM[each.instrument] for each in known)
    improved = any(each.scores[0] - each.scores[-1] >= RELIABLE[each.instrument] for each in known)
    return is_case and not improved


def _has_recovered(symptoms: Sequence[Scored]) -> bool:
    known = _known(symptoms)
    was_case = any(each.scores[0] >= CASE_FROM[each.instrument] for each in known)
    is_below = all(
        len(each.scores) > SCORES_BELOW and max(each.scores[-SCORES_BELOW:]) < CASE_FROM[each.instrument]
        for each in known
    )
    return was_case and is_below
