"""A practice of honest ratings, and ratings that are not: who says what of whom, and what is behind it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from rapport.learning.mixed.model import Model, learn
from rapport.learning.sessions import Sessions

# Typical rating and spread in points, a provider's share of the variance: docs/researcher/matching.md.
TYPICAL, SPREAD, SHARE, LENIENCY, PAIR = 72.0, 17.0, 0.06, 0.30, 0.25
# Of the overall forecast among the eligible: what the two declared moves it by about this much.
DECLARED_SPREAD = 1.2
RATED_FALSELY = 5
# The share of a provider's clients who are told what to say, or who come to say it.
TOLD = 0.1
# The plain mean's shrinkage, in sessions, as in the running means of `rapport evaluate`.
PLAIN_SHRINK = 6.0
# What somebody is told to say who is not to be found out: high, not always the same.
CLEVER, CLEVER_SPREAD = 92.0, 5.0


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

    def only(self, rows: np.ndarray) -> "Ratings":
        return Ratings(*(each[rows] for each in self._columns()))

    def _columns(self) -> tuple[np.ndarray, ...]:
        return self.client, self.provider, self.value, self.verified

    def as_sessions(self) -> Sessions:
        """As they stand in a service: sessions that took place, none of them with oneself."""
        held = self.only(self.verified & (self.client != self.provider))
        clients, client = np.unique(held.client, return_inverse=True)
        providers, provider = np.unique(held.provider, return_inverse=True)
        absent = np.full(len(held.value), np.nan)
        return Sessions(
            session_ids=(),
            clients=tuple(f"c{each}" for each in clients.tolist()),
            providers=tuple(map(str, providers.tolist())),
            client=client,
            provider=provider,
            day=np.zeros(len(absent)),
            ratings={"goals": absent, "tasks": absent, "bond": absent, "overall": held.value},
            features=np.zeros((len(absent), 0)),
            feature_names=(),
            held_out=np.zeros(len(absent), dtype=bool),
            groups={},
            start=datetime(2026, 1, 1, tzinfo=UTC),
        )

    def ours(self, providers: int) -> np.ndarray:
        """Points by which each provider is better than typical, shape (providers,), 0 where nobody rated."""
        model, effect = self.learnt(), np.zeros(providers)
        effect[np.array(model.providers, dtype=int)] = model.quality.effect
        return effect

    def learnt(self) -> Model:
        """The model that a night would learn of them."""
        return learn(self.as_sessions(), by_part=False)

    def set_aside(self, providers: np.ndarray) -> float:
        """Share of these providers' pairs whose every rating is at an end of the scale."""
        _, pair = np.unique(self.client * (self.provider.max() + 1) + self.provider, return_inverse=True)
        ends = [at_end(self.value) for at_end in (lambda y: y >= 99.5, lambda y: y <= 0.5)]
        count = np.bincount(pair)
        gone = np.any([np.bincount(pair, weights=end) == count for end in ends], axis=0)
        return float(gone[np.unique(pair[np.isin(self.provider, providers)])].mean())

    def plain(self, providers: int) -> np.ndarray:
        """The same by the mean of every rating there is, shrunken."""
        left = self.value - self.value.mean()
        sums = np.bincount(self.provider, weights=left, minlength=providers)
        return np.asarray(sums / (np.bincount(self.provider, minlength=providers) + PLAIN_SHRINK))


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


def few_real_looking(practice: Practice, rng: np.random.Generator) -> Ratings:
    """New clients with one verified session each, a tenth of the honest ones: five providers rated 100."""
    return _new_clients(practice, rng, TOLD, 100.0)


def few_against_rivals(practice: Practice, rng: np.random.Generator) -> Ratings:
    """As many new clients with one verified session each: five rivals rated 0."""
    return _new_clients(practice, rng, TOLD, 0.0)


def many_real_looking(practice: Practice, rng: np.random.Generator) -> Ratings:
    """As many new clients as the five providers have honest ones, all 100."""
    return _new_clients(practice, rng, 1.0, 100.0)


def few_clever(practice: Practice, rng: np.random.Generator) -> Ratings:
    """New clients, a tenth of the honest ones, three to seven sessions each, all of about 92."""
    return _clever(few_real_looking(practice, rng), rng)


def many_clever(practice: Practice, rng: np.random.Generator) -> Ratings:
    """The same, as many as the honest ones."""
    return _clever(many_real_looking(practice, rng), rng)


def _clever(told: Ratings, rng: np.random.Generator) -> Ratings:
    times = rng.integers(3, 8, size=len(told.client))
    value = CLEVER + CLEVER_SPREAD * rng.standard_normal(times.sum())
    return _verified(np.repeat(told.client, times), np.repeat(told.provider, times), value.clip(0, 100))


def _new_clients(practice: Practice, rng: np.random.Generator, share: float, value: float) -> Ratings:
    own = practice.ratings
    honest = len(np.unique(own.client[own.provider < RATED_FALSELY]))
    count = round(share * honest)
    return _verified(_new(count), rng.integers(RATED_FALSELY, size=count), np.full(count, value))


def _verified(client: np.ndarray, provider: np.ndarray, value: np.ndarray) -> Ratings:
    return Ratings(client, provider, value, np.ones(len(value), dtype=bool))


def _new(count: int) -> np.ndarray:
    return 10_000_000 + np.arange(count)


# --- no ratings more, but some changed or gone ----------------------------------------------------------


def coached_clients(practice: Practice, rng: np.random.Generator) -> Ratings:
    """A tenth of the clients of five providers say 100 of them, whatever they think."""
    own, rows = practice.ratings, told_clients(practice, rng)
    return Ratings(own.client, own.provider, np.where(rows, 100.0, own.value), own.verified)


def told_clients(practice: Practice, rng: np.random.Generator) -> np.ndarray:
    """The rows of those clients."""
    own = practice.ratings
    told = rng.random(own.client.max() + 1) < TOLD
    return np.asarray(told[own.client] & (own.provider < RATED_FALSELY))


def coached(practice: Practice, rng: np.random.Generator) -> Ratings:
    """Every tenth honest rating, whoever gives it to whom, becomes 100."""
    own = practice.ratings
    told = rng.uniform(size=len(own.value)) < 0.1
    return Ratings(own.client, own.provider, np.where(told, 100.0, own.value), own.verified)


def sessions_missing(practice: Practice, rng: np.random.Generator) -> Ratings:
    """No attack: every tenth honest rating was not given."""
    return practice.ratings.only(rng.random(len(practice.ratings.value)) >= 0.1)


def clients_missing(practice: Practice, rng: np.random.Generator) -> Ratings:
    """No attack: every hundredth honest client did not come."""
    own = practice.ratings
    return own.only((rng.random(own.client.max() + 1) >= 0.01)[own.client])


ADDED = (
    fake_forms, self_ratings, five_loud_clients, few_real_looking, few_against_rivals, many_real_looking,
    few_clever, many_clever,
)  # fmt: skip
CHANGED = (coached_clients, coached)
HONEST = (sessions_missing, clients_missing)
ATTACKS = {each.__name__: each for each in (*ADDED, *CHANGED)}


def attacked(practice: Practice, attack: str, rng: np.random.Generator) -> Ratings:
    """The ratings after an attack."""
    false = ATTACKS[attack](practice, rng)
    return false if ATTACKS[attack] in CHANGED else practice.ratings.joined(false)
