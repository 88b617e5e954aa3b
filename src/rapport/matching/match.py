"""From answers to exactly three: screen, forecast, draw, explain."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from rapport.matching import bitsets
from rapport.matching.answers import Answers
from rapport.matching.asks import asks
from rapport.matching.bitsets import Set
from rapport.matching.differences import likeness, what_differs
from rapport.matching.eligibility import limits_broken, screen
from rapport.matching.forecast import (
    MODEL,
    TYPICAL_RATING,
    Contribution,
    Forecasts,
    Interval,
    forecast_from,
)
from rapport.matching.limits import Question
from rapport.matching.reasons import FRESH_OPENING, Pair, Statement, cautions, reasons
from rapport.matching.roster import Codes, Provider, Roster, codes_at
from rapport.matching.shortlist import DrawLog, Match, Shortfall, Shortlist
from rapport.matching.slate import SLATE, Slate, draw
from rapport.matching.widen import widenings
from rapport.matching.words import Sentence

if TYPE_CHECKING:
    from rapport.matching.learned import Learned

Floats = NDArray[np.float64]


class Policy(NamedTuple):
    """How three are drawn from the eligible. All figures are in rating points but the pool's size.

    Only people whose utility lies within `tolerance` of the best are drawn from, and at most `pool`
    of them: chance never costs a client more than the tolerance.
    """

    temperature: float = 1.0
    tolerance: float = 4.0
    difference: float = 1.5
    pool: int = 12

    @property
    def name(self) -> str:
        """What the log and the page call this policy."""
        return (
            f"plackett-luce(temperature={self.temperature:g},tolerance={self.tolerance:g},"
            f"difference={self.difference:g},pool={self.pool})"
        )


# Operational choices, to be judged by the trial: with these the best-fitting person of a typical
# client stands in the shortlist about half of the time, and nobody more than 4 points below the best does.
DEFAULT_POLICY: Final = Policy()
# A stale opening lowers utility (not the forecast) by this many points a month, up to a limit: the three
# are to be live, and fewer than half of the listed answer (science.md, section 2).
STALE_POINTS_A_MONTH: Final = 0.5
MOST_STALE_POINTS: Final = 3.0
DAYS_A_MONTH: Final = 30.0
# Rounded, so that the order of a file's rows cannot reach the draw through the last bits of a sum.
UTILITY_DECIMALS: Final = 9
PROPENSITY_DECIMALS: Final = 6


class Explained(TypedDict):
    """What is told about one pair; a match and a pair's page hold the same."""

    forecast: dict[str, Interval]
    contributions: tuple[Contribution, ...]
    reasons: tuple[Statement, ...]
    cautions: tuple[Statement, ...]
    ask: tuple[Sentence, ...]


class PairForecast(NamedTuple):
    """One provider's page for one client: the forecast, what made it, and whether they can take them."""

    provider: Provider
    limits_broken: tuple[str, ...]
    forecast: dict[str, Interval]
    contributions: tuple[Contribution, ...]
    reasons: tuple[Statement, ...]
    cautions: tuple[Statement, ...]
    ask: tuple[Sentence, ...]


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
    places = bitsets.positions(screening.eligible & ~left_out if without else screening.eligible)
    pool = _pool(roster, question, places, policy, learned)
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


class _Pool(NamedTuple):
    """Those to draw from, best first: positions in the roster, rows of the forecasts, utilities."""

    positions: NDArray[np.int64]
    rows: NDArray[np.int64]
    utilities: Floats
    forecasts: Forecasts


def _pool(
    roster: Roster, question: Question, places: NDArray[np.int64], policy: Policy, learned: "Learned | None"
) -> _Pool:
    codes = codes_at(roster, places)
    forecasts = _forecasts(roster, question.answers, places, codes, learned)
    stale = roster.remembered(("stale", question.on), lambda: _staleness(roster, question.on))
    utilities = forecasts.overall_means + stale.take(codes["openings_confirmed_on"])
    utilities.round(UTILITY_DECIMALS, out=utilities)
    rows = _best_rows(roster, places, utilities, policy)
    return _Pool(places[rows], rows, utilities[rows], forecasts)


def _forecasts(
    roster: Roster, answers: Answers, places: NDArray[np.int64], codes: Codes, learned: "Learned | None"
) -> Forecasts:
    if learned is None:
        return forecast_from(roster, answers, places, codes)
    from rapport.matching.learned_forecast import forecast_learned  # Start-up: only a model needs it.

    return forecast_learned(roster, answers, places, codes, learned)


def _matches(roster: Roster, question: Question, pool: _Pool, slate: Slate) -> tuple[Match, ...]:
    drawn = [roster.provider(int(pool.positions[place])) for place in slate.drawn]
    forecasts = pool.forecasts.only(pool.rows[list(slate.drawn)])
    matches = []
    for order, place in enumerate(slate.drawn):
        pair = _pair(pool.forecasts, question.answers, drawn[order], question.on)
        matches.append(
            Match(
                position=order + 1,
                provider_id=drawn[order].provider_id,
                propensity=round(float(slate.inclusion[place]), PROPENSITY_DECIMALS),
                differs=what_differs(drawn, order),
                **_explained(forecasts, order, pair),
            )
        )
    return tuple(matches)


def _log(roster: Roster, pool: _Pool, slate: Slate) -> DrawLog:
    return DrawLog(
        pool=tuple(roster.ids[position] for position in pool.positions),
        utilities=tuple(pool.utilities.tolist()),
        inclusion=tuple(np.round(slate.inclusion, PROPENSITY_DECIMALS).tolist()),
        ordered=slate.ordered,
    )


def _pair(forecasts: Forecasts, answers: Answers, provider: Provider, on: date) -> Pair:
    return Pair(answers, provider, on, forecasts.measured_of(provider.provider_id))


def _explained(forecasts: Forecasts, row: int, pair: Pair) -> Explained:
    contributions = forecasts.contributions(row)
    against = cautions(pair, contributions)
    return Explained(
        forecast=forecasts.intervals(contributions, row),
        contributions=contributions,
        reasons=reasons(pair, contributions),
        cautions=against,
        ask=asks(pair, against),
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
    provider, places = roster.provider(position), np.array([position])
    forecasts = _forecasts(roster, answers, places, codes_at(roster, places), learned)
    return PairForecast(
        provider=provider,
        limits_broken=limits_broken(roster, Question(answers, crisis, on), position),
        **_explained(forecasts, 0, _pair(forecasts, answers, provider, on)),
    )


def _uniform(seed: int, client_id: str) -> Callable[[], float]:
    # The client's id joins the seed: one seed for a whole file must not give every client the same luck.
    return Random(f"{seed}:{client_id}").random  # noqa: S311 - a reproducible draw, not a secret


def _set_of(roster: Roster, provider_ids: frozenset[str]) -> Set:
    places = (roster.position(each) for each in provider_ids)
    known = [place for place in places if place is not None]
    return bitsets.from_positions(np.array(known, dtype=np.int64), len(roster))


def _staleness(roster: Roster, on: date) -> Floats:
    """Points off for openings confirmed too long ago, or never, for each day in the roster's column."""
    days = roster.columns["openings_confirmed_on"].values
    months = [np.inf if day is None else (on - day - FRESH_OPENING).days / DAYS_A_MONTH for day in days]
    points: Floats = -np.clip(STALE_POINTS_A_MONTH * np.array(months), 0.0, MOST_STALE_POINTS)
    return points


def _best_rows(
    roster: Roster, places: NDArray[np.int64], utilities: Floats, policy: Policy
) -> NDArray[np.int64]:
    """Rows to draw from, best first; ties go to the lower id, so that file order does not matter."""
    if not len(places):
        return places
    floor = utilities.max() - policy.tolerance
    if len(places) > policy.pool:
        floor = max(floor, np.partition(utilities, -policy.pool)[-policy.pool])
    third = np.partition(utilities, -SLATE)[-SLATE] if len(places) > SLATE else utilities.min()
    rows = np.flatnonzero(utilities >= min(floor, third)).tolist()
    rows.sort(key=lambda row: (-utilities[row], roster.ids[places[row]]))
    return np.array(rows[: policy.pool], dtype=np.int64)
