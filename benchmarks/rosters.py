"""Rosters of any size for the benchmarks: real-looking rows, resampled column group by column group."""

from datetime import date
from functools import cache

import numpy as np

from rapport.matching.answers import Answers, read_answers
from rapport.matching.columns import COLUMNS
from rapport.matching.reading import read_roster
from rapport.matching.roster import Column, Roster
from rapport.simulation.practice import Practice, make_practice

ON = date(2026, 11, 23)
BASE_PROVIDERS, CLIENTS, SEED = 3000, 60, 11
# Columns that must stay together to make sense of a person; the rest is drawn apart.
TOGETHER = (
    ("kind", "taxonomy", "licences", "licence_expires", "zip", "timezone", "concerns"),
    ("approaches", "directive", "emotional", "past", "challenge"),
    ("payers", "fee_min", "fee_max", "sliding_scale"),
)


@cache
def made() -> Practice:
    """A made practice of 3,000 providers and 60 clients, in the published formats."""
    return make_practice(providers=BASE_PROVIDERS, clients=CLIENTS, seed=SEED, on=ON)


@cache
def practice() -> tuple[Roster, tuple[Answers, ...]]:
    """The same, read."""
    rows = [[row.get(name, "") for name in COLUMNS] for row in made().roster_rows]
    reading = read_roster(tuple(COLUMNS), rows)
    assert not reading.refused
    return reading.roster, tuple(read_answers(each) for each in made().answers)


def roster(size: int) -> Roster:
    """A roster of this size; the same size gives the same roster."""
    base, _ = practice()
    if size == len(base):
        return base
    rng = np.random.default_rng(SEED)
    grouped = {name: group for group in TOGETHER for name in group}
    draws = {group: rng.integers(0, len(base), size) for group in TOGETHER}
    columns = {}
    for name, column in base.columns.items():
        draw = draws[grouped[name]] if name in grouped else rng.integers(0, len(base), size)
        columns[name] = Column(column.values, column.codes[draw])
    ids = tuple(f"p{number:07d}" for number in range(size))
    columns["provider_id"] = Column(ids, np.arange(size, dtype=np.int32))
    return Roster(columns, size).arranged()
