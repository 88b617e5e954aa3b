"""The hidden truth of a simulated practice: how each client and provider would really get on.

A rating of part f by client i of provider j at session t is
`μ_f + g_i·log(t) + c_i + p_j + m_ij + d_ijf + state + error`, cut off at 0 and 100: c the client's
leniency, p the provider in general, m the pair, d the pair's own deviation in that part. This
module holds what stays from session to session; `sessions` adds the rest.

How large each share is stands in `Shares`. They are set, not found: a test or a trial that turns
`pair` to 0 has a world in which matching cannot help, and must say so.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.errors import BadInput, Problem
from rapport.simulation.agreement import Agreement, Fit, agreement_of
from rapport.simulation.practice import Practice
from rapport.simulation.traits import Traits, make_traits
from rapport.vocabulary import PARTS

Floats: TypeAlias = NDArray[np.float64]

# Where ratings stand at the first session, 0–100, and their spread over everything: our own choice,
# so that a good part of ratings reach the ceiling, as alliance ratings do (science.md, section 1).
FIRST_MEANS: Final = {"goals": 70.0, "tasks": 71.0, "bond": 75.0}
RATING_SD: Final = 14.0
# Points for each unit of log(session): stable or slowly rising courses (Kivlighan 2000); size ours.
GROWTH_MEAN: Final = 2.0
GROWTH_SD: Final = 1.5
LOWEST: Final = 0.0
HIGHEST: Final = 100.0
MEAN_OF_PARTS: Final = sum(FIRST_MEANS.values()) / len(FIRST_MEANS)

# Streams of random numbers, so that one thing more never moves another.
_CLIENTS, _PROVIDERS, _PAIRS = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of a single rating's variance (0–1); what is left is the client's leniency.

    provider: 3–9% of alliance (10.1080/10503307.2018.1516306; from memory, unverified); the middle.
    pair: the rapport to be predicted; unknown: sweep 0, .05, .10, .20 (science.md, section 2).
    pair_part: the pair's deviations by part. Together with `error` .13, so that two parts correlate
        .87 in one session (.83–.91 in real ratings).
    state, error: of the session, shared by the parts or not. State and a third of error, which is what
        the mean of three parts keeps, are .23: one minus a single session's generalizability of .77
        (PMC3111943).
    answered: how much of `pair` and `pair_part` follows from what the two answered. Ours, low:
        a questionnaire barely predicts connection.
    by_concern: how much of the rest of `pair` is the provider's skill with what the client brings,
        which other clients' sessions can tell. Ours.
    """

    provider: float = 0.06
    pair: float = 0.06
    pair_part: float = 0.04
    state: float = 0.20
    error: float = 0.09
    answered: float = 0.25
    by_concern: float = 0.3

    def __post_init__(self) -> None:
        parts = (self.provider, self.pair, self.pair_part, self.state, self.error)
        # Written so that NaN, which compares false with everything, is refused too.
        if not (
            min(parts) >= 0 and sum(parts) <= 1 and _is_share(self.answered) and _is_share(self.by_concern)
        ):
            raise BadInput(
                Problem(
                    expected="shares from 0 to 1 with a sum of at most 1", arrived=str(parts), column="shares"
                )
            )

    @property
    def client(self) -> float:
        """The share of the client's leniency: what the others leave."""
        return 1.0 - self.provider - self.pair - self.pair_part - self.state - self.error

    @property
    def by_concern_alone(self) -> float:
        """The share of `pair` that is skill with the concern."""
        return (1.0 - self.answered) * self.by_concern


def _is_share(value: float) -> bool:
    return 0 <= value <= 1


@dataclass(frozen=True)
class World:
    """A practice and its hidden effects, in rating points.

    leniency: shape (clients,); growth: shape (clients,), points for each unit of log(session);
    provider: shape (providers,). traits: what stays of each person besides rapport.
    """

    practice: Practice
    shares: Shares
    agreement: Agreement
    traits: Traits
    leniency: Floats
    growth: Floats
    provider: Floats


def make_world(practice: Practice, *, shares: Shares | None = None) -> World:
    """Which hidden effects does this practice have?

    Args:
        practice: from `make_practice`; its seed names the streams.
        shares: variance shares; those of `Shares` when left out.

    Missing data: a style that a provider or client left blank counts neither for nor against.

    Source: science.md, section 2; each share's source stands with `Shares`.
    """
    used = shares or Shares()
    clients, providers = len(practice.answers), len(practice.roster_rows)
    of_clients = _generator(practice.seed, _CLIENTS).standard_normal((clients, 2))
    of_providers = _generator(practice.seed, _PROVIDERS).standard_normal(providers)
    return World(
        practice=practice,
        shares=used,
        agreement=agreement_of(practice),
        traits=make_traits(practice),
        leniency=RATING_SD * np.sqrt(used.client) * of_clients[:, 0],
        growth=GROWTH_MEAN + GROWTH_SD * of_clients[:, 1],
        provider=RATING_SD * np.sqrt(used.provider) * of_providers,
    )


def true_rapport(world: World, client: int) -> Floats:
    """How would this client rate each provider at a first session, were there no noise?

    Args:
        world: from `make_world`.
        client: place of the client in the practice's answers, from 0.

    Returns:
        shape (3, providers): goals, tasks, bond, each 0–100, cut off at the ends.
    """
    return np.asarray(np.clip(latent_rapport(world, client), LOWEST, HIGHEST))


def latent_rapport(world: World, client: int, *, fit: Fit | None = None) -> Floats:
    """As `true_rapport`, before it is cut off at 0 and 100; `fit` of the client, if already known."""
    pair, by_part = _pair_effects(world, client, fit or world.agreement.fit(client))
    means = np.array([FIRST_MEANS[part] for part in PARTS])
    return np.asarray(means[:, None] + world.leniency[client] + world.provider + pair + by_part)


def _pair_effects(world: World, client: int, fit: Fit) -> tuple[Floats, Floats]:
    """The pair's own effect, shape (providers,), and its deviations by part, shape (3, providers).

    Each is part what follows from the answers, part chance that only meeting can show; the pair's own
    also holds the provider's skill with the client's concerns.
    """
    providers, shares = len(world.provider), world.shares
    chance = _generator(world.practice.seed, _PAIRS, client).standard_normal((providers, 4)).T
    known, unknown = np.sqrt(shares.answered), np.sqrt(1.0 - shares.answered)
    skill = world.traits.skills_for(client)
    beyond = np.sqrt(shares.by_concern) * skill + np.sqrt(1.0 - shares.by_concern) * chance[0]
    pair = RATING_SD * np.sqrt(shares.pair) * (known * fit.style + unknown * beyond)
    by_part = RATING_SD * np.sqrt(world.shares.pair_part) * (known * fit.by_part() + unknown * chance[1:])
    return np.asarray(pair), np.asarray(by_part)


def _generator(*names: int) -> np.random.Generator:
    return np.random.default_rng(list(names))
