"""From a model to what matching takes of it: points for features, effects of providers, no clients."""

from math import sqrt
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.columns import CONCERN_PREFIX, ERA
from rapport.learning.mixed.forecasts import VARIANCE_OF_UNRATED_PART
from rapport.learning.mixed.model import VERSION, Model
from rapport.learning.mixed.posterior import Effects
from rapport.matching.fit import FEATURES
from rapport.matching.forecast import DOUBT_OF_R, QUESTIONNAIRE_R, SPREAD_OF_RATINGS
from rapport.matching.learned import Effect, Learned
from rapport.vocabulary import PARTS

Floats: TypeAlias = NDArray[np.float64]

# Points by concern nearer to nothing than this would only lengthen the file.
LEAST_POINTS: Final = 0.05
DECIMALS: Final = 4


def for_matching(model: Model) -> Learned:
    """What the model says of a first session of someone new, with each provider who was rated.

    A feature that the sessions did not carry keeps the points it had before there were data. What a feature
    adds to other parts than its own is left out: it was thought to be nothing, and data rarely say else.
    """
    points, doubts = _features(model)
    return Learned(
        version=f"{VERSION}, {model.facts['sessions']} sessions until {model.facts['until']}",
        typical={part: round(_typical(model, part), DECIMALS) for part in PARTS},
        spread={part: round(_spread(model, part), DECIMALS) for part in PARTS},
        unknown=round(_unknown(model), DECIMALS),
        points=points,
        doubts=doubts,
        correlation=round(_correlation(model), DECIMALS),
        effects=_effects(model),
    )


def _now(model: Model, effects: Effects) -> float:
    """The constant, at the era in which the data end and the typical value of every feature."""
    era = model.columns.columns[model.columns.names.index(ERA)]
    return float(effects.beta[0] + effects.beta[2] * (model.end - era.centre) / era.scale)


def _typical(model: Model, part: str) -> float:
    apart = _now(model, model.parts[part]) if part in model.parts else 0.0
    return _now(model, model.general) + apart


def _of_newcomer(effects: Effects) -> float:
    """Variance of a rating of someone new around the provider's effect, and doubt of the constant."""
    v = effects.variances
    return v.client + v.pair + v.noise + float(effects.beta_covariance[0, 0])


def _spread(model: Model, part: str) -> float:
    apart = model.parts.get(part)
    more = VARIANCE_OF_UNRATED_PART if apart is None else _of_newcomer(apart) + apart.variances.provider
    return model.widening[0] * sqrt(_of_newcomer(model.general) + more)


def _unknown(model: Model) -> float:
    """Spread of providers: that of what is known of them, and of what is not."""
    seen = np.unique(model.general.pair_provider)
    quality = model.quality
    return sqrt(float(np.mean(quality.effect[seen] ** 2 + quality.variance[seen])))


def _correlation(model: Model) -> float:
    shared = _of_newcomer(model.general) + model.general.variances.provider
    own = [
        _of_newcomer(model.parts[part]) if part in model.parts else VARIANCE_OF_UNRATED_PART for part in PARTS
    ]
    return shared / (shared + sum(own) / len(own))


def _features(model: Model) -> tuple[dict[str, float], dict[str, float]]:
    points, doubts = {}, {}
    for name, feature in FEATURES.items():
        points[name] = QUESTIONNAIRE_R * SPREAD_OF_RATINGS * feature.weight
        doubts[name] = DOUBT_OF_R * SPREAD_OF_RATINGS * feature.weight
        if f"x_{name}" in model.columns.names:
            place = model.columns.names.index(f"x_{name}")
            fits = [model.general, *([model.parts[feature.part]] if feature.part in model.parts else [])]
            points[name] = sum(float(each.beta[place]) for each in fits)
            doubts[name] = sqrt(sum(float(each.beta_covariance[place, place]) for each in fits))
        points[name], doubts[name] = round(points[name], DECIMALS), round(doubts[name], DECIMALS)
    return points, doubts


def _effects(model: Model) -> dict[str, Effect]:
    general, quality = model.general, model.quality
    size = len(general.provider)
    apart = {part: _padded(model.parts.get(part), size) for part in PARTS}
    sessions = np.bincount(general.pair_provider, weights=general.pair_sessions, minlength=size)
    clients = np.bincount(general.pair_provider, minlength=size)
    codes = [name.removeprefix(CONCERN_PREFIX) for name in model.columns.slopes]
    found = {}
    for code in np.flatnonzero(clients).tolist():
        goals, tasks, bond = (
            round(float(quality.effect[code] + apart[part][code]), DECIMALS) for part in PARTS
        )
        concerns = dict(zip(codes, general.provider[code, 1:].round(DECIMALS).tolist(), strict=True))
        found[model.providers[code]] = Effect(
            parts=(goals, tasks, bond),
            concerns={name: value for name, value in concerns.items() if abs(value) >= LEAST_POINTS},
            doubt=round(sqrt(float(quality.variance[code])), DECIMALS),
            sessions=int(sessions[code]),
            clients=int(clients[code]),
        )
    return found


def _padded(effects: Effects | None, size: int) -> Floats:
    found = np.zeros(size)
    if effects is not None:
        found[: len(effects.provider)] = effects.provider[:, 0]
    return found
