"""A site's model holds nothing of a provider that fewer than eleven clients said."""

from dataclasses import replace

import numpy as np
import pytest

from rapport.learning.proof.publish import SMALLEST_CELL, without_few
from rapport.matching.learned import Effect, Learned
from support.crossed_sessions import as_sessions, make

MODEL = Learned(
    version="v", typical={"goals": 70.0, "tasks": 70.0, "bond": 70.0},
    spread={"goals": 9.0, "tasks": 9.0, "bond": 9.0}, unknown=4.0, points={}, doubts={}, correlation=0.8,
    effects={},
)  # fmt: skip


def sessions_of(clients_by_provider, named):
    """Each provider rated twice by so many clients, of whom so many named the concern."""
    provider = np.concatenate([np.repeat(p, 2 * n) for p, n in enumerate(clients_by_provider)])
    within = np.concatenate([np.repeat(np.arange(n), 2) for n in clients_by_provider])
    made = make(pairs=30, providers=5, clients=20)
    size = len(provider)
    some = as_sessions(made)
    return replace(
        some,
        session_ids=tuple(map(str, range(size))),
        clients=tuple(f"c{k}" for k in range(max(clients_by_provider))),
        providers=tuple(f"p{k}" for k in range(len(clients_by_provider))),
        client=within,
        provider=provider,
        features=(within[:, None] < np.array(named)[provider][:, None]).astype(float),
        feature_names=("x_concern_grief",),
        day=np.arange(size, dtype=float),
        ratings={name: np.full(size, 70.0) for name in some.ratings},
        held_out=np.zeros(size, dtype=bool),
    )


@pytest.fixture
def model():
    effect = Effect((1.0, 1.0, 1.0), {"grief": 2.0}, 1.0, 20, 10)
    return replace(MODEL, effects={f"p{k}": effect for k in range(3)})


def test_only_providers_whom_enough_clients_rated_are_kept(model):
    few, enough = SMALLEST_CELL - 1, SMALLEST_CELL

    found = without_few(model, sessions_of([few, enough, enough], [few, few, enough]))

    assert set(found.effects) == {"p1", "p2"}
    assert [dict(found.effects[key].concerns) for key in ("p1", "p2")] == [{}, {"grief": 2.0}]
    assert replace(found, effects={}) == replace(model, effects={})


def test_many_sessions_of_a_few_clients_are_not_many_clients(model):
    sessions = sessions_of([3, 3, 3], [3, 3, 3])
    many = replace(
        sessions,
        **{name: np.tile(getattr(sessions, name), 9) for name in ("client", "provider", "day", "held_out")},
        features=np.tile(sessions.features, (9, 1)),
        session_ids=tuple(map(str, range(9 * len(sessions)))),
    )

    assert without_few(model, many).effects == {}


def test_eleven_is_the_smallest_cell():
    assert SMALLEST_CELL == 11
