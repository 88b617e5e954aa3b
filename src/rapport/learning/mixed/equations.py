"""The mixed model equations of clients crossed with providers, at variances that are given.

The mean of pair p, of client i and provider j, is
`x̄_p·β + c_i + p_j + z_p·q_j + d_p + noise`, where the noise of n sessions has variance σ²_e / n.
Clients are taken out exactly (each has its own small block); what is left is one sparse symmetric
system in the providers' effects, solved by Cholesky while it is small and by preconditioned
conjugate gradients when it is not.

Source: Henderson (1975), Biometrics 31:423 (best linear unbiased prediction); Ghosh, Hastie and Owen,
arXiv:2007.10612 (why crossed effects cost O(N)).
Compared with: `tests/library/references/dense_reml.py`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from rapport.learning.mixed.pairs import Pairs

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

# Provider effects up to which the system is inverted whole: a twentieth of a second on one core.
MOST_DENSE = 600
# Provider effects up to which an inverse costs less than solving without one.
FEW = 100
# Entries of a large system per pair up to which it is written out; beyond (a client who met very many
# providers) it is only multiplied with.
MOST_ENTRIES_A_PAIR = 20
# Relative residuals at which the conjugate gradients stop: for effects; on the way to the variances; and for
# traces from random signs and average information, quadratic forms whose error is the square of this.
PRECISE, NEAR, ROUGH = 1e-8, 1e-5, 1e-3
MOST_ROUNDS = 400


class Variances(NamedTuple):
    """Variances in squared rating points: of clients, providers, slopes by concern, pairs, noise."""

    client: float
    provider: float
    slope: float
    pair: float
    noise: float


class Prior(NamedTuple):
    """What was known of the coefficients β before these data: means and precisions (k,); 0 is nothing."""

    mean: Floats
    precision: Floats


class Projected(NamedTuple):
    """Values (P, r) without clients' leniency (P, r), and what providers take of them (effects, r).

    form, shape (r, r): the values' products through the inverse covariance of the pairs' means.
    """

    alone: Floats
    effects: Floats
    form: Floats


@dataclass(frozen=True)
class Equations:
    """The equations at `variances`; `weight` multiplies the precision of each pair's mean, shape (P,)."""

    pairs: Pairs
    variances: Variances
    weight: Floats | None = None

    @cached_property
    def precision(self) -> Floats:
        """Shape (P,): of a pair's mean, given client and provider."""
        plain = 1.0 / (self.variances.pair + self.variances.noise / self.pairs.sessions)
        return plain if self.weight is None else self.weight * plain

    @cached_property
    def client_precision(self) -> Floats:
        """Shape (clients,): of a client's leniency, given everything else."""
        return np.asarray(self.pairs.to_clients @ self.precision + 1.0 / self.variances.client)

    @cached_property
    def cross(self) -> Any:
        """Sparse (clients, provider effects): how much of a client's precision rests on each effect."""
        return self.crossed(self.precision)

    def crossed(self, weights: Floats) -> Any:
        """Sparse (clients, provider effects): weights (P,) times the loadings."""
        pairs = self.pairs
        data = (weights[:, None] * pairs.loadings).ravel()
        shape = (pairs.clients, pairs.providers * pairs.width)
        return sparse.csr_matrix((data, pairs.columns, pairs.client_starts * pairs.width), shape=shape)

    @cached_property
    def prior_precision(self) -> Floats:
        """Shape (provider effects,): one over each effect's variance."""
        width = self.pairs.width
        each = np.full(width, 1.0 / self.variances.slope)
        each[0] = 1.0 / self.variances.provider
        return np.tile(each, self.pairs.providers)

    @cached_property
    def blocks(self) -> Floats:
        """Shape (providers, 1 + s, 1 + s): each provider's own block of the system."""
        return self._blocks(
            self.precision * (1.0 - self.precision / self.client_precision[self.pairs.client])
        )

    def _blocks(self, weights: Floats) -> Floats:
        return self.by_provider(weights) + np.diag(self.prior_precision[: self.pairs.width])

    def by_provider(self, weights: Floats) -> Floats:
        """Shape (providers, 1 + s, 1 + s): Σ of weights (P,) times the products of loadings."""
        pairs, width = self.pairs, self.pairs.width
        found = np.empty((pairs.providers, width, width))
        for row in range(width):
            weighted = weights * pairs.loadings[:, row]
            for column in range(row + 1):
                values = weighted * pairs.loadings[:, column]
                sums = np.bincount(pairs.provider, weights=values, minlength=pairs.providers)
                found[:, row, column] = found[:, column, row] = sums
        return found

    @cached_property
    def diagonal(self) -> Floats:
        """Shape (provider effects,): the system's diagonal."""
        return np.asarray(np.einsum("jkk->jk", self.blocks).ravel())

    def sum_squares(self, values: Floats) -> Floats:
        """Shape (provider effects,): Σ of values (P,) times the squared loadings."""
        squared = (values[:, None] * self.pairs.loadings**2).ravel()
        size = self.pairs.providers * self.pairs.width
        return np.asarray(np.bincount(self.pairs.columns, weights=squared, minlength=size), dtype=float)

    @cached_property
    def system(self) -> Any | None:
        """The system in the providers' effects, sparse; None where it has too many entries to be written."""
        pairs = self.pairs
        counts = np.diff(pairs.client_starts) * float(pairs.width)
        if counts @ counts > MOST_ENTRIES_A_PAIR * pairs.width**2 * len(pairs.client):
            return None
        cross = self.cross
        data = cross.data / np.repeat(self.client_precision[pairs.client], pairs.width)
        shares = sparse.csr_matrix((data, cross.indices, cross.indptr), shape=cross.shape)
        own = sparse.block_diag(self._blocks(self.precision), format="csr") if pairs.width > 1 else None
        if own is None:
            own = sparse.diags(self.prior_precision + pairs.to_providers @ self.precision)
        return (own - cross.T.tocsr() @ shares).tocsr()

    @cached_property
    def product(self) -> "Product":
        """The system, to be multiplied with."""
        return Product(self)

    @property
    def is_small(self) -> bool:
        """Whether the system is inverted whole, and traces are exact."""
        return self.pairs.providers * self.pairs.width <= MOST_DENSE

    @cached_property
    def inverse(self) -> Floats | None:
        """The inverse of the system where it is small enough, else None."""
        return _inverse(self._written_out()) if self.is_small else None

    def _written_out(self) -> Floats:
        """Shape (effects, effects): the system, whole."""
        pairs, width, size = self.pairs, self.pairs.width, self.pairs.providers * self.pairs.width
        weighted = self.precision[:, None] * pairs.loadings
        shares = weighted / np.take(self.client_precision, pairs.client)[:, None]
        taken = np.zeros(size * size)
        for first, second in pairs.twos():
            values = weighted[first][:, :, None] * shares[second][:, None, :]
            taken += np.bincount(self.cells(first, second).ravel(), values.ravel(), len(taken))
        each = np.arange(pairs.providers)
        own = self._blocks(self.precision)
        system = np.negative(taken, out=taken).reshape(pairs.providers, width, pairs.providers, width)
        system[each, :, each] += own
        return system.reshape(size, size)

    def cells(self, first: Ints, second: Ints) -> Ints:
        """Shape (R, 1 + s, 1 + s): where the system, as one row, holds what two pairs' providers share."""
        columns = self.pairs.columns.reshape(-1, self.pairs.width).astype(np.int64)
        size = self.pairs.providers * self.pairs.width
        return np.asarray(columns[first][:, :, None] * size + columns[second][:, None, :])

    def solve(self, right: Floats, precise: float = PRECISE) -> Floats:
        """Provider effects, shape (effects, r), from right-hand sides of the same shape."""
        inverse = self.inverse if len(self.diagonal) <= FEW else self.__dict__.get("inverse")
        if inverse is not None:
            return np.asarray(inverse @ right)
        return conjugate_gradients(self.product, self.blocks, right, precise)

    def without_clients(self, values: Floats) -> Floats:
        """Shape (P, r): values (P, r) weighted by precision, with each client's leniency taken out."""
        weighted = self.precision[:, None] * values
        leniency = (self.pairs.to_clients @ weighted) / self.client_precision[:, None]
        weighted -= self.precision[:, None] * np.take(leniency, self.pairs.client, axis=0)
        return np.asarray(weighted)

    def project(self, values: Floats, precise: float = PRECISE) -> "Projected":
        """What clients and providers take of values (P, r)."""
        alone = self.without_clients(values)
        right = self.pairs.to_providers @ alone
        effects = self.solve(right, precise)
        return Projected(alone, effects, values.T @ alone - right.T @ effects)

    def whitened(self, alone: Floats, effects: Floats) -> Floats:
        """Shape (P, r): the inverse covariance times the values that were projected to these."""
        return np.asarray(alone - self.without_clients(self.pairs.from_providers @ effects))


def _inverse(dense: Floats) -> Floats:
    """Of a positive definite matrix, by Cholesky: half the work of a general one."""
    factor, failed = linalg.lapack.dpotrf(dense, lower=True)
    if failed:
        return np.asarray(linalg.inv(dense))
    half = linalg.lapack.dpotri(factor, lower=True, overwrite_c=True)[0]  # Above its diagonal all is 0.
    whole = np.asarray(half + half.T)
    whole[np.diag_indices(len(whole))] /= 2
    return whole


class Product:
    """The system as it multiplies. Only clients who met several providers make these speak of each other."""

    def __init__(self, of: Equations) -> None:
        rows, columns, starts = of.pairs.of_several
        weight = of.precision[rows]
        lenient = of.client_precision[of.pairs.client[rows]]
        alone = of.precision / of.client_precision[of.pairs.client]
        alone[rows] = 0.0
        self.own = of._blocks(of.precision * (1.0 - alone))
        data = ((weight / np.sqrt(lenient))[:, None] * of.pairs.loadings[rows]).ravel()
        shape = (len(starts) - 1, self.own[..., 0].size)
        self.cross = sparse.csr_matrix((data, columns, starts), shape=shape)
        self.back = self.cross.T

    def __matmul__(self, right: Floats) -> Floats:
        count, size, _ = self.own.shape
        own = (self.own @ right.reshape(count, size, -1)).reshape(right.shape)
        return np.asarray(own - self.back @ (self.cross @ right))


def conjugate_gradients(system: Any, blocks: Floats, right: Floats, precise: float = PRECISE) -> Floats:
    """Solve a positive definite system for every column of `right` at once.

    Preconditioned by the system's own blocks, shape (blocks, size, size).

    Source: Hestenes and Stiefel (1952), J. Res. Nat. Bur. Standards 49:409.
    """
    inverses, (count, size, _) = np.linalg.inv(blocks), blocks.shape

    def precondition(values: Floats) -> Floats:
        return np.asarray((inverses @ values.reshape(count, size, -1)).reshape(values.shape))

    found = precondition(right)
    enough = precise**2 * np.maximum((right * found).sum(axis=0), np.finfo(float).tiny)
    left = right - system @ found
    toward = ahead = precondition(left)
    gain = (left * ahead).sum(axis=0)
    for _ in range(MOST_ROUNDS):
        if np.all(gain <= enough):
            break
        through = system @ toward
        # A column that is done has a step of 0 over 0.
        step = np.divide(gain, (toward * through).sum(axis=0), out=np.zeros_like(gain), where=gain > enough)
        found = found + step * toward
        left = left - step * through
        ahead = precondition(left)
        next_gain = (left * ahead).sum(axis=0)
        toward = ahead + np.divide(next_gain, gain, out=np.zeros_like(gain), where=gain > 0) * toward
        gain = next_gain
    return found
