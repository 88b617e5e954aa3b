"""Who can really take this client, and what each limit costs.

The eligible keep every limit. `excluded` counts the providers a limit keeps out; `excluded_alone`
those that this one limit alone keeps out.
"""

from collections.abc import Iterable
from functools import reduce
from typing import Final, NamedTuple

import numpy as np

from rapport.matching import bitsets
from rapport.matching.bitsets import Set
from rapport.matching.limits import LIMITS, Question
from rapport.matching.roster import Column, Roster, everyone


class LimitCost(NamedTuple):
    """What one limit costs: how many it keeps out, and how many it alone keeps out."""

    limit: str
    excluded: int
    excluded_alone: int


class Screening(NamedTuple):
    """Who is left after all limits, how many they are, and what each limit cost."""

    eligible: Set
    number: int
    costs: tuple[LimitCost, ...]


class Broken(NamedTuple):
    """Those who break a limit, and how many they are."""

    out: Set
    excluded: int


def screen(roster: Roster, question: Question) -> Screening:
    """Who keeps every limit, and what each limit costs.

    Steps: 1. each limit gives the set that breaks it; 2. two running sets hold who broke at least
    one limit and who broke at least two; 3. those whom one limit alone keeps out broke it and no other.

    Compared with: `tests/library/references/slow_limits.py`, which asks every rule of every provider in turn.
    """
    if roster.index is not None:
        return roster.index.screen(question)
    broken = {name: _breaking(roster, question, name) for name in LIMITS}
    biting = [name for name, each in broken.items() if each.excluded]
    once, twice = bitsets.nobody(len(roster)), bitsets.nobody(len(roster))
    for name in biting:
        out = broken[name].out
        twice |= once & out
        once |= out
    alone = dict.fromkeys(LIMITS, 0)
    if biting:
        outs = np.array([broken[name].out for name in biting])
        outs &= once ^ twice
        alone |= zip(biting, bitsets.counts(outs), strict=True)
    costs = tuple([LimitCost(name, each.excluded, alone[name]) for name, each in broken.items()])
    eligible = everyone(roster) ^ once
    return Screening(eligible, bitsets.count(eligible), costs)


def limits_broken(roster: Roster, question: Question, position: int) -> tuple[str, ...]:
    """Why not this provider: the names of the limits they do not keep; empty when they are eligible."""
    if roster.index is not None:
        # Sets of everybody are not worked out for one.
        alone = {name: Column((column[position],), ONE) for name, column in roster.columns.items()}
        return limits_broken(Roster(alone, 1), question, 0)
    return tuple(name for name in LIMITS if bitsets.holds(_breaking(roster, question, name).out, position))


ONE: Final = np.zeros(1, dtype=np.int32)


def eligible_set(roster: Roster, question: Question) -> Set:
    """The set that keeps every limit, without the costs."""
    if roster.index is not None:
        return roster.index.screen(question).eligible
    broken = (_breaking(roster, question, name) for name in LIMITS)
    return reduce(_without, (each.out for each in broken if each.excluded), everyone(roster))


def _without(left: Set, out: Set) -> Set:
    return left & ~out


def _breaking(roster: Roster, question: Question, name: str) -> Broken:
    """Those who break a limit; worked out once for all who ask the same."""
    limit = LIMITS[name]

    def find() -> Broken:
        out = everyone(roster) ^ limit.keeps(roster, question)
        return Broken(out, bitsets.count(out))

    return roster.remembered(("limit", name, limit.key(question)), find)


def set_of(roster: Roster, provider_ids: Iterable[str]) -> Set:
    """The set of these providers; an id that is not in the roster is nobody's."""
    places = [place for each in provider_ids if (place := roster.position(each)) is not None]
    return bitsets.from_positions(np.array(places, dtype=np.int64), len(roster))
