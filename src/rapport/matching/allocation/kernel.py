"""The auction, compiled: one client bids at a time. Needs numba; importing it compiles it.

Each provider's standing bids are a heap with the lowest on top, which is the price once no place is left.
"""

import numba
import numpy as np
from numba import types

from rapport.matching.allocation.market import NOBODY
from rapport.matching.allocation.rows import LOWER, UPPER
from rapport.matching.allocation.singles import bits_of, float_of

_SINGLES = types.Array(types.float32, 2, "C")
_NUMBERS = types.Array(types.int32, 2, "C")
_COUNTS = types.Array(types.int64, 1, "C")
_FLOATS = types.Array(types.float64, 1, "C")
_PRICES = types.Array(types.float32, 1, "C")
_ROWS = types.Array(types.int64, 2, "C")

# So many clients without three begin to bid at once: neighbours settle before the next ones come, while what
# they read is still in the processor's cache.
FED = 1024
# Of a row's numbers: what is left stands in the upper half, whose it is in the lower.
HALF, LOWER_HALF = 32, 0xFFFFFFFF


@numba.njit([(_SINGLES, _NUMBERS, _COUNTS, _PRICES, _ROWS)], cache=True, nogil=True)
def weigh(worths, who, clients, prices, rows):
    """As `rows.weigh`."""
    nets, listed = rows.view(np.float32), rows.view(np.int32)
    for row in range(len(clients)):
        client = clients[row]
        for column in range(who.shape[1]):
            provider, net = who[client, column], worths[client, column]
            if len(prices):
                # An index that may be below zero costs a look.
                net -= prices[np.uint64(provider - NOBODY)]
            nets[row, 2 * column + UPPER] = net if net > 0 else np.float32(0.0)
            listed[row, 2 * column + LOWER] = provider


@numba.njit(cache=True)
def _rise(bids, bidders, base, at):
    """Move the last bid of a heap up to its place."""
    bid, bidder = bids[base + at], bidders[base + at]
    while at > 0:
        above = (at - 1) >> 1
        if bids[base + above] <= bid:
            break
        bids[base + at], bidders[base + at] = bids[base + above], bidders[base + above]
        at = above
    bids[base + at], bidders[base + at] = bid, bidder


@numba.njit(cache=True)
def _sink(bids, bidders, base, size):
    """Move the top of a heap down to its place."""
    bid, bidder, at = bids[base], bidders[base], 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and bids[base + below + 1] < bids[base + below]:
            below += 1
        if bids[base + below] >= bid:
            break
        bids[base + at], bidders[base + at] = bids[base + below], bidders[base + below]
        at = below
    bids[base + at], bidders[base + at] = bid, bidder


@numba.njit(cache=True)
def _best(row, prices, first, second, most):
    """The `most` best whom a client does not hold, as numbers like those of a row, and the next after them.

    0 stands for nobody. `first`, `second`: whom they hold, -1 without. Nothing branches but the end: which
    way it goes cannot be foreseen.
    """
    a = b = c = d = last = np.int64(0)
    for column in range(len(row) - 1, -1, -1):
        listed = row[column]
        if listed <= last | LOWER_HALF:
            break
        provider = listed & LOWER_HALF
        net = float_of(np.int32(listed >> HALF)) - prices[provider]
        offer = np.int64(bits_of(net)) << HALF | provider
        offer = 0 if (provider == first) | (provider == second) else offer
        a, offer = max(a, offer), min(a, offer)
        b, offer = max(b, offer), min(b, offer)
        last = b
        if most > 1:
            c, offer = max(c, offer), min(c, offer)
            last = c
            if most > 2:
                d = max(d, offer)
                last = d
    return a, b, c, last


@numba.njit(cache=True)
def _let_go(held, holds, client, provider):
    """Take a provider from a client who was outbid."""
    last = holds[client] - 1
    for place in range(last):
        if held[client, place] == provider:
            held[client, place] = held[client, last]
    held[client, last] = -1
    holds[client] = last


@numba.njit(cache=True)
def _join(queue, waits, head, count, client):
    """Put a client at the end of the queue, if they do not wait there; how many wait."""
    if waits[client]:
        return count
    waits[client] = True
    tail = head + count
    queue[tail - len(queue) if tail >= len(queue) else tail] = client
    return count + 1


@numba.njit(cache=True)
def _offer(bids, bidders, base, places, taken, prices, provider, bid, client):
    """Put a bid among a provider's; who is outbid by it, or -1. Sets the price once no place is left."""
    if taken[provider] < places:
        at = taken[provider]
        bids[base + at], bidders[base + at] = bid, client
        taken[provider] = at + 1
        _rise(bids, bidders, base, at)
        outbid = -1
    else:
        outbid = bidders[base]
        bids[base], bidders[base] = bid, client
        _sink(bids, bidders, base, places)
    if taken[provider] == places:
        prices[provider] = max(prices[provider], bids[base])
    return outbid


@numba.njit([(_ROWS, _COUNTS, types.float64, types.int64)], cache=True, nogil=True)
def auction(rows, places, raise_by, size):
    """As `simultaneous.auction`."""
    clients, providers = rows.shape[0], places.shape[0]
    starts = np.zeros(providers + 1, np.int64)
    starts[1:] = np.cumsum(places)
    bids, bidders = np.empty(starts[-1], np.float32), np.empty(starts[-1], np.int32)
    taken, prices = np.zeros(providers, np.int64), np.zeros(providers, np.float32)
    held, holds = np.full((clients, 3), -1, np.int32), np.zeros(clients, np.int32)
    queue, waits = np.empty(clients, np.int32), np.zeros(clients, np.bool_)
    head, count, rise = 0, 0, np.float32(raise_by)
    for start in range(0, clients, FED):
        for client in range(start, min(start + FED, clients)):
            count = _join(queue, waits, head, count, client)
        while count:
            client = queue[head]
            head = head + 1 if head + 1 < clients else 0
            count -= 1
            waits[client] = False
            missing = size - holds[client]
            a, b, c, after = _best(rows[client], prices, held[client, 0], held[client, 1], missing)
            next_best = float_of(np.int32(after >> HALF))
            for turn in range(missing):
                offer = a if turn == 0 else b if turn == 1 else c
                if offer <= LOWER_HALF:
                    break
                provider, net = np.int32(offer & LOWER_HALF), float_of(np.int32(offer >> HALF))
                bid = prices[provider] + (net - next_best) + rise
                outbid = _offer(
                    bids, bidders, starts[provider], places[provider], taken, prices, provider, bid, client
                )
                held[client, holds[client]] = provider
                holds[client] += 1
                if outbid >= 0:
                    _let_go(held, holds, outbid, provider)
                    count = _join(queue, waits, head, count, outbid)
    return held[:, :size].copy(), prices, taken


@numba.njit([(_SINGLES, _NUMBERS, _NUMBERS, _FLOATS)], cache=True, nogil=True)
def prove(worths, who, slates, prices_of):
    """As `certificate.prove`."""
    value, left, size = 0.0, 0.0, slates.shape[1]
    for client in range(who.shape[0]):
        first = slates[client, 0]
        second, third = slates[client, 1 % size], slates[client, 2 % size]
        a = b = c = 0.0
        for column in range(who.shape[1]):
            provider = who[client, column]
            worth = np.float64(worths[client, column])
            # Worth nothing, where they are NOBODY.
            if (provider == first) | (provider == second) | (provider == third):
                value += worth
            net = worth - prices_of[np.uint64(provider - NOBODY)]
            # Without a branch: which way it goes cannot be foreseen.
            under_a = a if a < net else net
            a = a if a > net else net
            under_b = b if b < under_a else under_a
            b = b if b > under_a else under_a
            c = c if c > under_b else under_b
        left += a + (b if size > 1 else 0.0) + (c if size > 2 else 0.0)
    return value, left
