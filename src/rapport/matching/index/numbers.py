"""A roster and a client as the rows of numbers that the kernel reads, laid out as `kernel.layout` says."""

from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching.answers import Answers
from rapport.matching.differences import approach_masks
from rapport.matching.fit import (
    FULL_STYLE_IMPORTANCE,
    LEAST_IMPORTANCE,
    STYLED,
    wish_table,
    wishable,
    wishes_of,
)
from rapport.matching.forecast import part_weights
from rapport.matching.index.tables import Tables
from rapport.matching.limits import Question
from rapport.matching.reasons import FRESH_OPENING
from rapport.matching.roster import Roster
from rapport.matching.said import CONCERN, GOAL, HALVES, TASK
from rapport.matching.warmth import warmth_table

Numbers = NDArray[np.int64]
# Column, and where the two tables lie; the tables.
Wish = tuple[tuple[int, int, int], NDArray[np.float64], NDArray[np.float64]]
_NO_WISHES: Final = np.zeros(0, dtype=np.int64)


def address(array: NDArray[Any]) -> int:
    """Where an array lies; whoever hands it on keeps the array."""
    assert array.flags.c_contiguous
    found: int = array.__array_interface__["data"][0]
    return found


def roster_numbers(roster: Roster, tables: Tables) -> tuple[Numbers, list[NDArray[Any]]]:
    """The addresses of what is looked up of single providers, and the arrays that have to be kept."""
    codes, points = warmth_table(roster)
    kept: list[NDArray[Any]] = [tables.said, tables.persons, points, approach_masks(roster)]
    kept += [codes, roster.columns["approaches"].codes]
    return np.array([tables.size, *map(address, kept)], dtype=np.int64), kept


def client_numbers(question: Question) -> NDArray[np.float64]:
    """What a client weighs, and how much."""
    answers = question.answers
    scale, style = answers.style_importance / FULL_STYLE_IMPORTANCE, dict(answers.style)
    named, wholes, counts = _named(answers)
    return np.array(
        [
            *part_weights(answers).values(),
            *[scale if axis in style else 0.0 for axis in STYLED],
            *[style.get(axis, 0.0) for axis in STYLED],
            *wholes,
            *counts,
            (question.on - FRESH_OPENING).toordinal(),
            *named,
        ],
        dtype=np.float64,
    )


def _named(answers: Answers) -> tuple[list[float], list[float], list[int]]:
    """Column and weight of each concern, goal and task; for each kind the sum of sizes, and the count."""
    named: list[float] = []
    wholes = [0.0, 0.0, 0.0]
    for code, weight in answers.concerns:
        counted = max(weight, LEAST_IMPORTANCE)
        named += CONCERN[code], counted
        wholes[0] += counted
    for place, columns, wanted in ((1, GOAL, answers.goals), (2, TASK, answers.tasks)):
        for code, weight in wanted:
            named += columns[code], weight / HALVES
            wholes[place] += abs(weight)
    return named, wholes, [len(answers.concerns), len(answers.goals), len(answers.tasks)]


def wish_numbers(roster: Roster, answers: Answers) -> tuple[Numbers, list[Wish]]:
    """Of each wish its column and the addresses of its tables, and the tables that have to be kept."""
    wishes = wishes_of(answers)
    if not wishes:
        return _NO_WISHES, []
    kept = [
        roster.remembered(("wish", column, wish), partial(_wish, roster, column, wish))
        for column, wish in wishes
    ]
    return np.array([numbers for numbers, *_ in kept], dtype=np.int64).reshape(-1), kept


def _wish(roster: Roster, column: str, wish: str) -> Wish:
    told, kept = wish_table(roster, column, wish)
    return (wishable().index(column), address(told), address(kept)), told, kept
