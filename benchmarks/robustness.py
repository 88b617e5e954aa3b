"""`rapport bench robustness`: what dishonest ratings do to providers' standing and to first-three lists.

A practice of honest ratings, an attack on it, and the lists of three of the same clients before and after.
Ours is `learning.traits.standing`; the peer is the plain shrunken mean of all ratings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.report import Report

from rapport.learning.traits.standing import Standing, moved, plain_standing, standing

Say = Callable[[str], None]
# Typical rating and spread in points, a provider's share of the variance: docs/researcher/matching.md.
TYPICAL, SPREAD, SHARE, LENIENCY, PAIR = 72.0, 17.0, 0.06, 0.30, 0.25
# Of the overall forecast among the eligible: what the two declared moves it by about this much.
DECLARED_SPREAD = 1.2
TARGET_CHANGED = 0.01
SLATE = 3
RATED_FALSELY = 5


@dataclass(frozen=True)
class Ratings:
    """Rated sessions, one a place: ids as numbers, whether the session is known to have taken place."""

    client: np.ndarray
    provider: np.ndarray
    value: np.ndarray
    verified: np.ndarray

    def joined(self, other: "Ratings") -> "Ratings":
        pairs = zip(self._columns(), other._columns(), strict=True)
        return Ratings(*(np.concatenate(pair) for pair in pairs))

    def _columns(self) -> tuple[np.ndarray, ...]:
        return self.client, self.provider, self.value, self.verified

    def robust(self) -> Standing:
        return standing(
            self.client.astype(str), self.provider.astype(str), self.value, verified=self.verified
        )

    def plain(self) -> Standing:
        return plain_standing(self.provider.astype(str), self.value)


@dataclass(frozen=True)
class Practice:
    """Honest ratings, and what the answers of clients to come say of the providers eligible for them."""

    providers: int
    ratings: Ratings
    truth: np.ndarray
    eligible: np.ndarray
    declared: np.ndarray


def make_practice(rng: np.random.Generator, *, providers: int, clients: int, to_come: int) -> Practice:
    """Clients with one provider, or two or three in turn, and one to twelve sessions with each."""
    truth = SPREAD * np.sqrt(SHARE) * rng.standard_normal(providers)
    met = rng.choice([1, 2, 3], size=clients, p=[0.6, 0.25, 0.15])
    client = np.repeat(np.arange(clients), met)
    provider = rng.integers(providers, size=len(client))
    pair = (
        TYPICAL
        + truth[provider]
        + SPREAD * np.sqrt(LENIENCY) * rng.standard_normal(clients)[client]
        + SPREAD * np.sqrt(PAIR) * rng.standard_normal(len(client))
    )
    sessions = rng.integers(1, 13, size=len(client))
    rest = SPREAD * np.sqrt(1 - SHARE - LENIENCY - PAIR)
    value = np.repeat(pair, sessions) + rest * rng.standard_normal(sessions.sum())
    ratings = Ratings(
        np.repeat(client, sessions) + providers, np.repeat(provider, sessions), value.clip(0, 100),
        np.ones(sessions.sum(), dtype=bool),
    )  # fmt: skip
    eligible = np.argsort(rng.random((to_come, providers)), axis=1)[:, :30]
    return Practice(
        providers, ratings, truth, eligible, DECLARED_SPREAD * rng.standard_normal(eligible.shape)
    )


def lists(practice: Practice, found: Standing) -> np.ndarray:
    """The three best of each client to come, as sorted provider numbers: shape (clients, 3)."""
    effect = np.zeros(practice.providers)
    effect[np.array(found.providers, dtype=int)] = found.mean
    utility = effect[practice.eligible] + practice.declared
    three = np.argsort(-utility, axis=1, kind="stable")[:, :SLATE]
    return np.sort(np.take_along_axis(practice.eligible, three, axis=1), axis=1)


def changed(before: np.ndarray, after: np.ndarray) -> float:
    """The share of lists that are no longer the same three."""
    return float((before != after).any(axis=1).mean())


# --- attacks: a tenth of the ratings there are, by who gives them and whether a session stands behind ------


def _extra(practice: Practice) -> int:
    return len(practice.ratings.value) // 10


def fake_forms(practice: Practice, rng: np.random.Generator) -> Ratings:
    """Ratings of 100 for five providers, without a session behind them."""
    count = _extra(practice)
    return Ratings(
        _new(count),
        rng.integers(RATED_FALSELY, size=count),
        np.full(count, 100.0),
        np.zeros(count, dtype=bool),
    )


def self_ratings(practice: Practice, rng: np.random.Generator) -> Ratings:
    """Five providers rate themselves 100, and somebody verified it."""
    count = _extra(practice)
    who = rng.integers(RATED_FALSELY, size=count)
    return _verified(who, who, np.full(count, 100.0))


def five_loud_clients(practice: Practice, rng: np.random.Generator) -> Ratings:
    """Five clients with hundreds of verified forms each: 100 for one provider and 0 for three rivals."""
    count = _extra(practice)
    rated = rng.integers(4, size=count)
    return _verified(_new(5)[rng.integers(5, size=count)], rated, np.where(rated == 0, 100.0, 0.0))


def coached(practice: Practice, rng: np.random.Generator) -> Ratings:
    """Every tenth honest rating, whoever gives it to whom, becomes 100: these take the others' places."""
    own = practice.ratings
    told = rng.uniform(size=len(own.value)) < 0.1
    return Ratings(own.client, own.provider, np.where(told, 100.0, own.value), own.verified)


def few_real_looking(practice: Practice, rng: np.random.Generator) -> Ratings:
    """New clients with one verified session each, a tenth of the honest ones: five providers rated 100."""
    return _new_clients(practice, rng, 0.1, 100.0)


def few_against_rivals(practice: Practice, rng: np.random.Generator) -> Ratings:
    """As many new clients with one verified session each: five rivals rated 0."""
    return _new_clients(practice, rng, 0.1, 0.0)


def many_real_looking(practice: Practice, rng: np.random.Generator) -> Ratings:
    """As many new clients as the five providers have honest ones, all 100."""
    return _new_clients(practice, rng, 1.0, 100.0)


def _new_clients(practice: Practice, rng: np.random.Generator, share: float, value: float) -> Ratings:
    own = practice.ratings
    honest = len(np.unique(own.client[own.provider < RATED_FALSELY]))
    count = round(share * honest)
    return _verified(_new(count), rng.integers(RATED_FALSELY, size=count), np.full(count, value))


def _verified(client: np.ndarray, provider: np.ndarray, value: np.ndarray) -> Ratings:
    return Ratings(client, provider, value, np.ones(len(value), dtype=bool))


def _new(count: int) -> np.ndarray:
    return 10_000_000 + np.arange(count)


ADDED = (
    fake_forms, self_ratings, five_loud_clients, few_real_looking, few_against_rivals, many_real_looking,
)  # fmt: skip
ATTACKS = {each.__name__: each for each in (*ADDED, coached)}


def attacked(practice: Practice, attack: str, rng: np.random.Generator) -> Ratings:
    """The ratings after an attack."""
    false = ATTACKS[attack](practice, rng)
    return false if ATTACKS[attack] is coached else practice.ratings.joined(false)


@dataclass(frozen=True)
class Harm:
    """Share of lists changed: robust standing after a bounded night, and in the end; plain mean."""

    a_night: float
    robust: float
    plain: float


def harm(practice: Practice, attack: str, rng: np.random.Generator) -> Harm:
    """What one attack does."""
    after = attacked(practice, attack, rng)
    robust, plain = practice.ratings.robust(), practice.ratings.plain()
    reached = after.robust()
    before = lists(practice, robust)
    return Harm(
        changed(before, lists(practice, moved(robust, reached))),
        changed(before, lists(practice, reached)),
        changed(lists(practice, plain), lists(practice, after.plain())),
    )


def measure(say: Say) -> dict[str, Any]:
    """Every attack, at full size."""
    report = Report()
    practice = make_practice(np.random.default_rng(1), providers=300, clients=6000, to_come=20_000)
    for attack in ATTACKS:
        say(attack)
        found = harm(practice, attack, np.random.default_rng(2))
        name = attack.replace("_", " ")
        report.add(
            f"lists changed, {name}, in the end",
            100 * found.robust,
            {"plain mean": 100 * found.plain},
            unit="%",
        )
        report.at_most(f"lists changed in a night, {name}", found.a_night, TARGET_CHANGED)
        report.at_most(f"lists changed in the end, {name}", found.robust, TARGET_CHANGED)
    return report.as_json()
