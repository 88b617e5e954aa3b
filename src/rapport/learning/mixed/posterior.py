"""What a fit says of clients, providers and pairs, and how surely: means and variances of what is to come.

Given the variances, everything is normal. Let h be what a forecast rests on the providers' effects with
(its own provider, less what the client's leniency was judged against); then its variance is
`h'·C·h + 1/M_i + lever'·K·lever`, with C the covariance of the effects, M_i the precision of the client's
leniency and K the covariance of the coefficients. C and the levers are exact while the system is small
(`equations.MOST_DENSE`). Beyond, C keeps each provider's own block, corrected once for its neighbours, and
the coefficients' doubt is that of an average pair: tests hold this to the exact one.

Source: Henderson (1975), Biometrics 31:423. Compared with: `tests/library/references/dense_reml.py`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rapport.learning.mixed.equations import Equations, Variances
from rapport.learning.mixed.reml import Fitted

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

UNKNOWN = -1


@dataclass(frozen=True)
class Effects:
    """All that forecasts need; arrays only, so that it can be written to a file.

    beta (k,), beta_covariance (k, k), typical_x (k,): the mean column values of the sessions.
    client (I,): leniency; client_doubt (I,): 1/M_i.
    provider (J, 1 + s): effects; cover (J, 1 + s, 1 + s) their covariance, or (m, m) the exact one of all m.
    pair_client, pair_provider, pair_sessions, pair_effect, pair_rest (P,): `rest` is what the pair's
        features add. Sorted by client, then provider.
    pair_share (P, 1 + s): how a client's leniency was judged: weight over M_i, times the loadings.
    lever_clients (I, k), lever_providers (m, k), pair_x (P, k): empty but for small fits.
    """

    variances: Variances
    log_errors: Variances
    beta: Floats
    beta_covariance: Floats
    typical_x: Floats
    client: Floats
    client_doubt: Floats
    provider: Floats
    cover: Floats
    pair_client: Ints
    pair_provider: Ints
    pair_sessions: Floats
    pair_effect: Floats
    pair_rest: Floats
    pair_share: Floats
    lever_clients: Floats
    lever_providers: Floats
    pair_x: Floats

    @property
    def is_exact(self) -> bool:
        """Whether variances are exact, or take each provider's covariance alone."""
        return self.cover.ndim == 2

    @property
    def width(self) -> int:
        """Effects a provider has."""
        return int(self.provider.shape[1])

    @cached_property
    def keys(self) -> Ints:
        """Shape (P,), rising: one number for each pair."""
        return self.pair_client * len(self.provider) + self.pair_provider

    @cached_property
    def shares(self) -> Any:
        """Sparse (clients, provider effects): `pair_share` where it belongs."""
        columns = self.pair_provider[:, None] * self.width + np.arange(self.width)
        starts = np.searchsorted(self.pair_client, np.arange(len(self.client) + 1)) * self.width
        shape = (len(self.client), self.provider.size)
        return sparse.csr_matrix((self.pair_share.ravel(), columns.ravel(), starts), shape=shape)

    @cached_property
    def covariance(self) -> Any:
        """Of the provider effects: dense where exact, else in blocks."""
        if self.is_exact:
            return self.cover
        places = np.arange(len(self.cover))
        starts = np.arange(len(self.cover) + 1)
        return sparse.bsr_matrix((self.cover, places, starts), shape=(self.provider.size,) * 2).tocsr()

    @cached_property
    def pair_loadings(self) -> Floats:
        """Shape (P, 1 + s): what each pair's provider effects are multiplied with."""
        return np.asarray(self.pair_share / self.pair_share[:, :1])

    @cached_property
    def client_loadings(self) -> Floats:
        """Shape (clients, 1 + s): the mean over a client's pairs, 0 for one without."""
        count = np.bincount(self.pair_client, minlength=len(self.client))
        sums = [
            np.bincount(self.pair_client, weights=column, minlength=len(self.client))
            for column in self.pair_loadings.T
        ]
        return np.asarray(np.column_stack(sums) / np.maximum(count, 1)[:, None])

    def pairs_of(self, client: Ints, provider: Ints) -> Ints:
        """Places of these pairs among those seen, UNKNOWN where never seen; shape (n,)."""
        key = client * len(self.provider) + provider
        place = np.searchsorted(self.keys, key)
        found = np.take(self.keys, np.minimum(place, len(self.keys) - 1)) == key
        return np.where(found & (client >= 0) & (provider >= 0), place, UNKNOWN)


def summarise(fitted: Fitted, *, fixed: int) -> Effects:
    """Effects of clients, providers and pairs from a fit; the columns from `fixed` on are features."""
    of, pairs = fitted.equations, fitted.equations.pairs
    v, width = of.variances, fitted.equations.pairs.width
    client = v.client * (pairs.to_clients @ fitted.residual)
    provider = fitted.provider_effects.reshape(pairs.providers, width)
    left = pairs.mean - pairs.x @ fitted.beta - client[pairs.client]
    left = left - np.sum(pairs.loadings * provider[pairs.provider], axis=1)
    typical = pairs.sessions @ pairs.x / pairs.sessions.sum()
    exact = of.inverse is not None
    judged = (pairs.to_clients @ (of.precision[:, None] * pairs.x)) / of.client_precision[:, None]
    return Effects(
        variances=v,
        log_errors=fitted.log_errors,
        beta=fitted.beta,
        beta_covariance=fitted.beta_covariance,
        typical_x=typical,
        client=client,
        client_doubt=1.0 / of.client_precision,
        provider=provider,
        cover=of.inverse if of.inverse is not None else _own_blocks(of),
        pair_client=pairs.client,
        pair_provider=pairs.provider,
        pair_sessions=pairs.sessions,
        pair_effect=pair_trust(v, pairs.sessions) * left,
        pair_rest=pairs.x[:, fixed:] @ fitted.beta[fixed:],
        pair_share=(of.precision / of.client_precision[pairs.client])[:, None] * pairs.loadings,
        lever_clients=judged if exact else judged[:0],
        lever_providers=fitted.x_effects if exact else fitted.x_effects[:0],
        pair_x=pairs.x if exact else pairs.x[:0],
    )


def pair_trust(variances: Variances, sessions: Floats) -> Floats:
    """How far a pair's own mean is believed beyond client and provider, 0–1."""
    return variances.pair / (variances.pair + variances.noise / sessions)


def _own_blocks(of: Equations) -> Floats:
    """Covariance of each provider's effects: the inverse of its block, plus one step of its neighbours.

    The system is D − E with D its blocks; its inverse starts with D⁻¹ + D⁻¹·E·D⁻¹·E·D⁻¹, whose own blocks
    are found here with D⁻¹ between the two E taken as a diagonal.
    """
    inverses: Floats = np.asarray(np.linalg.inv(of.blocks), dtype=float)
    if of.system is None:
        return inverses
    entries = of.system.tocoo()
    width = of.pairs.width
    away = entries.row // width != entries.col // width
    near = np.einsum("jkk->jk", inverses).ravel()
    values = entries.data[away] ** 2 * near[entries.col[away]]
    size = len(near)
    through = np.bincount(entries.row[away], weights=values, minlength=size).reshape(-1, width)
    return np.asarray(inverses + np.einsum("jab,jb,jbc->jac", inverses, through, inverses))


@dataclass(frozen=True)
class Coming:
    """Forecasts of n ratings to come: mean, variance of what lasts, variance of the rating."""

    mean: Floats
    lasting: Floats
    variance: Floats


def forecast(effects: Effects, client: Ints, provider: Ints, x: Floats, slopes: Floats) -> Coming:
    """What will these clients say of these providers?

    Args:
        client, provider: shape (n,), codes, UNKNOWN for one never seen.
        x: shape (n, k), columns as in the fit; slopes: shape (n, s). No NaN.

    Returns:
        Means and variances, shape (n,): someone never seen has the mean and the variance of everyone.
    """
    v = effects.variances
    known_client, known_provider = client >= 0, provider >= 0
    pair = effects.pairs_of(client, provider)
    known_pair = pair >= 0
    trust = np.where(known_pair, pair_trust(v, np.take(effects.pair_sessions, pair)), 0.0)
    loadings = np.column_stack([np.ones(len(client)), slopes])
    mean = x @ effects.beta + known_client * np.take(effects.client, client)
    mean += known_provider * np.sum(loadings * np.take(effects.provider, provider, axis=0), axis=1)
    mean += known_pair * np.take(effects.pair_effect, pair)
    # What a pair's own mean is believed for needs no forecast: only the rest rests on client and provider.
    apart = loadings - trust[:, None] * np.take(effects.pair_loadings, pair, axis=0)
    judged = effects.shares[np.maximum(client, 0)].multiply(((1 - trust) * known_client)[:, None])
    rests = (_own(effects, provider, apart) - judged).tocsr()
    lever = _lever(effects, client, pair, trust, x, rests)
    lasting = (1 - trust) ** 2 * np.where(known_client, np.take(effects.client_doubt, client), v.client)
    lasting += np.where(known_provider, 0.0, v.provider + v.slope * np.sum(slopes**2, axis=1))
    lasting += np.asarray(rests.multiply(rests @ effects.covariance).sum(axis=1)).ravel()
    lasting += np.sum((lever @ effects.beta_covariance) * lever, axis=1) + (1 - trust) * v.pair
    return Coming(mean, lasting, lasting + v.noise)


def _own(effects: Effects, provider: Ints, loadings: Floats) -> Any:
    """Sparse (n, provider effects): the loadings of each row at its own provider's effects."""
    known, width = provider >= 0, effects.width
    rows = np.repeat(np.flatnonzero(known), width)
    columns = (provider[known][:, None] * width + np.arange(width)).ravel()
    shape = (len(provider), effects.provider.size)
    return sparse.csr_matrix((loadings[known].ravel(), (rows, columns)), shape=shape)


def _lever(effects: Effects, client: Ints, pair: Ints, trust: Floats, x: Floats, rests: Any) -> Floats:
    """Shape (n, k): how each forecast moves with the coefficients."""
    if not len(effects.pair_x):
        return (1 - trust)[:, None] * (x - effects.typical_x * (client >= 0)[:, None])
    judged = (client >= 0)[:, None] * np.take(effects.lever_clients, client, axis=0)
    apart = x - trust[:, None] * np.take(effects.pair_x, pair, axis=0)
    return np.asarray(apart - (1 - trust)[:, None] * judged - rests @ effects.lever_providers)
