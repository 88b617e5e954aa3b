"""The three arms of the site's own trial: they differ in how three are drawn, and in nothing else.

What is told about the three, forecasts and reasons, is the same in every arm, and everyone drawn is
eligible in every arm.
"""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any, Final, NamedTuple

from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.drawn import PROPENSITY_DECIMALS
from rapport.matching.eligibility import screen
from rapport.matching.limits import Question
from rapport.matching.match import match
from rapport.matching.propensity import SlatePropensity, slate_propensity, uniform_propensity
from rapport.matching.ranking import DEFAULT_POLICY, Policy
from rapport.matching.roster import Roster
from rapport.matching.shortlist import Shortlist
from rapport.matching.slate import SLATE
from rapport.vocabulary import COACHABLE_CONCERNS, MODEL_ARM, RANDOM_ARM, RULES_ARM

UNIFORM: Final = "uniform"
# Among three drawn uniformly the order is left to chance as well: at this temperature every order is as
# likely as any other.
ANY_ORDER: Final = Policy(temperature=float("inf"), tolerance=float("inf"), difference=0.0, pool=SLATE)


# The log of a uniform draw names everyone it drew from, so that other policies can be judged by it; beyond
# this many, only the three.
MOST_LOGGED: Final = 300
EVERYBODY: Final = Policy(temperature=0.0, tolerance=float("inf"), difference=0.0, pool=MOST_LOGGED)

# A client whose weightiest concern has this importance is in a stratum of their own (of 0 to 3).
URGENT_IMPORTANCE: Final = 3


def stratum_of(answers: Answers) -> str:
    """What the arms are balanced over: state, how much the weightiest concern matters, clinical or not."""
    urgency = max((each.weight for each in answers.concerns), default=0)
    coachable = COACHABLE_CONCERNS.issuperset(each.code for each in answers.concerns)
    return "|".join(
        (
            answers.state,
            "urgent" if urgency >= URGENT_IMPORTANCE else "usual",
            "coachable" if coachable else "clinical",
        )
    )


class ArmDraw(NamedTuple):
    """A shortlist as it was drawn in an arm, and the probabilities of its slate."""

    shortlist: Shortlist
    propensity: SlatePropensity


def draw_in_arm(
    roster: Roster,
    answers: Answers,
    arm: str,
    *,
    crisis: bool,
    on: date,
    seed: int,
    without: frozenset[str] = frozenset(),
    learned: Any = None,
    policy: Policy = DEFAULT_POLICY,
    prices: Any = None,
) -> ArmDraw:
    """Offer three as an arm of the trial draws them; outside the trial, as the model arm does.

    Args:
        roster, answers, crisis, on, seed, without: as for `matching.match.match`.
        arm: model (the forecast with what was learned), rules_only (what the two declared, nothing
            learned) or random_eligible (three of the eligible, each set as likely as any other).
        learned: what was learned from sessions, or None; it forecasts what is told in every arm.
        policy: how the first two arms draw.
        prices: as for `match`, or None; a uniform draw looks at none.

    Missing data: as for `match`; with three or fewer eligible the arms do not differ.
    """
    said: dict[str, Any] = {"crisis": crisis, "on": on, "seed": seed}
    if arm == RANDOM_ARM:
        return _uniform(roster, answers, said, without, learned)
    if arm not in (MODEL_ARM, RULES_ARM):
        raise ValueError(f"arm: expected {MODEL_ARM}, {RULES_ARM} or {RANDOM_ARM}, got {arm!r}")
    used = learned if arm == MODEL_ARM else None
    drawn = match(roster, answers, without=without, policy=policy, prices=prices, **said, **_with(used))
    propensity = slate_propensity(roster, drawn, policy)
    if used is not learned:
        drawn = _told_with(roster, answers, drawn, said, learned)
    return ArmDraw(drawn, propensity)


def _with(learned: Any) -> Mapping[str, Any]:
    return {} if learned is None else {"learned": learned}


def _uniform(
    roster: Roster, answers: Answers, said: Mapping[str, Any], without: frozenset[str], learned: Any
) -> ArmDraw:
    question = Question(answers, said["crisis"], said["on"])
    free = sorted(frozenset(roster.ids_at(bitsets.positions(screen(roster, question).eligible))) - without)
    rng = Random(f"{said['seed']}:{answers.client_id}:uniform")  # noqa: S311 - a reproducible draw
    chosen = frozenset(rng.sample(free, min(SLATE, len(free))))
    told: dict[str, Any] = {**said, **_with(learned)}
    drawn = match(roster, answers, without=without, only=chosen, policy=ANY_ORDER, **told)
    propensity = uniform_propensity(len(free), len(chosen))
    if len(free) < SLATE:
        # Nobody was left out by chance: the shortfall says what would help, as in every arm.
        return ArmDraw(drawn, propensity)
    each = round(SLATE / len(free), PROPENSITY_DECIMALS)
    log = drawn.log
    if len(free) <= MOST_LOGGED:
        log = match(roster, answers, without=without, policy=EVERYBODY, **told).log
    return ArmDraw(
        drawn._replace(
            policy=f"{UNIFORM}(eligible={len(free)})",
            matches=tuple(one._replace(propensity=each) for one in drawn.matches),
            log=log._replace(inclusion=(each,) * len(log.pool), ordered=propensity.ordered),
        ),
        propensity,
    )


def _told_with(
    roster: Roster, answers: Answers, drawn: Shortlist, said: Mapping[str, Any], learned: Any
) -> Shortlist:
    """The same three in the same places, told with what was learned: arms must not differ in words."""
    shown = frozenset([each.provider_id for each in drawn.matches])
    again = match(roster, answers, only=shown, policy=ANY_ORDER, **said, **_with(learned))
    told = {each.provider_id: each for each in again.matches}
    kept = ("position", "provider_id", "propensity", "others")
    matches = tuple(
        told[each.provider_id]._replace(**{name: getattr(each, name) for name in kept})
        for each in drawn.matches
    )
    return drawn._replace(matches=matches, model=again.model)
