"""True fits of many clients with many providers as one matrix: the quick world of policy studies.

Outcomes are in standard deviations. Of the variance of one, `share` belongs to the provider in
general, `pair` to this client with this provider, and the rest to neither: the client, the time, the
measure. `practice` and `world` make people of flesh and paper; this makes numbers, by the million.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from rapport.errors import BadInput, Problem

Floats: TypeAlias = NDArray[np.float64]

# How much of a pair's effect the two's answers tell. Ours, low; as `Shares.answered`.
ANSWERED: Final = 0.25
# Grid over which the expected best of k is integrated: eight digits for k up to thousands.
_GRID: Final = np.linspace(-10.0, 10.0, 20_001)


@dataclass(frozen=True)
class Market:
    """What is true of every pair, and what could be known of it beforehand.

    fit: shape (clients, providers), the expected outcome of each pair. told: same shape, a standard
    score of what the answers tell of it. general: shape (providers,), the providers' own part of
    `fit`. share, pair: the shares of an outcome's variance that were set.
    """

    fit: Floats
    told: Floats
    general: Floats
    share: float
    pair: float

    def outcomes(self, clients: ArrayLike, providers: ArrayLike, rng: np.random.Generator) -> Floats:
        """Outcomes of these clients with these providers (places in `fit`, broadcast together)."""
        fit = self.fit[np.asarray(clients), np.asarray(providers)]
        noise = np.sqrt(1.0 - self.share - self.pair)
        return np.asarray(fit + noise * rng.standard_normal(fit.shape))

    def track_records(self, cases: int, rng: np.random.Generator) -> Floats:
        """The mean outcome of `cases` past clients of each provider, none of them of this market.

        Shape (providers,). Other clients' fits average out: a case tells of the provider in general.
        """
        of_mean = np.sqrt((1.0 - self.share) / cases)
        return np.asarray(self.general + of_mean * rng.standard_normal(len(self.general)))


def make_market(
    *,
    clients: int,
    providers: int,
    share: float,
    pair: float = 0.0,
    answered: float = ANSWERED,
    rng: np.random.Generator,
) -> Market:
    """How would each of these clients do with each of these providers?

    Args:
        clients, providers: how many, 1 or more; memory is 16 bytes a pair.
        share: of an outcome's variance, the provider in general (5–8% in published studies).
        pair: the pair's own share; unknown: sweep 0, .05, .10, .20.
        answered: of the pair's share, what answers tell beforehand (0–1).
        rng: the only source of chance.

    Raises:
        BadInput: shares below 0 or above 1 together.

    Source: science.md, sections 2 and 3.
    """
    if not (min(share, pair) >= 0 and share + pair <= 1 and 0 <= answered <= 1):
        arrived = f"share {share:g}, pair {pair:g}, answered {answered:g}"
        raise BadInput(
            Problem(expected="shares from 0 to 1 that leave something", arrived=arrived, column="shares")
        )
    general = np.sqrt(share) * rng.standard_normal(providers)
    told = rng.standard_normal((clients, providers))
    unknown = rng.standard_normal((clients, providers))
    own = np.sqrt(answered) * told + np.sqrt(1.0 - answered) * unknown
    return Market(general + np.sqrt(pair) * own, told, general, share, pair)


def shrunken(records: ArrayLike, *, cases: float, share: float) -> Floats:
    """What a mean of so many cases says of a provider once chance is allowed for (empirical Bayes)."""
    return np.asarray(np.asarray(records) * reliability(share, cases))


def reliability(share: float, cases: float) -> float:
    """λ = s / (s + (1 − s)/n): how much of a track record of n cases is the provider's doing."""
    return share / (share + (1.0 - share) / cases) if share else 0.0


def expected_gain(share: float, *, cases: float, choices: int) -> float:
    """By how much does choosing the best track record of `choices` beat choosing at random, in SDs?

    d = √(s·λ)·E[max_k]: no rule that knows the records alone can do better.

    >>> [round(expected_gain(0.05, cases=15, choices=k), 2) for k in (3, 10, 48)]
    [0.13, 0.23, 0.33]

    Source: science.md, section 3.
    Compared with: draws of `make_market` in tests.
    """
    return float(np.sqrt(share * reliability(share, cases)) * expected_best(choices))


def expected_best(choices: int) -> float:
    """E[max_k]: the expected largest of k standard normal numbers."""
    density = np.exp(-(_GRID**2) / 2) / np.sqrt(2 * np.pi)
    return float(np.trapezoid(_GRID * choices * density * ndtr(_GRID) ** (choices - 1), _GRID))
