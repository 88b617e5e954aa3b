"""One of the three cannot take the client: who comes next, with the exact chance of it.

Those left of the eligible are drawn from as the third of a slate is, given those who stand: Plackett–Luce
over utility, less `difference` times the mean likeness to them. Only people within `tolerance` of
the best left are drawn from. Nobody who was offered before is drawn again.
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.arms import ANY_ORDER, MOST_LOGGED, UNIFORM
from rapport.matching.differences import likeness
from rapport.matching.drawn import PROPENSITY_DECIMALS
from rapport.matching.eligibility import eligible_set
from rapport.matching.explained import Match
from rapport.matching.floor import even_share, mixed
from rapport.matching.limits import Question
from rapport.matching.match import match
from rapport.matching.ranking import DEFAULT_POLICY, Policy
from rapport.matching.roster import Provider, Roster
from rapport.matching.shortlist import Shortfall, Shortlist
from rapport.vocabulary import MODEL_ARM, RANDOM_ARM, RULES_ARM

Floats = NDArray[np.float64]
REFILL: Final = "refill"


class RefillLog(NamedTuple):
    """What a later evaluation of the draw needs; all lists in one order, the best first.

    pool: provider ids that could be drawn; of more than 300 in a uniform draw, the one drawn. utilities: in
    rating points; alike: each one's mean likeness (0–1) to those who stand; neither in a uniform draw.
    chances: of being drawn; over the whole pool they sum to 1. standing: who kept their places and is listed.
    """

    pool: tuple[str, ...]
    utilities: tuple[float, ...]
    alike: tuple[float, ...]
    chances: tuple[float, ...]
    standing: tuple[str, ...]


class Refill(NamedTuple):
    """Who takes the empty place, or a named shortfall; `policy` and `model` say how it was drawn."""

    match: Match | None
    shortfall: Shortfall | None
    eligible: int
    policy: str
    model: str
    log: RefillLog


def refill(
    roster: Roster,
    answers: Answers,
    arm: str,
    *,
    position: int,
    standing: Sequence[str],
    without: frozenset[str],
    crisis: bool,
    on: date,
    seed: int,
    policy: Policy = DEFAULT_POLICY,
    learned: Any = None,
    prices: Any = None,
) -> Refill:
    """Who takes a place of the three that became empty?

    Args:
        roster, answers, crisis, on: as for `matching.match.match`; limits are asked anew, today.
        arm: as for `arms.draw_in_arm`; the place is refilled as the three were drawn.
        position: the empty place, 1 to 3.
        standing: provider ids that keep their places, 0 to 2.
        without: everybody offered before, those who stand among them.
        seed: of this draw.
        policy: how to draw.
        learned: what was learned from sessions, or None.
        prices: as for `match`, or None; a uniform draw looks at none.

    Returns:
        The match at that position, its `propensity` the probability of this person given those who stand,
        and the log; or, where nobody is left, a shortfall with what would help.

    Compared with: `tests/library/properties/test_refill_properties.py`, the third of a slate given the first
    two.
    """
    told: dict[str, Any] = {"crisis": crisis, "on": on, "seed": seed}
    told |= {} if learned is None else {"learned": learned}
    known = tuple(each for each in standing if roster.position(each) is not None)
    left, log, name = _left(roster, answers, arm, known, without, policy, told, prices)
    if not log.pool:
        widen = left.shortfall.widen if left.shortfall else ()
        return Refill(None, Shortfall(len(standing), widen), left.eligible, name, left.model, log)
    place = _drawn(log.chances, Random(f"{seed}:{answers.client_id}:{REFILL}"))  # noqa: S311 - reproducible
    shown = _told(roster, answers, log.pool[place], told)
    found = shown.matches[0]._replace(
        position=position,
        propensity=round(log.chances[place], PROPENSITY_DECIMALS),
        others=tuple(_of(roster, each) for each in known),
    )
    return Refill(found, None, left.eligible, name, shown.model, _as_kept(log, place))


def _left(
    roster: Roster,
    answers: Answers,
    arm: str,
    standing: tuple[str, ...],
    without: frozenset[str],
    policy: Policy,
    told: dict[str, Any],
    prices: Any,
) -> tuple[Shortlist, RefillLog, str]:
    """Those left as a shortlist would be drawn from them, the log of the draw of one, and its name."""
    if arm == RANDOM_ARM:
        left = match(roster, answers, without=without, policy=ANY_ORDER, **told)
        log = _even(roster, Question(answers, told["crisis"], told["on"]), without, standing)
        return left, log, f"{REFILL}({UNIFORM}(eligible={len(log.pool)}))"
    if arm not in (MODEL_ARM, RULES_ARM):
        raise ValueError(f"arm: expected {MODEL_ARM}, {RULES_ARM} or {RANDOM_ARM}, got {arm!r}")
    drawn_with = (told if arm == MODEL_ARM else {**told, "learned": None}) | {"prices": prices}
    best_first = policy._replace(temperature=0.0)
    left = match(roster, answers, without=without, policy=best_first, **drawn_with)
    return left, _weighed(roster, left, standing, policy), f"{REFILL}({policy.name})"


def _even(
    roster: Roster, question: Question, without: frozenset[str], standing: tuple[str, ...]
) -> RefillLog:
    """Everybody left is as likely as everybody else, whatever the forecast says."""
    eligible = bitsets.positions(eligible_set(roster, question))
    pool = tuple(sorted(frozenset(roster.ids_at(eligible)) - without))
    return RefillLog(pool, (), (), (1 / max(len(pool), 1),) * len(pool), standing)


def _as_kept(log: RefillLog, place: int) -> RefillLog:
    """Of a pool too large to keep, whoever was drawn."""
    if len(log.pool) <= MOST_LOGGED:
        return log
    return log._replace(pool=(log.pool[place],), chances=(log.chances[place],))


def _weighed(roster: Roster, left: Shortlist, standing: tuple[str, ...], policy: Policy) -> RefillLog:
    """Those within the tolerance of the best left, and each one's chance given those who stand."""
    utilities = np.array(left.log.utilities)
    # A slate's pool holds three at least, however far behind; one place needs no more than the nearly best.
    size = int((utilities >= utilities.max(initial=-np.inf) - policy.tolerance).sum())
    pool, utilities = left.log.pool[:size], utilities[:size]
    alike = _alike(roster, pool, standing)
    chances = _chances(utilities - policy.difference * alike, policy.temperature)
    if policy.floor:
        chances = mixed(chances, even_share(chances, policy.floor, 1), 1)
    return RefillLog(
        pool, tuple(utilities.tolist()), tuple(alike.tolist()), tuple(chances.tolist()), standing
    )


def _alike(roster: Roster, pool: Sequence[str], standing: Sequence[str]) -> Floats:
    if not standing:
        return np.zeros(len(pool))
    places = np.array([roster.position(each) for each in (*pool, *standing)], dtype=np.int64)
    found: Floats = likeness(roster, places)[: len(pool), len(pool) :].mean(axis=1)
    return found


def _chances(worth: Floats, temperature: float) -> Floats:
    if not len(worth):
        return worth
    if temperature == 0:
        best = np.zeros(len(worth))
        best[np.argmax(worth)] = 1.0
        return best
    weights: Floats = np.exp((worth - worth.max()) / temperature)
    weights /= weights.sum()
    return weights


def _drawn(chances: Sequence[float], rng: Random) -> int:
    return rng.choices(range(len(chances)), chances)[0]


def _told(roster: Roster, answers: Answers, provider_id: str, told: dict[str, Any]) -> Shortlist:
    """This person alone, with all that is told about them in any arm."""
    return match(roster, answers, only=frozenset([provider_id]), policy=ANY_ORDER, **told)


def _of(roster: Roster, provider_id: str) -> Provider:
    position = roster.position(provider_id)
    assert position is not None
    return roster.provider(position)
