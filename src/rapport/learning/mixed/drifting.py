"""The exact drifting model inside a model and its file, where sessions are few enough for it.

It forecasts the overall rating; what parts differ by still comes from the crossed model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.drift.exact import ExactModel, fit_exact
from rapport.learning.drift.fitting import Fit
from rapport.learning.drift.scaling import Scaling
from rapport.learning.drift.subset import chosen, rated
from rapport.learning.mixed.model import OVERALL, Model
from rapport.learning.sessions import Sessions

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Arrays: TypeAlias = Mapping[str, NDArray[Any]]

NOBODY: Final = ""  # no id is empty

# A night has minutes, and a researcher some too: beyond, time grows with the cube of the sessions.
MOST_ROWS: Final = 5_000
NAMES: Final = (
    "client", "provider", "day", "overall", "features", "noise", "swing", "scale_mean", "scale_spread",
    "by_client", "levels", "coefficients",
)  # fmt: skip


def with_drift(model: Model, sessions: Sessions) -> Model:
    """The same model, with the exact drifting model of these sessions where they are few enough.

    Args:
        model: learnt from `sessions`, which may hold some without a rating, in any order.
    """
    known = rated(sessions)
    if len(known.day) > MOST_ROWS:
        return model
    order = np.lexsort((known.provider, known.client, known.day))
    return replace(model, exact=fit_exact(chosen(known, order)))


@dataclass(frozen=True)
class Overall:
    """Exact forecasts of the overall rating: mean, low and high of the 80% interval, shape (n,)."""

    mean: Floats
    low: Floats
    high: Floats


def overall(
    model: Model, exact: ExactModel, client: Ints, provider: Ints, features: Floats, day: Floats | None
) -> Overall:
    """As `forecasts.forecast` asks; where features were left out, those of the pair's last session count."""
    clients = [model.clients[code] if code >= 0 else NOBODY for code in client.tolist()]
    providers = [model.providers[code] if code >= 0 else NOBODY for code in provider.tolist()]
    days = np.full(len(client), model.end) if day is None else day
    found = exact.forecast(clients, providers, days, _filled(exact, client, provider, features))
    return Overall(found.mean, found.low, found.high)


def _filled(exact: ExactModel, client: Ints, provider: Ints, features: Floats) -> Floats:
    silent = np.flatnonzero(np.isnan(features).all(axis=1))
    if not len(silent) or not features.shape[1]:
        return features
    of = exact.sessions
    last = {pair: row for row, pair in enumerate(zip(of.client.tolist(), of.provider.tolist(), strict=True))}
    found = features.copy()
    for row in silent.tolist():
        known = last.get((int(client[row]), int(provider[row])))
        if known is not None:
            found[row] = of.features[known]
    return found


def arrays_of(exact: ExactModel) -> dict[str, NDArray[Any]]:
    """Everything that its forecasts need, as arrays by the names of `NAMES`; variances apart."""
    sessions, coefficients = exact.sessions, exact.coefficients
    found = (
        sessions.client, sessions.provider, sessions.day, sessions.ratings[OVERALL], sessions.features,
        exact.noise, exact.swing, exact.fit.scale.mean, exact.fit.scale.spread, exact.fit.by_client,
        np.array(list(coefficients)), np.stack(list(coefficients.values())),
    )  # fmt: skip
    return dict(zip(NAMES, found, strict=True))


def from_arrays(arrays: Arrays, theta: Mapping[str, float], model: Model) -> ExactModel:
    """The exact model again; ids and names of features are the model's."""
    absent = np.full(len(arrays["day"]), np.nan)
    sessions = Sessions(
        session_ids=("",) * len(absent),
        clients=model.clients,
        providers=model.providers,
        client=arrays["client"],
        provider=arrays["provider"],
        day=arrays["day"],
        ratings={"goals": absent, "tasks": absent, "bond": absent, OVERALL: arrays["overall"]},
        features=arrays["features"],
        feature_names=model.columns.features,
        held_out=np.zeros(len(absent), dtype=bool),
        groups={},
    )
    fit = Fit(dict(theta), Scaling(arrays["scale_mean"], arrays["scale_spread"]), arrays["by_client"])
    coefficients = dict(zip(arrays["levels"].tolist(), arrays["coefficients"], strict=True))
    return ExactModel(sessions, fit, arrays["noise"], coefficients, arrays["swing"])
