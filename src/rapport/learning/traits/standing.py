"""How well does a provider get on with people in general, when some of the ratings may not be honest?

A robust, shrunken effect of each provider: rating of a pair = typical + client + provider + rest.

1. Sessions that nobody verified and self-ratings count nothing; a client's sessions share a cap
   (`client_weights`).
2. A pair's sessions become one mean, which weighs w / (w + 2): one client is never a whole vote.
3. Client and provider effects are fitted together and both shrunken, so that a client who rates
   everybody high says little about anybody.
4. A mean far from what the two effects say is pulled in (Huber).
5. The variances are estimated in the same loop (EM with the posterior's diagonal).

What this cannot do: many clients who look real, with verified sessions, are believed, as they must be.
Then only verification itself and `moved`, a bound on one night's movement, limit the harm.

Source: Huber (1964), Ann. Math. Stat. 35:73; shrinkage after Efron and Morris (1975). Compared with: the
plain shrunken mean under attack (benchmarks/robustness.py), and the joint solution of the mixed model in
dense algebra (tests/library/references/test_standing.py).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem
from rapport.learning.policy.estimate import sums
from rapport.learning.traits.client_weights import client_weights

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# A client counts half a vote after two sessions, two thirds after four. Where all are honest this costs
# nothing (r with the truth .87 in benchmarks/robustness.py either way), and a false client needs sessions.
HALF_A_VOTE: Final = 2.0
# Ninety-five per cent of the mean's precision where everyone is honest (Huber 1964).
HUBER: Final = 1.345
ROUNDS: Final = 60
# A median absolute deviation times this is a normal standard deviation.
MAD_TO_SD: Final = 1.4826
LEAST_VARIANCE: Final = 1e-9
# The plain mean's shrinkage, in sessions, as in the running means of `rapport evaluate`.
PLAIN_SHRINK: Final = 6.0
# Of rating points: with this, an attack overnight changes about 1 list of three in 100 at most
# (benchmarks/robustness.py). A bought point, and an honest one alike, takes 50 nights.
MOST_A_NIGHT: Final = 0.02


class Standing(NamedTuple):
    """Effects of providers in rating points from typical: shape (providers,) each.

    `spread` is the posterior standard deviation; `clients` the clients behind it, by weight.
    """

    providers: tuple[str, ...]
    mean: Floats
    spread: Floats
    clients: Floats
    typical: float


class _Pairs(NamedTuple):
    client: Codes
    provider: Codes
    mean: Floats
    weight: Floats


def standing(
    clients: Sequence[str],
    providers: Sequence[str],
    ratings: Sequence[float] | Floats,
    *,
    verified: Sequence[bool] | NDArray[np.bool_] | None = None,
) -> Standing:
    """The robust standing of every provider who was rated.

    Args:
        clients, providers, ratings: shape (rows,), rated sessions; ratings 0 to 100.
        verified: shape (rows,), whether the session is known to have taken place; None: all are.

    Returns:
        Providers in order of id. One with no counted rating stands at 0 with the spread of providers.

    Raises:
        BadInput: no rating counts, or a rating is not from 0 to 100. Nothing is filled in for missing ones.
    """
    values = np.asarray(ratings, dtype=np.float64)
    if not ((values >= 0) & (values <= 100)).all():
        raise BadInput(Problem("ratings from 0 to 100", "another", column="ratings"))
    weights = client_weights(clients, providers, verified=verified)
    if not weights.any():
        raise BadInput(Problem("a verified rating by somebody else", "none", column="ratings"))
    names, provider = np.unique(np.asarray(providers, dtype=np.str_), return_inverse=True)
    _, client = np.unique(np.asarray(clients, dtype=np.str_), return_inverse=True)
    pairs = _pairs(client, provider, values, weights)
    return _fitted(pairs, tuple(names.tolist()), int(client.max()) + 1)


def _pairs(client: Codes, provider: Codes, values: Floats, weights: Floats) -> _Pairs:
    counted = weights > 0
    key = client[counted] * (int(provider.max()) + 1) + provider[counted]
    found, place = np.unique(key, return_inverse=True)
    total = sums(place, weights[counted])
    mean = sums(place, weights[counted] * values[counted]) / total
    width = int(provider.max()) + 1
    return _Pairs(found // width, found % width, mean, total / (total + HALF_A_VOTE))


def _fitted(pairs: _Pairs, names: tuple[str, ...], clients: int) -> Standing:
    """Step by step towards the joint solution; sixty rounds change nothing any more in the fifth digit."""
    of_provider = np.zeros(len(names))
    typical, weight = float(np.average(pairs.mean, weights=pairs.weight)), pairs.weight
    noise = of_clients = of_providers = float(np.var(pairs.mean)) / 3 + LEAST_VARIANCE
    for _ in range(ROUNDS):
        left = pairs.mean - typical - of_provider[pairs.provider]
        client = _effects(pairs.client, left, weight, noise / of_clients, clients)
        left = pairs.mean - typical - client.mean[pairs.client]
        provider = _effects(pairs.provider, left, weight, noise / of_providers, len(names))
        of_clients = _variance(client, noise, pairs.client)
        of_providers = _variance(provider, noise, pairs.provider)
        of_provider = provider.mean
        rest = pairs.mean - client.mean[pairs.client] - of_provider[pairs.provider]
        typical = float(np.average(rest, weights=weight))
        doubt = noise * (client.doubt[pairs.client] + provider.doubt[pairs.provider])
        noise = float(np.mean(weight * ((rest - typical) ** 2 + doubt))) + LEAST_VARIANCE
        weight = _pulled_in(pairs, typical, of_provider, noise / of_clients)
    votes = sums(pairs.provider, weight, len(names))
    # What the client brings is noise here: most clients have one provider, so it cannot be told apart.
    around = float(np.mean(weight * (pairs.mean - typical - of_provider[pairs.provider]) ** 2))
    spread = 1 / np.sqrt(votes / (around + LEAST_VARIANCE) + 1 / of_providers)
    return Standing(names, of_provider, spread, votes, typical)


class _Effects(NamedTuple):
    """Shrunken means by code, and what is left of each one's variance, in units of the noise."""

    mean: Floats
    doubt: Floats


def _effects(codes: Codes, left: Floats, weight: Floats, shrink: float, size: int) -> _Effects:
    below = sums(codes, weight, size) + shrink
    return _Effects(sums(codes, weight * left, size) / below, 1 / below)


def _variance(effects: _Effects, noise: float, codes: Codes) -> float:
    """The EM step: mean square and doubt of those who have any rating."""
    seen = np.unique(codes)
    return float(np.mean(effects.mean[seen] ** 2 + noise * effects.doubt[seen])) + LEAST_VARIANCE


def _pulled_in(pairs: _Pairs, typical: float, of_provider: Floats, shrink: float) -> Floats:
    """Huber's weights of the pairs, each judged by what the client's other pairs say of the client."""
    left = pairs.mean - typical - of_provider[pairs.provider]
    total = sums(pairs.client, pairs.weight * left)[pairs.client] - pairs.weight * left
    weight = sums(pairs.client, pairs.weight)[pairs.client] - pairs.weight
    far = np.abs(left - total / (weight + shrink))
    scale = MAD_TO_SD * float(np.median(far)) + LEAST_VARIANCE
    found: Floats = pairs.weight * np.minimum(1.0, HUBER * scale / np.maximum(far, LEAST_VARIANCE))
    return found


def plain_standing(providers: Sequence[str], ratings: Sequence[float] | Floats) -> Standing:
    """What the robust one is compared with: every rating counts alike, shrunk by `PLAIN_SHRINK` sessions."""
    names, place = np.unique(np.asarray(providers, dtype=np.str_), return_inverse=True)
    values = np.asarray(ratings, dtype=np.float64)
    typical, count = float(values.mean()), sums(place, np.ones(len(values)))
    mean = sums(place, values - typical) / (count + PLAIN_SHRINK)
    spread = float(values.std()) / np.sqrt(count + PLAIN_SHRINK)
    return Standing(tuple(names.tolist()), mean, spread, count, typical)


def moved(before: Standing, after: Standing, *, most: float = MOST_A_NIGHT) -> Standing:
    """Tomorrow's standing: today's, moved towards the new one by at most `most` points each.

    A provider who was not there before starts at 0. It slows an attack down, so that people can look; it
    slows honest news down alike.
    """
    known = dict(zip(before.providers, before.mean.tolist(), strict=True))
    start = np.array([known.get(name, 0.0) for name in after.providers])
    return after._replace(mean=start + np.clip(after.mean - start, -most, most))
