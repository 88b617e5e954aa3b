"""A market in parts, one a licence state: each gives out its own places, and shared ones by quota.

A part is an auction of its own (`allocate`). Who may see clients of several states has a quota of their
places in each; after every round a place goes from where it is worth least to where it is worth most, until
one price holds everywhere. What all lists are worth is concave in the quotas, so no such exchange can lead
away from the best (Murota 2003, "Discrete Convex Analysis", from memory, unverified). Prices and counts
travel between rounds, lists once at the end.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from rapport.engines.engine import HERE, Engine
from rapport.matching.allocation.allocate import GAP, LEAST_GAP, Allocation, allocate
from rapport.matching.allocation.certificate import Certificate, taken
from rapport.matching.allocation.market import NOBODY, Counts, Floats, Market, Numbers, Singles

# After so many rounds the gap is what it is; the certificate tells.
ROUNDS: Final = 40
# Each part goes to this part of the gap, so that quotas may cost the rest.
SHARE_OF_GAP: Final = 0.5


class _Part(NamedTuple):
    """Clients of one part. `candidates`: places among `who`, the positions of its providers, ascending."""

    number: int
    candidates: Numbers
    worths: Singles
    who: Counts
    size: int


class _Asked(NamedTuple):
    """What every part is told: quotas, shape (parts, providers); prices to begin at; the gap of each part."""

    quotas: Counts
    prices: Floats | None
    gap: float


class _Given(NamedTuple):
    """By the providers of a part: places taken, and prices; what its lists are worth; auctions it took."""

    taken: Counts
    prices: Floats
    value: float
    auctions: int


class _Left(NamedTuple):
    """At prices that hold everywhere: what the part adds to the bound, and what each provider is worth.

    That is to whom it is worth most, beyond the last of their three.
    """

    bound: float
    wanted: Floats


def allocate_parted(
    market: Market, homes: Counts, *, gap: float = GAP, prices: Floats | None = None, engine: Engine = HERE
) -> Allocation:
    """As `allocate`, part by part, wherever an engine runs them.

    Args:
        market: who may be offered to whom, and the places.
        homes: shape (clients,), the part of each client, 0 and up.
        gap, prices: as for `allocate`.
        engine: where parts are worked on; every engine gives the same bits.

    Returns:
        Lists and one price for each provider. The certificate is that of the whole market; where many are
        shared by parts its gap may stay above `gap`.

    Missing data: as for `allocate`.

    Compared with: `allocate` of the whole (tests/library/properties/test_allocation_parts.py).
    """
    rows = [np.flatnonzero(homes == home) for home in np.unique(homes)]
    slates = np.full((market.clients, market.size), NOBODY, dtype=np.int32)
    if not rows:
        return Allocation(slates, np.zeros(len(market.places)), Certificate(0.0, 0.0), 0)
    parts = [_part(number, market, some) for number, some in enumerate(rows)]
    placed = engine.place(parts)
    quotas = _quotas(market.places, _side_by_side(parts, [_interest(each) for each in parts], market))
    asked = _Asked(quotas, prices, max(LEAST_GAP, SHARE_OF_GAP * gap))
    best, auctions = _Best(asked, np.zeros(len(market.places)), Certificate(0.0, np.inf)), 0
    for _ in range(ROUNDS):
        given = engine.map_partitions(_solve, placed, engine.broadcast(asked))
        auctions += max(each.auctions for each in given)
        by_part = _side_by_side(parts, [each.prices for each in given], market)
        common = _common(by_part, asked.quotas)
        left = engine.map_partitions(_leave, placed, engine.broadcast(common))
        bound = sum((each.bound for each in left), float(market.places @ common))
        best = best.or_better(asked, common, sum(each.value for each in given), bound)
        wanted = _side_by_side(parts, [each.wanted for each in left], market)
        unsold = asked.quotas - _side_by_side(parts, [each.taken for each in given], market)
        quotas = _moved(asked.quotas, np.where(asked.quotas > 0, by_part, wanted), unsold)
        if best.certificate.gap <= gap or (quotas == asked.quotas).all():
            break
        asked = asked._replace(quotas=quotas, prices=common)
    for some, found in zip(
        rows, engine.map_partitions(_lists, placed, engine.broadcast(best.asked)), strict=True
    ):
        slates[some] = found
    return Allocation(slates, best.prices, best.certificate, auctions)


class _Best(NamedTuple):
    """The best lists so far, as what was asked for them; and the prices that prove the least bound."""

    asked: _Asked
    prices: Floats
    certificate: Certificate

    def or_better(self, asked: _Asked, prices: Floats, value: float, bound: float) -> "_Best":
        """The better lists, and the better proof, which may be another round's."""
        found = self
        if value > self.certificate.value:
            found = found._replace(asked=asked, certificate=found.certificate._replace(value=value))
        if bound < self.certificate.bound:
            found = found._replace(prices=prices, certificate=found.certificate._replace(bound=bound))
        return found


def _part(number: int, market: Market, rows: Counts) -> _Part:
    candidates = market.candidates[rows]
    who = np.unique(candidates[candidates >= 0]).astype(np.int64)
    local = np.where(candidates >= 0, np.searchsorted(who, candidates), NOBODY).astype(np.int32)
    return _Part(number, local, market.worths[rows], who, market.size)


def _interest(part: _Part) -> Counts:
    listed = part.candidates[part.candidates >= 0]
    return np.bincount(listed, minlength=len(part.who))


def _side_by_side(parts: list[_Part], own: list[Any], market: Market) -> Any:
    """Shape (parts, providers): what each part says of its providers; 0 of others."""
    found = np.zeros((len(parts), len(market.places)), dtype=own[0].dtype if own else np.int64)
    for part, values in zip(parts, own, strict=True):
        found[part.number, part.who] = values
    return found


def _quotas(places: Counts, interest: Counts) -> Counts:
    """Places by how many clients could take them, the largest remainders rounded up."""
    total = np.maximum(interest.sum(axis=0), 1)
    share = places * interest / total
    quotas = np.floor(share).astype(np.int64)
    left = np.where(interest.any(axis=0), places - quotas.sum(axis=0), 0)
    order = np.argsort(quotas - share, axis=0, kind="stable")
    ranks = np.argsort(order, axis=0, kind="stable")
    found: Counts = quotas + (ranks < left)
    return found


def _solve(part: _Part, asked: _Asked) -> _Given:
    market, found = _found(part, asked)
    prices = np.where(market.places > 0, found.prices, 0.0)
    return _Given(taken(market, found.slates), prices, found.certificate.value, found.auctions)


def _found(part: _Part, asked: _Asked) -> tuple[Market, Allocation]:
    market = Market.of(part.candidates, part.worths, asked.quotas[part.number, part.who], part.size)
    prices = None if asked.prices is None else asked.prices[part.who]
    return market, allocate(market, gap=asked.gap, prices=prices)


def _lists(part: _Part, asked: _Asked) -> Numbers:
    slates = _found(part, asked)[1].slates
    return np.where(slates >= 0, np.append(part.who, NOBODY)[slates], NOBODY).astype(np.int32)


def _leave(part: _Part, common: Floats) -> _Left:
    prices = common[part.who]
    worths = part.worths.astype(np.float64)
    nets = np.maximum(worths - np.append(prices, np.inf)[part.candidates], 0)
    padded = np.pad(nets, ((0, 0), (part.size, 0)))
    best = np.sort(padded, axis=1)[:, -part.size :]
    wanted = np.zeros(len(part.who) + 1)
    np.maximum.at(wanted, part.candidates, worths - best[:, :1])
    return _Left(float(best.sum()), wanted[:-1])


def _common(by_part: Floats, quotas: Counts) -> Floats:
    """One price for each provider: the mean over their places."""
    found: Floats = (by_part * quotas).sum(axis=0) / np.maximum(quotas.sum(axis=0), 1)
    return found


def _moved(quotas: Counts, wanted: Floats, unsold: Counts) -> Counts:
    """Of every provider shared by parts one place moves from where it is worth least to where most.

    Of places that nobody took, half.
    """
    every = np.arange(quotas.shape[1])
    least = np.where(quotas > 0, wanted, np.inf)
    giver, taker = least.argmin(axis=0), wanted.argmax(axis=0)
    worth_it = wanted[taker, every] > least[giver, every] * (1 + LEAST_GAP)
    many = np.where(worth_it, np.maximum(1, unsold[giver, every] // 2), 0)
    found = quotas.copy()
    found[giver, every] -= many
    found[taker, every] += many
    return found
