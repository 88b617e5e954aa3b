"""A roster and a client as the rows of numbers that the kernel reads, laid out as `kernel.layout` says."""

from array import array
from collections.abc import Sequence
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
from rapport.matching.index.layout import ASKED, KEPT
from rapport.matching.index.questions import Asked
from rapport.matching.index.tables import EVERYONE, Tables
from rapport.matching.limits import Question
from rapport.matching.lines import address
from rapport.matching.reasons import FRESH_OPENING
from rapport.matching.roster import Roster
from rapport.matching.said import CONCERN, GOAL, HALVES, TASK, best_approaches
from rapport.matching.warmth import warmth_table
from rapport.vocabulary import PARTS

Numbers = NDArray[np.int64]
# Column, and where its table lies; the table.
Wish = tuple[tuple[int, int], NDArray[np.int32]]


def roster_numbers(roster: Roster, tables: Tables) -> tuple[Numbers, list[NDArray[Any]]]:
    """A roster in numbers, and the arrays that have to be kept."""
    codes, points = warmth_table(roster)
    zones = np.stack([tables.zones.rows, tables.zones.first, tables.zones.last], axis=1)
    kept: list[NDArray[Any]] = [tables.said, tables.persons, points, approach_masks(roster)]
    kept += [codes, roster.columns["approaches"].codes]
    kept += [tables.openings[EVERYONE], tables.week, tables.postings.rows, zones]
    kept.append(roster.once("best_approaches", lambda: best_approaches(roster)))
    *places, zones_at, approaches_at = map(address, kept)
    return np.array([tables.size, *places, len(zones), zones_at, approaches_at], dtype=np.int64), kept


def asked_numbers(
    roster: Roster, question: Question, asked: Asked[int], drawing: Sequence[float]
) -> tuple["array[float]", list[Wish]]:
    """A question in numbers, and the tables that have to be kept; `drawing`: from `layout.AMONG` on."""
    wishes, kept = wish_numbers(roster, question.answers)
    sets, clock = set_numbers(asked), asked.clock
    behind = [*sets, *asked.slots, *wishes, *client_numbers(question)]
    lies_at = clock.lie_at if clock else (0, 0)
    head = (ASKED + len(behind), len(sets), len(asked.slots), len(wishes), *lies_at, *drawing)
    assert len(head) == ASKED
    return array("d", [*head, *behind]), kept


def set_numbers(asked: Asked[int]) -> list[int]:
    """For each limit how many sets keep it (−1: everyone does), then where these lie."""
    counts = [-1 if refs is None else len(refs) for refs in asked.keeps]
    return counts + [ref for refs in asked.keeps if refs for ref in refs]


def client_numbers(question: Question) -> list[float]:
    """What a client weighs, and how much."""
    answers = question.answers
    named, wholes, counts = _named(answers)
    return [
        *(part_weights(answers).values() if answers.parts else _EVENLY),
        *(_styles(answers) if answers.style else _NO_STYLES),
        *wholes,
        *counts,
        (question.on - FRESH_OPENING).toordinal(),
        *named,
    ]


_EVENLY: Final = (1 / len(PARTS),) * len(PARTS)
_NO_STYLES: Final = (0.0,) * (2 * len(STYLED))


def _styles(answers: Answers) -> list[float]:
    scale, style = answers.style_importance / FULL_STYLE_IMPORTANCE, dict(answers.style)
    scales = [scale if axis in style else 0.0 for axis in STYLED]
    return scales + [style.get(axis, 0.0) for axis in STYLED]


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


def wish_numbers(roster: Roster, answers: Answers) -> tuple[list[int], list[Wish]]:
    """Of each wish its column and the addresses of its tables, and the tables that have to be kept."""
    wishes = wishes_of(answers)
    if not wishes:
        return [], []
    kept = [roster.remembered(("wish", *wish), partial(_wish, roster, *wish)) for wish in wishes]
    return [number for numbers, _ in kept for number in numbers], kept


def _wish(roster: Roster, column: str, wish: str) -> Wish:
    told, kept = wish_table(roster, column, wish)
    cells = (told + KEPT * kept).astype(np.int32)
    return (wishable().index(column), address(cells)), cells
