"""From answers to exactly three: screen, forecast, draw, explain."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from rapport.matching.answers import Answers
from rapport.matching.drawn import Drawn, draw_three
from rapport.matching.eligibility import limits_broken, screen, set_of
from rapport.matching.explained import Match, PairForecast
from rapport.matching.forecast import MODEL, TYPICAL_RATING
from rapport.matching.limits import Question
from rapport.matching.ranking import DEFAULT_POLICY, Floats, Policy, forecasts_of
from rapport.matching.reasons import Pair
from rapport.matching.roster import Roster
from rapport.matching.shortlist import DrawLog, Shortfall, Shortlist
from rapport.matching.slate import SLATE
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
    screening = screen(roster, question)
    among = screening.eligible & ~set_of(roster, without) if without else screening.eligible
    among = among if only is None else among & set_of(roster, only)
    drawn = draw_three(roster, question, among, policy, _uniform(seed, answers.client_id), learned, prices)
    return Shortlist(
        matches=_matches(roster, question, drawn),
        eligible=screening.number,
        limits=screening.costs,
        shortfall=_shortfall(roster, question, len(drawn.rows), without),
        crisis=crisis or not answers.safe_now,
        policy=policy.name,
        model=learned.version if learned else MODEL,
        seed=seed,
        typical=learned.typical_overall if learned else TYPICAL_RATING,
        log=DrawLog(tuple(drawn.ids), tuple(drawn.utilities), tuple(drawn.inclusion), drawn.ordered),
    )


def _shortfall(roster: Roster, question: Question, found: int, without: frozenset[str]) -> Shortfall | None:
    if found == SLATE:
        return None
    return Shortfall(found, widenings(roster, question, without=set_of(roster, without)))


def _matches(roster: Roster, question: Question, drawn: Drawn) -> tuple[Match, ...]:
    shown = tuple([roster.provider(drawn.positions[row]) for row in drawn.rows])
    return tuple(
        [
            Match(
                place + 1,
                provider.provider_id,
                drawn.inclusion[drawn.rows[place]],
                drawn.forecasts[place],
                drawn.contributions[place],
                Pair(question.answers, provider, question.on, drawn.measured[place]),
                shown[:place] + shown[place + 1 :],
            )
            for place, provider in enumerate(shown)
        ]
    )


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
    return Random(f"{seed}:{client_id}").random  # noqa: S311 - a reproducible draw, not a secret
