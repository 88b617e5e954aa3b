"""Who can really take this client, and what each limit costs.

The eligible keep every limit. `excluded` counts the providers a limit keeps out; `excluded_alone`
those that this one limit alone keeps out.
"""

from typing import NamedTuple

from rapport.matching import bitsets
from rapport.matching.limits import LIMITS, Question
from rapport.matching.roster import Roster


class LimitCost(NamedTuple):
    """What one limit costs: how many it keeps out, and how many it alone keeps out."""

    limit: str
    excluded: int
    excluded_alone: int


class Screening(NamedTuple):
    """Who is left after all limits (a bit set of positions), and what each limit cost."""

    eligible: int
    costs: tuple[LimitCost, ...]


def screen(roster: Roster, question: Question) -> Screening:
    """Who keeps every limit, and what each limit costs.

    Steps: 1. each limit gives the set that breaks it; 2. two running sets hold who broke at least
    one limit and who broke at least two; 3. those whom one limit alone keeps out broke it and no other.

    Compared with: `tests/library/references/slow_limits.py`, which asks every rule of every provider in turn.
    """
    broken = {name: _breaking(roster, question, name) for name in LIMITS}
    once = twice = 0
    for out, _ in broken.values():
        twice |= once & out
        once |= out
    only_once = once ^ twice
    costs = tuple(
        LimitCost(name, excluded, (out & only_once).bit_count()) for name, (out, excluded) in broken.items()
    )
    return Screening(bitsets.everyone(len(roster)) ^ once, costs)


def limits_broken(roster: Roster, question: Question, position: int) -> tuple[str, ...]:
    """Why not this provider: the names of the limits they do not keep; empty when they are eligible."""
    return tuple(name for name in LIMITS if _breaking(roster, question, name)[0] >> position & 1)


def eligible_set(roster: Roster, question: Question) -> int:
    """The set that keeps every limit, without the costs."""
    out = 0
    for name in LIMITS:
        out |= _breaking(roster, question, name)[0]
    return bitsets.everyone(len(roster)) ^ out


def _breaking(roster: Roster, question: Question, name: str) -> tuple[int, int]:
    """Those who break a limit, and how many they are; worked out once for all who ask the same."""
    limit = LIMITS[name]

    def find() -> tuple[int, int]:
        out = bitsets.everyone(len(roster)) ^ limit.keeps(roster, question)
        return out, out.bit_count()

    return roster.remembered(("limit", name, limit.key(question)), find)
