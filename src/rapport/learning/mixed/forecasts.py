"""From a model to forecasts: means and 80% intervals of ratings to come, overall and by part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed import posterior
from rapport.learning.mixed.columns import FIXED, Columns
from rapport.learning.mixed.drifting import overall
from rapport.learning.mixed.model import OVERALL, Model
from rapport.learning.mixed.posterior import UNKNOWN, Coming, Effects
from rapport.matching.forecast import CORRELATION_OF_PARTS, HIGHEST, LOWEST, SPREAD_OF_RATINGS, Z80
from rapport.vocabulary import PARTS

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

# A part that nobody rated lies this far from the mean of the parts.
VARIANCE_OF_UNRATED_PART: Final = (1.0 - CORRELATION_OF_PARTS) * SPREAD_OF_RATINGS**2


@dataclass(frozen=True)
class Forecasts:
    """Forecasts of n ratings to come, by part and overall: mean, low and high of the 80% interval."""

    mean: Mapping[str, Floats]
    low: Mapping[str, Floats]
    high: Mapping[str, Floats]


def forecast(
    model: Model, client: Ints, provider: Ints, features: Floats, *, day: Floats | None = None
) -> Forecasts:
    """What will these clients say of these providers at their next session?

    Args:
        client, provider: shape (n,), codes, UNKNOWN for one never seen.
        features: shape (n, x_* columns of the model), NaN where nothing was said.
        day: shape (n,), when; the day the data end unless told otherwise.

    Returns:
        Means and 80% intervals of the rating to come, cut to 0–100. Never NaN.
    """
    general, low, high, unsure = _general(model, client, provider, features, day)
    found = {}
    for part in (OVERALL, *PARTS):
        apart = _apart(model, part, client, provider, features)
        mean, more = general + apart.mean, unsure * np.sqrt(apart.variance)
        found[part] = (mean, mean - np.hypot(general - low, more), mean + np.hypot(high - general, more))
    if model.exact is not None:
        # It forecasts overall itself: what overall differs by is in it already.
        off = found[OVERALL][0] - general
        found[OVERALL] = (general + off, low + off, high + off)
    cut = {part: [np.clip(value, LOWEST, HIGHEST) for value in each] for part, each in found.items()}
    return Forecasts(*({part: each[place] for part, each in cut.items()} for place in range(3)))


def _general(
    model: Model, client: Ints, provider: Ints, features: Floats, day: Floats | None
) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean, low and high of the general rating, and half the width that one standard deviation more gets."""
    if model.exact is not None:
        exact = overall(model, model.exact, client, provider, features, day)
        off = _apart(model, OVERALL, client, provider, features).mean
        return exact.mean - off, exact.low - off, exact.high - off, np.full(len(client), Z80)
    found = coming(model, client, provider, features, day)
    unsure = Z80 * np.where(model.general.pairs_of(client, provider) < 0, *model.widening)
    reach = unsure * np.sqrt(np.maximum(found.variance, 0.0))
    return found.mean, found.mean - reach, found.mean + reach, unsure


def _apart(model: Model, part: str, client: Ints, provider: Ints, features: Floats) -> Coming:
    """How far a part will lie from the mean of the parts."""
    if part in model.parts:
        return _of(model, model.parts[part], client, provider, features)
    nothing = np.zeros(len(client))
    unrated = nothing + (VARIANCE_OF_UNRATED_PART if model.parts and part != OVERALL else 0.0)
    return Coming(nothing, unrated, unrated)


def coming(model: Model, client: Ints, provider: Ints, features: Floats, day: Floats | None = None) -> Coming:
    """The general rating to come, with where client and provider stand by then."""
    found = _of(model, model.general, client, provider, features)
    if model.states is None:
        return found
    ahead = 0.0 if day is None else np.maximum(day - model.end, 0.0)
    mean, variance = found.mean, found.variance
    for code, state, known, drift in model.states.sides(client, provider):
        left = np.where((code >= 0) & (code < len(state)), np.exp(-ahead / drift.memory), 0.0)
        place = np.clip(code, 0, len(state) - 1)
        mean, variance = mean + left * state[place], variance - left**2 * known[place]
    return Coming(mean, found.lasting, variance)


def _of(model: Model, effects: Effects, client: Ints, provider: Ints, features: Floats) -> Coming:
    client = np.where(client < len(effects.client), client, UNKNOWN)
    provider = np.where(provider < len(effects.provider), provider, UNKNOWN)
    pair = effects.pairs_of(client, provider)
    columns = model.columns if effects.width > 1 else Columns(model.columns.columns, ())
    held = np.where(pair >= 0, np.take(effects.pair_sessions, pair), 0.0)
    x = columns.prepared(held + 1.0, np.full(len(client), model.end), features)
    loadings = columns.loadings(features)
    # Where the features were left out, those that the pair, or its client, came with before are taken.
    silent = np.isnan(features).all(axis=1)
    rest = np.where(silent & (pair >= 0), np.take(effects.pair_rest, pair), 0.0)
    asked = silent & (client >= 0)
    loadings[asked] = np.take(effects.client_loadings, client[asked], axis=0)[:, 1:]
    if len(effects.pair_x):
        same = silent & (pair >= 0)
        x[same, len(FIXED) :] = np.take(effects.pair_x, pair[same], axis=0)[:, len(FIXED) :]
        rest = np.zeros(len(client))
    found = posterior.forecast(effects, client, provider, x, loadings)
    return Coming(found.mean + rest, found.lasting, found.variance)


def codes(ids: Sequence[str], known: Sequence[str]) -> Ints:
    """Shape (n,): places of these ids among those known, UNKNOWN for others."""
    place = {each: code for code, each in enumerate(known)}
    return np.array([place.get(each, UNKNOWN) for each in ids], dtype=np.int64)
