"""Made-up sessions of clients crossed with providers, with known variances."""

from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from rapport.learning.mixed.pairs import collapse, lay_out, pair_order
from rapport.learning.sessions import Sessions

# Standard deviations in points: clients, providers, slopes, pairs, noise.
SPREADS = (9.0, 5.0, 4.0, 5.0, 8.0)


class Made(NamedTuple):
    """Codes, days, ratings, columns (a constant and one feature), slopes and the providers' true effects."""

    client: np.ndarray
    provider: np.ndarray
    day: np.ndarray
    y: np.ndarray
    x: np.ndarray
    slopes: np.ndarray
    truth: np.ndarray

    def pairs(self):
        pair, _, starts = pair_order(self.client, self.provider, self.day)
        return collapse(lay_out(self.client, self.provider, pair, starts, self.x, self.slopes), self.y)


def make(*, pairs, providers, clients, sessions=5, slopes=0, seed=0, spreads=SPREADS):
    """Each pair has 1 + Poisson sessions, in mixed order; every client and provider has at least one."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, clients, pairs) * providers + rng.integers(0, providers, pairs)
    client, provider = np.unique(drawn) // providers, np.unique(drawn) % providers
    client = np.unique(client, return_inverse=True)[1]
    provider = np.unique(provider, return_inverse=True)[1]
    of_client, of_provider, of_slope, of_pair, noise = spreads
    truth = rng.normal(0, of_provider, provider.max() + 1)
    tilt = rng.normal(0, of_slope, (len(truth), slopes))
    concerns = (rng.random((client.max() + 1, slopes)) < 0.5).astype(float)
    level = rng.normal(0, of_client, client.max() + 1)[client] + truth[provider]
    level = level + rng.normal(0, of_pair, len(client)) + np.sum(concerns[client] * tilt[provider], axis=1)
    rows = rng.permutation(np.repeat(np.arange(len(client)), 1 + rng.poisson(sessions - 1, len(client))))
    feature = rng.normal(size=len(rows))
    y = 70 + 2 * feature + level[rows] + rng.normal(0, noise, len(rows))
    return Made(
        client=client[rows],
        provider=provider[rows],
        day=rng.integers(0, 700, len(rows)).astype(float),
        y=y,
        x=np.column_stack([np.ones(len(rows)), feature]),
        slopes=concerns[client[rows]],
        truth=truth,
    )


def as_sessions(made, *, ratings=None, names=("x_feature",), features=None, groups=None, propensity=None):
    """The same as sessions; `ratings` by part, else overall alone."""
    found = dict.fromkeys(("goals", "tasks", "bond"), np.full(len(made.y), np.nan)) | {
        "overall": np.clip(made.y, 0, 100)
    }
    return Sessions(
        session_ids=tuple(f"s{row}" for row in range(len(made.y))),
        clients=tuple(f"c{code}" for code in range(made.client.max() + 1)),
        providers=tuple(f"p{code}" for code in range(made.provider.max() + 1)),
        client=made.client,
        provider=made.provider,
        day=made.day,
        ratings=found | (ratings or {}),
        features=made.x[:, 1:] if features is None else features,
        feature_names=names,
        held_out=np.zeros(len(made.y), dtype=bool),
        groups=groups or {},
        propensity=propensity,
        start=datetime(2026, 1, 1, tzinfo=UTC),
    )
