"""How good would the model's forecasts have been? The last part of the data, forecast from the earlier part.

The last fifth of the time-ordered sessions is forecast from the rest. Where 80% intervals held fewer than 80%
of these ratings, the intervals of the final model are widened (or narrowed) by what was missing, the more
so the more sessions say it (split conformal: Lei et al. 2018, JASA 113:1094, with our own shrinking).
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import compress
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.engines.engine import HERE, Engine
from rapport.learning.mixed.forecasts import forecast
from rapport.learning.mixed.missing import sensitivity
from rapport.learning.mixed.model import OVERALL, Model, learn
from rapport.learning.proof.fairness import ForecastFigures, Range, by_group
from rapport.learning.sessions import Sessions
from rapport.matching.forecast import HIGHEST, LOWEST

Floats: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]

LAST_SHARE: Final = 0.2
# Fewer checked sessions than this say nothing of coverage: its standard error is above 5 points.
FEWEST: Final = 50
# Sessions at which what they say of the intervals' width counts half.
HALF_TRUST: Final = 200.0
# Checks take about this many sessions at most, of every so manieth client: enough for coverage to a quarter
# of a point.
MOST_CHECKED: Final = 200_000
COVERED: Final = 0.8


def checked(sessions: Sessions, *, engine: Engine = HERE) -> Model:
    """Learn from all rated sessions, and say how well the last of them are forecast from the earlier.

    Args:
        sessions: with or without sessions that nobody rated (overall NaN).
        engine: as for `learn`.

    Returns:
        The model of `learn`, its intervals widened as the check says. Its `facts` say what the data were,
        hold figures over all, first and repeat meetings and groups under `check` (None where data are few),
        and what unrated sessions could change under `missing`.
    """
    is_rated = ~np.isnan(sessions.ratings[OVERALL])
    unrated = part_of(sessions, ~is_rated)
    if not is_rated.all():
        sessions = part_of(sessions, is_rated)
    model = learn(sessions, engine=engine)
    figures, widening = _check(sessions)
    facts = {
        **described(sessions),
        **model.facts,
        "check": figures,
        "missing": sensitivity(model, sessions, unrated),
    }
    return replace(model, widening=widening, facts=facts)


def described(sessions: Sessions) -> dict[str, Any]:
    """What the data were: span, counts, groups."""
    last = sessions.start + timedelta(days=float(sessions.day.max()))
    pairs = np.unique(sessions.client * len(sessions.providers) + sessions.provider)
    return {
        "from": sessions.start.date().isoformat(),
        "until": last.date().isoformat(),
        "sessions": len(sessions.day),
        "clients": len(np.unique(sessions.client)),
        "providers": len(np.unique(sessions.provider)),
        "pairs": len(pairs),
        "rated": {name: int(np.sum(~np.isnan(values))) for name, values in sessions.ratings.items()},
        "propensities": sessions.propensity is not None,
        "groups": {
            name: {value or "not said": count for value, count in sorted(Counter(values).items())}
            for name, values in sessions.groups.items()
        },
    }


def _check(sessions: Sessions) -> tuple[dict[str, Any] | None, tuple[float, float]]:
    rows = _sampled(sessions)
    earlier = rows & (sessions.day < np.quantile(sessions.day[rows], 1 - LAST_SHARE))
    later = rows & ~earlier
    if min(earlier.sum(), later.sum()) < FEWEST:
        return None, (1.0, 1.0)
    model = learn(part_of(sessions, earlier), by_part=False)
    client, provider = sessions.client[later], sessions.provider[later]
    found = forecast(model, client, provider, sessions.features[later], day=sessions.day[later])
    first = model.general.pairs_of(client, provider) < 0
    of = (sessions.ratings[OVERALL][later], found.mean[OVERALL], found.low[OVERALL], found.high[OVERALL])
    figures: dict[str, Any] = {
        name: figures_of(*(each[which] for each in of))
        for name, which in (("all", first | True), ("first_meetings", first), ("repeat_meetings", ~first))
    }
    figures["groups"] = {
        column: _by_group(tuple(compress(values, later)), client, *of)
        for column, values in sessions.groups.items()
    }
    return figures, (_widening(*(each[first] for each in of)), _widening(*(each[~first] for each in of)))


def _sampled(sessions: Sessions) -> Rows:
    every = -(-len(sessions.day) // MOST_CHECKED)
    return np.asarray(sessions.client % every == 0)


def part_of(sessions: Sessions, rows: Rows) -> Sessions:
    """The sessions of these rows, shape (n,); codes keep their meaning, and ids are left out."""
    return replace(
        sessions,
        session_ids=(),
        client=sessions.client[rows],
        provider=sessions.provider[rows],
        day=sessions.day[rows],
        ratings={name: values[rows] for name, values in sessions.ratings.items()},
        features=sessions.features[rows],
        held_out=sessions.held_out[rows],
        groups={name: tuple(compress(values, rows)) for name, values in sessions.groups.items()},
        propensity=None if sessions.propensity is None else sessions.propensity[rows],
    )


def figures_of(truth: Floats, mean: Floats, low: Floats, high: Floats) -> dict[str, float | int | None]:
    """Number, error, correlation, coverage (percent) and width of 80% intervals; None where undefined."""
    if not len(truth):
        return {"n": 0, "mae": None, "bias": None, "r": None, "coverage80": None, "width80": None}
    varied = len(truth) > 2 and min(truth.std(), mean.std()) > 1e-9
    return {
        "n": len(truth),
        "mae": round(float(np.mean(np.abs(truth - mean))), 3),
        "bias": round(float(np.mean(mean - truth)), 3),
        "r": round(float(np.corrcoef(truth, mean)[0, 1]), 3) if varied else None,
        "coverage80": round(100 * float(np.mean((truth >= low) & (truth <= high))), 1),
        "width80": round(float(np.mean(high - low)), 2),
    }


def _by_group(groups: tuple[str, ...], client: Ints, *of: Floats) -> dict[str, dict[str, Any]]:
    """By group: people, sessions, error and coverage (percent), each with its interval, and an alarm.

    As `proof.fairness` tells them; groups of too few people are put together there, or hidden.
    """
    truth, mean, low, high = of
    found = by_group(groups, client, actual=truth, mean=mean, low=low, high=high)
    return {each.group: _told(each) for each in found if each.mae and each.coverage}


def _told(figures: ForecastFigures) -> dict[str, Any]:
    def rounded(value: Range | None, factor: float) -> list[float]:
        return [round(factor * each, 2) for each in value] if value else []

    return {
        "people": figures.people,
        "n": figures.rows,
        "mae": rounded(figures.mae, 1.0),
        "coverage80": rounded(figures.coverage, 100.0),
        "alarm": figures.alarm,
    }


def _widening(truth: Floats, mean: Floats, low: Floats, high: Floats) -> float:
    """What intervals must be multiplied by so that 80% of these ratings lie within, shrunk to 1."""
    # An interval that was cut at the end of the scale is judged by its other side.
    reach = np.maximum(np.where(low > LOWEST, mean - low, 0.0), np.where(high < HIGHEST, high - mean, 0.0))
    usable = reach > 1e-9
    if usable.sum() < FEWEST:
        return 1.0
    needed = float(np.quantile(np.abs(truth - mean)[usable] / reach[usable], COVERED))
    trust = usable.sum() / (usable.sum() + HALF_TRUST)
    return float(1.0 + trust * (needed - 1.0))
