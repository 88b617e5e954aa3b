"""From answers to exactly three: screen, forecast, draw, explain."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from rapport.matching.answers import Answers
from rapport.matching.bitsets import Set
from rapport.matching.drawn import Drawn, Found, draw_three
from rapport.matching.eligibility import limits_broken, screen, set_of
from rapport.matching.explained import PairForecast
from rapport.matching.forecast import MODEL, TYPICAL_RATING
from rapport.matching.limits import Question
from rapport.matching.ranking import DEFAULT_POLICY, Floats, Policy, forecasts_of
from rapport.matching.reasons import Pair
from rapport.matching.roster import Roster, everyone
from rapport.matching.shortlist import DrawLog, Shortfall, Shortlist
from rapport.matching.shown import Shown
from rapport.matching.slate import SLATE, share_of
from rapport.matching.widen import widenings

if TYPE_CHECKING:
    from rapport.matching.learned import Learned


def match(
    roster: Roster,
    answers: Answers,
    *,
    crisis: bool,
    on: date,
    seed: int,
    policy: Policy = DEFAULT_POLICY,
    without: frozenset[str] = frozenset(),
    only: frozenset[str] | None = None,
    learned: "Learned | None" = None,
    prices: Floats | None = None,
) -> Shortlist:
    """Offer exactly three who can really take this client, or a named shortfall.

    Args:
        roster: the providers.
        answers: the client.
        crisis: whether the screen of the client's text saw a crisis.
        on: today, for licences, openings and the clocks.
        seed: of the draw; the same seed and input give the same shortlist.
        policy: how to draw.
        without: providers not to offer again, as ids (they were offered before).
        only: of the others these alone, as ids; None for everybody.
        learned: what was learned from rated sessions; None forecasts from published figures alone.
        prices: shape (roster,), in points: what a place costs (`matching.allocation`), taken off the utility;
            None where there is room everywhere. Forecasts and reasons do not change.

    Returns:
        The shortlist. The order of the roster's rows never matters.
    """
    question = Question(answers, crisis, on)
    found = _found(roster, question, seed, policy, without, only, learned, prices)
    later: dict[str, Callable[[], Any]] = {
        "matches": lambda: Shown(roster, question, found.drawn).matches(),
        "limits": lambda: found.costs,
        "log": lambda: _log(found.drawn),
        "policy": lambda: policy.name,
    }
    return Shortlist(
        later,
        eligible=found.eligible,
        shortfall=_shortfall(roster, question, found.many, without),
        crisis=crisis or not answers.safe_now,
        model=learned.version if learned else MODEL,
        seed=seed,
        typical=learned.typical_overall if learned else TYPICAL_RATING,
    )


def _found(
    roster: Roster,
    question: Question,
    seed: int,
    policy: Policy,
    without: frozenset[str],
    only: frozenset[str] | None,
    learned: "Learned | None",
    prices: Floats | None,
) -> Found:
    among = _among(roster, without, only)
    uniform = _uniform(seed, question.answers.client_id)
    # What was learned, and what places cost, weigh more than the index keeps ready.
    if roster.index is not None and learned is None and prices is None:
        found = roster.index.match(question, among, policy, uniform)
        if found is not None:
            return found
    screening = screen(roster, question)
    left = screening.eligible if among is None else screening.eligible & among
    drawn = draw_three(roster, question, left, policy, uniform, learned, prices)
    return Found(eligible=screening.number, many=len(drawn.rows), costs=screening.costs, drawn=drawn)


def _among(roster: Roster, without: frozenset[str], only: frozenset[str] | None) -> Set | None:
    """Whom alone to offer; None for everybody."""
    if not without and only is None:
        return None
    among = everyone(roster) if only is None else set_of(roster, only)
    return among & ~set_of(roster, without) if without else among


def _shortfall(roster: Roster, question: Question, found: int, without: frozenset[str]) -> Shortfall | None:
    if found == SLATE:
        return None
    return Shortfall(found, widenings(roster, question, without=set_of(roster, without)))


def _log(drawn: Drawn) -> DrawLog:
    return DrawLog(tuple(drawn.ids), tuple(drawn.utilities), tuple(drawn.inclusion), drawn.ordered)


def pair_forecast(
    roster: Roster,
    answers: Answers,
    provider_id: str,
    *,
    crisis: bool,
    on: date,
    learned: "Learned | None" = None,
) -> PairForecast | None:
    """The goals, tasks and bond page for one named provider, eligible or not; None when unknown here."""
    position = roster.position(provider_id)
    if position is None:
        return None
    question = Question(answers, crisis, on)
    forecasts = forecasts_of(roster, question, np.array([position]), learned)
    contributions = forecasts.contributions()
    return PairForecast(
        limits_broken=limits_broken(roster, question, position),
        forecast=forecasts.intervals(contributions)[0],
        contributions=contributions[0],
        pair=Pair(answers, roster.provider(position), on, forecasts.measured_of(provider_id)),
    )


def _uniform(seed: int, client_id: str) -> Callable[[], float]:
    # The client's id joins the seed: one seed for a whole file must not give every client the same luck.
    return partial(share_of, f"{seed}:{client_id}")
