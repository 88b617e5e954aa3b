"""Sessions of one pair, boiled down to what a model with pair effects needs of them.

With effects of client, provider and pair and independent noise, a pair's sessions tell nothing beyond
their number, their mean, and the sums of squares around it: exact, in one pass, in any order of rows.

Source: engines.md of this project, part (c); the split into within and between is textbook
(Searle, Casella and McCulloch 1992, "Variance Components", chapter 3).
Compared with: `tests/library/references/dense_reml.py`, which works on the sessions themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

MINUTES_A_DAY = 1440
PART = 1 << 14  # rows
TWOS = 1 << 18  # of pairs looked at in one go


@dataclass(frozen=True)
class Pairs:
    """What is kept of n rated sessions of P pairs, sorted by client, then provider.

    client, provider: shape (P,), codes from 0, below `clients` and `providers`.
    sessions: shape (P,), rated sessions of the pair, at least 1.
    mean: shape (P,), the pair's mean rating; x: shape (P, k), its mean of each column.
    slopes: shape (P, s), what provider deviations are multiplied with (a client's concerns); s may be 0.
    within_yy, within_xy (k,), within_xx (k, k): sums of products around the pairs' means.
    """

    client: Ints
    provider: Ints
    sessions: Floats
    mean: Floats
    x: Floats
    slopes: Floats
    within_yy: float
    within_xy: Floats
    within_xx: Floats
    clients: int
    providers: int

    @property
    def within_count(self) -> float:
        """Sessions beyond the first of each pair: what the noise is seen in."""
        return float(self.sessions.sum()) - len(self.sessions)

    @property
    def width(self) -> int:
        """Effects a provider has: one in general, one for each slope."""
        return 1 + int(self.slopes.shape[1])

    @cached_property
    def loadings(self) -> Floats:
        """Shape (P, 1 + s): what each of the provider's effects is multiplied with."""
        return np.column_stack([np.ones(len(self.client)), self.slopes])

    @cached_property
    def client_starts(self) -> NDArray[np.int32]:
        """Shape (clients + 1,): where each client's pairs start."""
        counts = np.bincount(self.client, minlength=self.clients)
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)

    @cached_property
    def columns(self) -> NDArray[np.int32]:
        """Shape (P · (1 + s),): the provider effects each pair speaks of, in rows of `loadings`."""
        first = self.provider[:, None] * self.width + np.arange(self.width)
        return first.ravel().astype(np.int32)

    @cached_property
    def of_several(self) -> tuple[Ints, NDArray[np.int32], NDArray[np.int32]]:
        """Pairs (Q,) of clients who met several providers, their `columns`, where clients start in these."""
        counts = np.diff(self.client_starts)
        rows = np.flatnonzero(counts[self.client] > 1)
        columns = self.columns.reshape(-1, self.width)[rows].ravel()
        starts = np.append(0, np.cumsum(counts[counts > 1])) * self.width
        return rows, columns, starts.astype(np.int32)

    def twos(self) -> Iterator[tuple[Ints, Ints]]:
        """Every two pairs of one client, in both orders and each with itself: places (R,), (R,), in parts."""
        starts = self.client_starts.astype(np.int64)
        counts = np.diff(starts)
        up_to = np.append(0, np.cumsum(counts**2))
        edges = np.searchsorted(up_to, np.arange(0, up_to[-1] + TWOS, TWOS)).clip(0, self.clients)
        for low, high in pairwise(np.unique(edges)):
            places = np.arange(starts[low], starts[high])
            others = counts[self.client[places]]
            # A pair's others stand one after the other from where its client's pairs start.
            begins = starts[self.client[places]] - (np.cumsum(others) - others)
            first = np.repeat(places, others)
            yield first, np.arange(len(first)) + np.repeat(begins, others)

    @cached_property
    def from_providers(self) -> Any:
        """Sparse (P, provider effects): what provider effects add to each pair."""
        starts = np.arange(0, len(self.columns) + 1, self.width, dtype=np.int32)
        shape = (len(self.client), self.providers * self.width)
        return sparse.csr_matrix((self.loadings.ravel(), self.columns, starts), shape=shape)

    @cached_property
    def to_providers(self) -> Any:
        """Sparse (provider effects, P): sums pairs' values into provider effects."""
        return self.from_providers.T.tocsr()

    @cached_property
    def to_clients(self) -> Any:
        """Sparse (clients, P): sums pairs' values into clients."""
        count = len(self.client)
        places = np.arange(count, dtype=np.int32)
        shape = (self.clients, count)
        return sparse.csr_matrix((np.ones(count), places, self.client_starts), shape=shape)


def pair_order(client: Ints, provider: Ints, day: Floats) -> tuple[Ints, Ints, Ints]:
    """How do sessions sort into pairs?

    Args:
        client, provider: shape (n,), codes from 0.
        day: shape (n,), when; only its order counts, ties keep the order of the rows.

    Returns:
        pair (n,): each session's pair; number (n,): 1 for the pair's first session, and so on;
        starts (P,): one session of each pair, pairs sorted by client, then provider.
    """
    key = client * (int(provider.max(initial=0)) + 1) + provider
    order, ordered = _sorted(key, day)
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    places = np.flatnonzero(first)
    lengths = np.diff(np.append(places, len(ordered)))
    # Memory that is used again is quicker than memory that is new.
    pair, number, ordered[:] = np.empty_like(key), key, np.repeat(np.arange(len(places)), lengths)
    pair[order] = ordered
    np.subtract(np.arange(1, len(key) + 1), np.take(places, ordered), out=ordered)
    number[order] = ordered
    return pair, number, order[places]


def by_code_and_day(key: Ints, day: Floats) -> Ints:
    """As np.lexsort((day, key)), shape (n,): one sort of whole numbers where they fit in 63 bits."""
    return _sorted(key, day)[0]


def _sorted(key: Ints, day: Floats) -> tuple[Ints, Ints]:
    """The order by key and then day, and the keys in it, shape (n,).

    Numbers that end in their own row sort four times as quickly as rows sort by them, and keep ties in order.
    """
    since = day - day.min(initial=np.inf)
    moments = since if np.array_equal(since, np.rint(since)) else np.rint(since * MINUTES_A_DAY)
    of_row, of_moment = len(key).bit_length(), int(moments.max(initial=0)).bit_length()
    if int(key.max(initial=0)) >> (63 - of_row - of_moment):
        order = np.lexsort((day, key))
        return order, key[order]
    packed = key << of_moment
    packed += moments.astype(np.int64)
    packed <<= of_row
    packed |= np.arange(len(key))
    packed.sort()
    ordered = packed >> (of_row + of_moment)
    packed &= (1 << of_row) - 1
    return packed, ordered


@dataclass(frozen=True)
class Layout:
    """Sessions sorted into pairs, with everything about their columns that does not depend on the rating.

    pair: shape (n,); sessions: shape (P,); x: shape (n, k); x_means: shape (P, k).
    middle: shape (k,), the mean of these: sums of squares around it lose fewer digits than around 0.
    """

    client: Ints
    provider: Ints
    pair: Ints
    x: Floats
    sessions: Floats
    x_means: Floats
    slope_means: Floats
    within_xx: Floats
    middle: Floats

    def means(self, values: Floats) -> Floats:
        """Shape (P,): each pair's mean of values (n,)."""
        return _means(self.pair, values, self.sessions)


def lay_out(client: Ints, provider: Ints, pair: Ints, starts: Ints, x: Floats, slopes: Floats) -> Layout:
    """Prepare sessions for collapsing.

    Args:
        client, provider, pair: shape (n,), codes; `pair` and `starts` as `pair_order` gives them.
        x: shape (n, k); slopes: shape (n, s). No NaN.
    """
    sessions = np.bincount(pair, minlength=len(starts)).astype(float)
    columns = [_means(pair, column, sessions) for column in x.T]
    slope_means = [_means(pair, column, sessions) for column in slopes.T]
    x_means, middle = np.column_stack(columns), np.array([column.mean() for column in columns])
    between = x_means - middle
    return Layout(
        client=client[starts],
        provider=provider[starts],
        pair=pair,
        x=x,
        sessions=sessions,
        x_means=x_means,
        slope_means=np.column_stack(slope_means) if slope_means else np.zeros((len(starts), 0)),
        within_xx=_squares(x, middle) - (sessions[:, None] * between).T @ between,
        middle=middle,
    )


def collapse(layout: Layout, y: Floats) -> Pairs:
    """Boil the sessions' ratings, shape (n,), down to pairs; every pair has at least one session."""
    means = layout.means(y)
    sessions, middle_y = layout.sessions, means.mean()
    y_around, between_y = y - middle_y, means - middle_y
    between_x = layout.x_means - layout.middle
    # Around the middle of x or not, the sum is the same: y sums to nothing around its pairs' means.
    within_xy = layout.x.T @ y_around - layout.middle * y_around.sum()
    return Pairs(
        client=layout.client,
        provider=layout.provider,
        sessions=sessions,
        mean=means,
        x=layout.x_means,
        slopes=layout.slope_means,
        within_yy=max(0.0, float(y_around @ y_around - (sessions * between_y) @ between_y)),
        within_xy=within_xy - between_x.T @ (sessions * between_y),
        within_xx=layout.within_xx,
        clients=int(layout.client.max()) + 1,
        providers=int(layout.provider.max()) + 1,
    )


def _squares(x: Floats, middle: Floats) -> Floats:
    """Sums of products around `middle`, in parts that stay in the processor's own memory."""
    found = np.zeros((x.shape[1], x.shape[1]))
    for first in range(0, len(x), PART):
        around = x[first : first + PART] - middle
        # Column by column: a product of whole matrices this narrow takes twice as long.
        for place, column in enumerate(around.T):
            found[place, : place + 1] += column @ around[:, : place + 1]
    return np.tril(found) + np.tril(found, -1).T


def _means(pair: Ints, values: Floats, sessions: Floats) -> Floats:
    return np.asarray(np.bincount(pair, weights=values, minlength=len(sessions)) / sessions)
