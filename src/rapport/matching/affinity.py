"""What a way of working is usually for, and what people usually do in it.

Editorial judgement of the Rapport project (CC0), no measurement: 1 where it belongs to the approach's
core, ½ where it is common. It only fills in for what a provider has not said, moves a forecast by a few
points, and gives way to what clients report. Approaches that are not listed say nothing.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import repeat
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.vocabulary import GOALS, TASKS

CORE: Final = 1.0
COMMON: Final = 0.5

# approach → (core goals, common goals, core tasks, common tasks)
_TABLE: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "act": ("accept cope", "grow function", "skills", "homework body_work journaling"),
    "cbt": (
        "relief cope change_habit",
        "function understand",
        "homework skills structured_agenda",
        "exposure journaling direct_feedback",
    ),
    "dbt": (
        "cope change_habit relief",
        "relate function",
        "skills homework structured_agenda",
        "body_work journaling",
    ),
    "eft": ("relate process", "understand accept", "talk_freely body_work", "direct_feedback role_play"),
    "emdr": ("process relief", "cope", "explore_past structured_agenda", "body_work"),
    "exposure": ("relief change_habit", "function cope", "exposure homework structured_agenda", "skills"),
    "family_systems": ("relate understand", "decide function", "direct_feedback", "role_play talk_freely"),
    "gottman": ("relate", "cope decide", "skills structured_agenda", "homework direct_feedback role_play"),
    "humanistic": ("grow understand accept", "relate", "talk_freely", "body_work"),
    "ifs": ("understand accept process", "grow", "explore_past body_work", "talk_freely journaling"),
    "ipt": ("relate relief", "function process", "structured_agenda direct_feedback", "role_play"),
    "mindfulness": ("cope accept", "relief grow", "body_work skills", "homework journaling"),
    "motivational_interviewing": ("change_habit decide", "function", "talk_freely", "direct_feedback"),
    "narrative": ("understand grow", "accept decide", "talk_freely journaling", "explore_past"),
    "person_centered": ("grow accept understand", "relate process", "talk_freely", ""),
    "psychodynamic": ("understand", "relate process grow", "explore_past talk_freely", "direct_feedback"),
    "schema": (
        "understand change_habit",
        "relate process",
        "explore_past role_play",
        "homework direct_feedback",
    ),
    "solution_focused": (
        "function decide change_habit",
        "cope",
        "structured_agenda homework",
        "direct_feedback",
    ),
    "somatic": ("process relief", "cope accept", "body_work", "explore_past"),
}
APPROACHES: Final = tuple(_TABLE)
_STRENGTH: Final = {
    (approach, code): level
    for approach, entry in _TABLE.items()
    for names, level in zip(entry, (CORE, COMMON, CORE, COMMON), strict=True)
    for code in names.split()
}
_ROW_OF: Final = {approach: row for row, approach in enumerate(APPROACHES)}


@cache
def goals() -> NDArray[np.float64]:
    """Shape (approaches + 1, goals), 0–1: how far an approach is for a goal; the last row is "not listed"."""
    return _matrix(0, GOALS)


@cache
def tasks() -> NDArray[np.float64]:
    """Shape (approaches + 1, tasks), 0–1: how far a task belongs to an approach; last row "not listed"."""
    return _matrix(2, TASKS)


def _matrix(first: int, codes: tuple[str, ...]) -> NDArray[np.float64]:
    table = np.zeros((len(APPROACHES) + 1, len(codes)))
    for row, entry in enumerate(_TABLE.values()):
        for strength, names in ((CORE, entry[first]), (COMMON, entry[first + 1])):
            table[row, [codes.index(name) for name in names.split()]] = strength
    return table


def strength(approach: str, code: str) -> float:
    """How far one approach goes with one goal or task, 0–1; 0 where it is not listed."""
    return _STRENGTH.get((approach, code), 0.0)


@lru_cache(maxsize=2**16)
def strongest(approaches: tuple[str, ...], code: str) -> tuple[float, str]:
    """How far ways of working go with one goal or task, 0–1, and the first of them that goes farthest."""
    best = max(approaches, key=lambda each: strength(each, code), default="")
    return strength(best, code), best


def row_of(approach: str) -> int:
    """The row of an approach in the two tables."""
    return _ROW_OF.get(approach, len(APPROACHES))


def rows_of(approaches: Iterable[str]) -> list[int]:
    """The same for many."""
    return list(map(_ROW_OF.get, approaches, repeat(len(APPROACHES))))
