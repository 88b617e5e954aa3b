"""What rated sessions teach about the alliance: one general factor, and what each part differs from it.

Goals, tasks and bond correlate .83–.91 in real ratings, so that one model of their mean does most of the
work and each part adds a shrunken deviation, with the same effects and far less variance:
`y = μ_f + growth·log(t) + x·β_f + c_i + p_j + z_i·q_j + d_ij + noise` (design.md, section 4).
Ratings are taken to be missing at random given what was observed; `missing` says how far that matters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.engines.engine import HERE, Engine
from rapport.errors import BadInput, Problem
from rapport.learning.drift.exact import ExactModel
from rapport.learning.mixed import robust
from rapport.learning.mixed.columns import FIXED, Columns, columns_of, prior_of_general, prior_of_part
from rapport.learning.mixed.equations import Prior, Variances
from rapport.learning.mixed.pairs import Layout, Pairs, collapse, lay_out, pair_order
from rapport.learning.mixed.posterior import Effects, summarise
from rapport.learning.mixed.recent import States, states
from rapport.learning.mixed.reml import Fitted, VariancePrior, fit_at, fit_variances, refit
from rapport.learning.mixed.sending import Quality, quality_of
from rapport.learning.sessions import Sessions
from rapport.matching.forecast import SPREAD_OF_RATINGS
from rapport.vocabulary import PARTS

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

VERSION: Final = "crossed-1"
OVERALL: Final = "overall"
_ALL = SPREAD_OF_RATINGS**2
# Shares of a rating's variance before there are data (science.md, section 2): provider .03–.09, state and
# error .23, the pair unknown (.05–.20), clients the rest; concerns our own. Doubt: a factor of e either way.
PRIOR_OF_GENERAL: Final = VariancePrior(
    Variances(0.60 * _ALL, 0.06 * _ALL, 0.01 * _ALL, 0.10 * _ALL, 0.23 * _ALL), 1.0
)
# What parts differ by: .13 of the variance where they correlate .87; how it divides is our own, and doubtful.
PRIOR_OF_PART: Final = VariancePrior(
    Variances(0.02 * _ALL, 0.005 * _ALL, 0.001 * _ALL, 0.03 * _ALL, 0.07 * _ALL), 1.5
)
FEW_PAIRS: Final = 20
EQUAL: Final = 1e-9
# Forms ask for whole points: an overall rating this near to the mean of the parts says nothing of its own,
# both being rounded.
ROUNDING: Final = 1.01


@dataclass(frozen=True)
class Model:
    """What was learnt; `forecasts.forecast` uses it. `facts` are plain values about the data, for the card.

    clients, providers: ids by code. general: effects on the mean of the parts. parts: of each rated part's
    distance from it. quality: of providers, to put them in order and match by. widening: what intervals of
    first and of repeat meetings are multiplied by so that 80% of ratings lie within.
    exact: the drifting model of the overall rating, where `drifting.with_drift` added it.
    """

    clients: tuple[str, ...]
    providers: tuple[str, ...]
    columns: Columns
    general: Effects
    parts: Mapping[str, Effects]
    quality: Quality
    states: States | None
    end: float
    widening: tuple[float, float] = (1.0, 1.0)
    exact: ExactModel | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def learn(sessions: Sessions, *, by_part: bool = True, engine: Engine = HERE) -> Model:
    """Fit the model to rated sessions, in any order.

    Args:
        sessions: from `read_sessions`, every one rated.
        by_part: whether to fit what the parts differ by; without, overall alone is forecast in earnest.
        engine: where the parts are fitted, each a partition.

    Returns:
        A model without figures about its own calibration; `check.checked` adds those.

    Raises:
        BadInput: where someone rates themself.
    """
    _refuse_self_ratings(sessions)
    columns = columns_of(sessions.feature_names, sessions.features, sessions.day)
    y = general_of(sessions)
    layout = laid_out(sessions, columns)
    unlikely = None
    if sessions.propensity is not None:
        unlikely = robust.inverse_propensities(layout.pair, sessions.propensity, layout.sessions)
    prior = prior_of_general(columns)
    pairs = collapse(layout, y)
    telling = robust.without_ends(pairs, layout, y)
    fitted = fit(telling, y, prior, PRIOR_OF_GENERAL)
    whole = fitted if telling is pairs else refit(fitted, prior, pairs=pairs)
    general = summarise(robust.held_in(whole, prior, unlikely), fixed=len(FIXED))
    names = (*_rated_parts(sessions), OVERALL) if by_part else ()
    ground = engine.broadcast(_Ground(sessions, columns, layout, y))
    parts = zip(names, engine.map_partitions(_deviation, names, ground), strict=True)
    return Model(
        clients=sessions.clients,
        providers=sessions.providers,
        columns=columns,
        general=general,
        parts={part: found for part, found in parts if found is not None},
        quality=quality_of(fitted, None if whole is not fitted else general, prior, PRIOR_OF_GENERAL),
        states=_states(sessions, layout, general, y),
        end=float(sessions.day.max()),
        facts={
            "warnings": list(_warnings(sessions, layout, y)),
            "set_aside": len(pairs.sessions) - len(telling.sessions),
        },
    )


def _refuse_self_ratings(sessions: Sessions) -> None:
    both = set(sessions.clients) & set(sessions.providers)
    if not both:
        return
    clients, providers = (
        np.array([names.index(each) for each in sorted(both)])
        for names in (sessions.clients, sessions.providers)
    )
    themself = np.zeros(len(sessions.day), dtype=bool)
    for client, provider in zip(clients, providers, strict=True):
        themself |= (sessions.client == client) & (sessions.provider == provider)
    if themself.any():
        problem = Problem(
            expected="a client other than the provider",
            arrived="a rating of oneself",
            column="client_id",
            row=int(themself.argmax()) + 2,
        )
        raise BadInput(problem)


def _rated_parts(sessions: Sessions) -> dict[str, Floats]:
    return {part: sessions.ratings[part] for part in PARTS if not np.isnan(sessions.ratings[part]).all()}


def general_of(sessions: Sessions) -> Floats:
    """Shape (n,): mean of the parts rated, each brought to the parts' common mean; else overall."""
    rated, overall = _rated_parts(sessions), sessions.ratings[OVERALL]
    if not rated:
        return overall
    table = np.stack(list(rated.values()))
    given = ~np.isnan(table)
    if given.all():
        return np.asarray(table.mean(axis=0))
    means = np.nanmean(table, axis=1, keepdims=True)
    level = np.where(given, table - means + means.mean(), 0.0).sum(axis=0)
    count = given.sum(axis=0)
    return np.where(count > 0, level / np.maximum(count, 1), overall)


def laid_out(sessions: Sessions, columns: Columns, rows: Any = slice(None)) -> Layout:
    """Sessions, or the rows of them that are wanted, sorted into pairs."""
    client, provider, day = sessions.client[rows], sessions.provider[rows], sessions.day[rows]
    features = sessions.features[rows]
    pair, number, starts = pair_order(client, provider, day)
    x = columns.prepared(number, day, features)
    return lay_out(client, provider, pair, starts, x, columns.loadings(features))


def fit(pairs: Pairs, y: Floats, prior: Prior, variance_prior: VariancePrior) -> Fitted:
    """Variances, coefficients and effects of one rating, shape (n,), and what its pairs keep of it."""
    if float(np.ptp(y)) < EQUAL:
        # Nothing varies, so nothing can be said of variances: they stay what they were thought to be.
        return fit_at(pairs, variance_prior.middle, prior)
    return fit_variances(pairs, prior, variance_prior)


class _Ground(NamedTuple):
    """What every part is fitted from: the sessions, their columns, how they lie, the mean of the parts."""

    sessions: Sessions
    columns: Columns
    layout: Layout
    y: Floats


def _deviation(part: str, ground: _Ground) -> Effects | None:
    """Effects on a part's distance from the general rating; None where that is rounding at most."""
    sessions, columns, layout, y = ground
    left = sessions.ratings[part] - y
    given = ~np.isnan(left)
    if not np.any(np.abs(left[given]) > ROUNDING):
        return None
    plain = Columns(columns.columns, ())
    if layout.slope_means.shape[1] or not given.all():
        layout = laid_out(sessions, plain, given)
    prior = prior_of_part(columns, part)
    fitted = fit(collapse(layout, left[given]), left[given], prior, PRIOR_OF_PART)
    return summarise(robust.held_in(fitted, prior, None), fixed=len(FIXED))


def _states(sessions: Sessions, layout: Layout, general: Effects, y: Floats) -> States | None:
    fitted = general.client[general.pair_client] + general.pair_effect
    loadings = np.column_stack([np.ones(len(fitted)), layout.slope_means])
    fitted = fitted + np.sum(loadings * general.provider[general.pair_provider], axis=1)
    residual = y - layout.x @ general.beta - fitted[layout.pair]
    return states(sessions.client, sessions.provider, sessions.day, residual, general.variances.noise)


def _warnings(sessions: Sessions, layout: Layout, y: Floats) -> list[str]:
    found = list(sessions.warnings)
    if len(sessions.clients) == 1:
        found.append(
            "one client only: leniency and the provider's part cannot be told apart; prior shares are used"
        )
    if len(sessions.providers) == 1:
        found.append("one provider only: nothing is known of how providers differ; prior shares are used")
    if float(np.ptp(y)) < EQUAL:
        found.append("all ratings are equal: their spread is unknown; the prior spread is used")
    if len(layout.sessions) < FEW_PAIRS:
        found.append(f"{len(layout.sessions)} pairs: forecasts rest mostly on what was assumed beforehand")
    groups = apart(layout.client, layout.provider, len(sessions.clients))
    if groups > 1:
        found.append(
            f"{groups} groups of clients and providers share nobody: "
            "providers of different groups are compared through the prior alone"
        )
    return found


def apart(client: Ints, provider: Ints, clients: int) -> int:
    """How many groups of clients and providers are there that share nobody?"""
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    size = clients + int(provider.max()) + 1
    graph = sparse.coo_matrix(
        (np.ones(len(client), np.int8), (client, provider + clients)), shape=(size, size)
    )
    return int(connected_components(graph, directed=False)[0])
