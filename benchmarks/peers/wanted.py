"""One client's answers as the masks and weights that peers compare with: the first thing they do."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos

import numpy as np
from benchmarks.peers.columns import WORD, WORDS, Columns, mask_of, point

from rapport import vocabulary
from rapport.matching import fit, geography
from rapport.matching.answers import Answers
from rapport.matching.forecast import part_weights
from rapport.matching.hours import hours_touched

Point = tuple[float, float, float]
MUST_COLUMN = {
    "gender": "gender",
    "identity": "identities",
    "faith": "faith",
    "concern": "concerns",
    "approach": "approaches",
}


@dataclass(frozen=True)
class Wanted:
    """What the limits and the score need to know. None, or an empty mask of hours, asks for nothing."""

    kind: str
    coach_may: bool
    state: int
    on: int
    age: int
    service: int
    languages: int
    formats: int
    elsewhere: int | None  # formats beside in person, where distance counts; None where it does not
    here: Point
    nearness: float  # least cosine of the angle between two points
    payer: str  # "any", "self", "insurer", "insurer or self"
    insurer: int
    any_insurer: int
    self_pay: int
    max_fee: float | None
    hours: tuple[tuple[int, tuple[int, ...]], ...] | None
    must: tuple[tuple[str, int], ...]
    concerns: tuple[tuple[int, float], ...]
    goals: tuple[tuple[int, float], ...]
    tasks: tuple[tuple[int, float], ...]
    styles: tuple[tuple[str, float], ...]
    style_weight: float
    wishes: tuple[tuple[str, int], ...]
    parts: dict[str, float]


def wanted(columns: Columns, answers: Answers, on: date) -> Wanted:
    """Translate answers for the peers (nobody's text flags a crisis here)."""
    places = columns.places_of
    in_person = "in_person" in answers.formats and bool(answers.zip)
    others = [each for each in answers.formats if each != "in_person"]
    spoken = [tag for tag in places["languages"] if _answers_to(tag, answers.languages)]
    return Wanted(
        kind=answers.kind,
        coach_may=answers.is_coachable,
        state=1 << places["licences"][answers.state],
        on=on.toordinal(),
        age=1 << places["age_groups"][answers.age_group],
        service=1 << places["services"][answers.service],
        languages=mask_of(spoken, places["languages"]),
        formats=mask_of(answers.formats, places["formats"]),
        elsewhere=mask_of(others, places["formats"]) if in_person else None,
        here=point(answers.zip),
        nearness=cos(answers.max_miles / geography.EARTH_RADIUS_MILES),
        payer=_payer(answers),
        insurer=mask_of([answers.payer], places["payers"]),
        any_insurer=columns.any_insurer,
        self_pay=mask_of([vocabulary.SELF_PAY], places["payers"]),
        max_fee=answers.max_fee,
        hours=_hours(columns, answers, on) if answers.slots else None,
        must=_cells(columns, [(MUST_COLUMN[kind], value) for kind, value in answers.must]),
        concerns=tuple(
            (vocabulary.CONCERNS.index(each.code), max(each.weight, fit.LEAST_IMPORTANCE))
            for each in answers.concerns
        ),
        goals=tuple(
            (vocabulary.GOALS.index(each.code), each.weight) for each in answers.goals if each.weight
        ),
        tasks=tuple(
            (vocabulary.TASKS.index(each.code), each.weight) for each in answers.tasks if each.weight
        ),
        styles=answers.style,
        style_weight=answers.style_importance / fit.FULL_STYLE_IMPORTANCE,
        wishes=_cells(columns, fit.wishes_of(answers)),
        parts=part_weights(answers),
    )


def is_list(column: str) -> bool:
    """Whether a column holds a mask of many values, not one value's number."""
    return column not in ("gender", "faith")


def _cells(columns: Columns, named: object) -> tuple[tuple[str, int], ...]:
    """Columns and the number or bit that a value has there; one that nobody has matches nothing."""
    assert isinstance(named, (list, tuple))
    found = []
    for column, value in named:
        place = columns.places_of[column].get(value)
        nobody = 0 if is_list(column) else -1
        found.append((column, nobody if place is None else 1 << place if is_list(column) else place))
    return tuple(found)


def _answers_to(spoken: str, asked: tuple[str, ...]) -> bool:
    return any(spoken == tag or spoken.startswith(tag + "-") for tag in asked)


def _payer(answers: Answers) -> str:
    if not answers.payer:
        return "any"
    if answers.payer == vocabulary.SELF_PAY:
        return "self"
    return "insurer or self" if answers.self_pay_ok else "insurer"


def _hours(columns: Columns, answers: Answers, on: date) -> tuple[tuple[int, tuple[int, ...]], ...]:
    free = frozenset(answers.slots)
    found = []
    for zone, place in columns.places_of["timezone"].items():
        if not zone:
            continue
        within, across = _beginnings(zone, answers.zone, on)
        words = [0] * WORDS
        for word, bit in [within[hour] for hour in free if hour in within]:
            words[word] |= bit
        for touched, (word, bit) in across:
            if free.issuperset(touched):
                words[word] |= bit
        if any(words):
            found.append((place, tuple(words)))
    return tuple(found)


Bit = tuple[int, int]


@lru_cache(maxsize=4096)
def _beginnings(
    zone: str, client_zone: str, on: date
) -> tuple[dict[int, Bit], list[tuple[tuple[int, ...], Bit]]]:
    """For the hours in one zone, their bit by the one hour of the client's zone they take up, or by two."""
    within, across = {}, []
    for hour, touched in enumerate(hours_touched(zone, client_zone, on)):
        bit = (hour // WORD, 1 << hour % WORD)
        if len(touched) == 1 and touched[0] not in within:
            within[touched[0]] = bit
        else:
            across.append((touched, bit))
    return within, across


def folded(broken: dict[int, int], limits: int) -> list[tuple[int, int]]:
    """From how many break exactly which limits (as bits): per limit, how many break it, and it alone."""
    masks = np.fromiter(broken.keys(), dtype=np.int64, count=len(broken))
    counts = np.fromiter(broken.values(), dtype=np.int64, count=len(broken))
    return [
        (int(counts[(masks >> place & 1).astype(bool)].sum()), int(counts[masks == 1 << place].sum()))
        for place in range(limits)
    ]
