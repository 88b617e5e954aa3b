"""With whom a client begins: three drawn by the library, and first talks as the search advises."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rapport.alliance.consultation import Forecast, RatingScale, Told
from rapport.alliance.search import when_to_stop
from rapport.matching.arms import draw_in_arm
from rapport.matching.forecast import SPREAD_OF_RATINGS, Interval
from rapport.matching.shortlist import Shortlist
from rapport.simulation.following.cohort import ON, Cohort, Floats, Whole
from rapport.simulation.world import HIGHEST, LOWEST, RATING_SD
from rapport.vocabulary import MODEL_ARM, PARTS, RANDOM_ARM


@dataclass(frozen=True)
class Begun:
    """provider: with whom each client begins, by place. told: by client, what was forecast of each offered.
    talks: by client, the mean rating of the first talks held with those not chosen."""

    provider: Whole
    told: list[dict[str, Interval]]
    talks: list[dict[str, float]]


@lru_cache(maxsize=4)
def begin(cohort: Cohort, *, matches: bool, searches: bool) -> Begun:
    """Three for everybody, and one of them to begin with; nobody has fewer than one eligible here.

    A client for whom nobody is eligible begins with whoever stands first in the roster, in every way alike.
    """
    found = Begun(np.zeros(len(cohort.rows), dtype=np.int64), [], [])
    for k in range(len(cohort.rows)):
        shortlist = drawn(cohort, k, matches=matches)
        told = {one.provider_id: one.forecast["overall"] for one in shortlist.matches}
        talks: dict[str, float] = {}
        chosen = next(iter(told), None)
        if searches and told:
            chosen, talks = _searched(cohort, k, told)
        if chosen is not None:
            found.provider[k] = cohort.place[chosen]
        found.told.append(told)
        found.talks.append({one: value for one, value in talks.items() if one != chosen})
    return found


def drawn(cohort: Cohort, k: int, *, matches: bool, without: frozenset[str] = frozenset()) -> Shortlist:
    """The three of one client, as the arms of the site's own trial draw them."""
    return draw_in_arm(
        cohort.roster,
        cohort.answers[k],
        MODEL_ARM if matches else RANDOM_ARM,
        crisis=False,
        on=ON,
        seed=cohort.seed,
        without=without,
        learned=cohort.learned,
    ).shortlist


def _searched(cohort: Cohort, k: int, told: dict[str, Interval]) -> tuple[str, dict[str, float]]:
    """Hold first talks until the advice is to stop; the best held goes on."""
    scale = RatingScale(cohort.learned.typical, SPREAD_OF_RATINGS)
    forecasts = {one: scale.forecast(one, *interval) for one, interval in told.items()}
    order, values = list(told), dict[str, float]()
    held: list[tuple[Forecast, Told]] = []
    while True:
        unmet = [forecasts[one] for one in order if one not in values]
        advice = when_to_stop(unmet, held)
        if advice.stop or advice.next_id is None:
            break
        ratings = _talk(cohort, k, cohort.place[advice.next_id], order.index(advice.next_id))
        parts = dict(zip(PARTS, ratings.tolist(), strict=True))
        held.append((forecasts[advice.next_id], scale.told(parts)))
        values[advice.next_id] = float(ratings.mean())
    return advice.best_id or order[0], values


def _talk(cohort: Cohort, k: int, provider: int, place: int) -> Floats:
    """How a first talk is rated: the pair's own, with a session's swing and error."""
    chance, shares = cohort.chance.first_talks[k, place], cohort.world.shares
    swing = np.sqrt(shares.state) * chance[0] + np.sqrt(shares.error) * chance
    return np.asarray(np.rint(np.clip(cohort.latent[k, :, provider] + RATING_SD * swing, LOWEST, HIGHEST)))
