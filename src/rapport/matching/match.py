"""From answers to exactly three: screen, forecast, draw, explain."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Final

import numpy as np

from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.bitsets import Set
from rapport.matching.differences import likeness
from rapport.matching.eligibility import limits_broken, screen
from rapport.matching.explained import Match, PairForecast
from rapport.matching.forecast import MODEL, TYPICAL_RATING, Forecasts
from rapport.matching.limits import Question
from rapport.matching.ranking import DEFAULT_POLICY, Policy, Pool, forecasts_of, pool_among
from rapport.matching.reasons import Pair
from rapport.matching.roster import Provider, Roster
from rapport.matching.shortlist import DrawLog, Shortfall, Shortlist
from rapport.matching.slate import SLATE, Slate, draw
from rapport.matching.widen import widenings

if TYPE_CHECKING:
    from rapport.matching.learned import Learned

PROPENSITY_DECIMALS: Final = 6


def match(
    roster: Roster,
    answers: Answers,
    *,
    crisis: bool,
    on: date,
    seed: int,
    policy: Policy = DEFAULT_POLICY,
    without: frozenset[str] = frozenset(),
    learned: "Learned | None" = None,
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
        learned: what was learned from rated sessions; None forecasts from published figures alone.

    Returns:
        The shortlist. The order of the roster's rows never matters.
    """
    question = Question(answers, crisis, on)
    screening = screen(roster, question)
    left_out = _set_of(roster, without)
    pool = pool_among(roster, question, screening.eligible & ~left_out, policy, learned)
    slate = draw(
        pool.utilities,
        likeness(roster, pool.positions),
        temperature=policy.temperature,
        difference=policy.difference,
        uniform=_uniform(seed, answers.client_id),
    )
    found, short = len(slate.drawn), len(slate.drawn) < SLATE
    return Shortlist(
        matches=_matches(roster, question, pool, slate),
        eligible=bitsets.count(screening.eligible),
        limits=screening.costs,
        shortfall=Shortfall(found, widenings(roster, question, without=left_out)) if short else None,
        crisis=crisis or not answers.safe_now,
        policy=policy.name,
        model=learned.version if learned else MODEL,
        seed=seed,
        typical=learned.typical_overall if learned else TYPICAL_RATING,
        log=_log(roster, pool, slate),
    )


def _matches(roster: Roster, question: Question, pool: Pool, slate: Slate) -> tuple[Match, ...]:
    shown = tuple([roster.provider(place) for place in pool.positions[list(slate.drawn)].tolist()])
    propensities = slate.inclusion[list(slate.drawn)].tolist()
    forecasts = pool.forecasts.only(np.array(slate.drawn, dtype=np.int64))
    contributions = forecasts.contributions()
    intervals = forecasts.intervals(contributions)
    return tuple(
        [
            Match(
                row + 1,
                provider.provider_id,
                round(propensities[row], PROPENSITY_DECIMALS),
                intervals[row],
                contributions[row],
                _pair(forecasts, question, provider),
                shown[:row] + shown[row + 1 :],
            )
            for row, provider in enumerate(shown)
        ]
    )


def _log(roster: Roster, pool: Pool, slate: Slate) -> DrawLog:
    return DrawLog(
        pool=tuple(roster.ids_at(pool.positions)),
        utilities=tuple(pool.utilities.tolist()),
        inclusion=tuple(slate.inclusion.round(PROPENSITY_DECIMALS).tolist()),
        ordered=slate.ordered,
    )


def _pair(forecasts: Forecasts, question: Question, provider: Provider) -> Pair:
    measured = forecasts.measured_of(provider.provider_id)
    return Pair(question.answers, provider, question.on, measured)


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
        pair=_pair(forecasts, question, roster.provider(position)),
    )


def _uniform(seed: int, client_id: str) -> Callable[[], float]:
    # The client's id joins the seed: one seed for a whole file must not give every client the same luck.
    return Random(f"{seed}:{client_id}").random  # noqa: S311 - a reproducible draw, not a secret


def _set_of(roster: Roster, provider_ids: frozenset[str]) -> Set:
    if not provider_ids:
        return bitsets.nobody(len(roster))
    places = (roster.position(each) for each in provider_ids)
    known = [place for place in places if place is not None]
    return bitsets.from_positions(np.array(known, dtype=np.int64), len(roster))
