"""Robust standing: against dense algebra on honest ratings, and what dishonest ones can do."""

import sys
from importlib import import_module

import numpy as np
import pytest

from rapport.errors import BadInput
from rapport.learning.traits.standing import (
    HALF_A_VOTE,
    MOST_A_NIGHT,
    Standing,
    moved,
    plain_standing,
    standing,
)
from support import sources

sys.path.append(str(sources.ROOT))
robustness = import_module("benchmarks.robustness")
ATTACKS, attacked, changed = robustness.ATTACKS, robustness.attacked, robustness.changed
harm, lists, make_practice = robustness.harm, robustness.lists, robustness.make_practice


@pytest.fixture(scope="module")
def practice():
    return make_practice(np.random.default_rng(1), providers=80, clients=1500, to_come=2000)


def effects(found: Standing, size: int) -> np.ndarray:
    values = np.zeros(size)
    values[np.array(found.providers, dtype=int)] = found.mean
    return values


def test_honest_standing_agrees_with_the_dense_solution_of_the_mixed_model():
    """Henderson's equations with the true variances, on one session a pair."""
    rng = np.random.default_rng(2)
    client, provider = np.divmod(np.sort(rng.choice(60 * 20, 500, replace=False)), 20)
    truth, lenient = 6 * rng.standard_normal(20), 5 * rng.standard_normal(60)
    values = 60 + truth[provider] + lenient[client] + 4 * rng.standard_normal(500)
    design = np.zeros((500, 81))
    design[:, 0] = 1
    design[np.arange(500), 1 + client] = 1
    design[np.arange(500), 61 + provider] = 1
    penalty = np.diag([0.0] + [16 / 25] * 60 + [16 / 36] * 20)
    dense = np.linalg.solve(design.T @ design + penalty, design.T @ values)[61:]

    found = standing(client.astype(str), [f"p{each:02d}" for each in provider], values)

    assert np.corrcoef(found.mean, dense)[0, 1] > 0.99
    assert np.abs(found.mean - found.mean.mean() - dense + dense.mean()).max() < 1.0


def test_honest_standing_is_nearer_the_truth_than_the_plain_mean_and_says_its_doubt(practice):
    truth = practice.truth - practice.truth.mean()
    robust, plain = practice.ratings.robust(), practice.ratings.plain()

    ours, theirs = effects(robust, 80), effects(plain, 80)

    assert np.corrcoef(ours, truth)[0, 1] > np.corrcoef(theirs, truth)[0, 1]
    spread = np.array(sorted(zip(map(int, robust.providers), robust.spread, strict=True)))[:, 1]
    held = np.abs(ours - ours.mean() - truth) < 1.2816 * spread
    assert 0.6 < held.mean() < 0.95


@pytest.mark.parametrize("attack", ["fake_forms", "self_ratings"])
def test_forms_without_a_session_and_self_ratings_change_no_list(practice, attack):
    found = harm(practice, attack, np.random.default_rng(3))

    assert found.robust == 0.0
    assert found.plain > 0.1


def test_provider_cannot_raise_their_own_standing_by_rating_themselves(practice):
    own = practice.ratings
    with_own = attacked(practice, "self_ratings", np.random.default_rng(4))

    before, after = own.robust(), with_own.robust()

    assert effects(after, 80) == pytest.approx(effects(before, 80), abs=1e-9)


def test_loud_clients_move_less_than_a_tenth_of_what_they_move_the_plain_mean(practice):
    after = attacked(practice, "five_loud_clients", np.random.default_rng(5))

    ours = np.abs(effects(after.robust(), 80) - effects(practice.ratings.robust(), 80)).max()
    theirs = np.abs(effects(after.plain(), 80) - effects(practice.ratings.plain(), 80)).max()

    assert ours < theirs / 10


@pytest.mark.parametrize("value", [0.0, 100.0])
def test_influence_of_one_client_is_capped_whatever_they_do(practice, value):
    own = practice.ratings
    before = effects(own.robust(), 80)
    worst = 0.0
    for forms in (1, 10, 2000):
        after = standing(
            [*own.client.astype(str), *["loud"] * forms],
            [*own.provider.astype(str), *["7"] * forms],
            np.r_[own.value, np.full(forms, value)],
        )
        worst = max(worst, abs(effects(after, 80)[7] - before[7]))

    assert worst < 2.0


@pytest.mark.parametrize("attack", ATTACKS)
def test_one_night_moves_nobody_by_more_than_the_bound(practice, attack):
    before = practice.ratings.robust()

    after = moved(before, attacked(practice, attack, np.random.default_rng(6)).robust())

    assert np.abs(effects(after, 80) - effects(before, 80)).max() <= MOST_A_NIGHT + 1e-12
    assert changed(lists(practice, before), lists(practice, after)) < 0.03


def test_many_clients_who_look_real_are_believed():
    """The limit said in the documents: it is verification that must hold here."""
    honest = [(f"c{one}", f"p{one % 10}", 70.0 + one % 7) for one in range(400)]
    bought = [(f"f{one}", "p3", 100.0) for one in range(80)]

    found = standing(*zip(*honest + bought, strict=True))

    assert found.providers[int(found.mean.argmax())] == "p3"


def test_client_without_honest_company_has_the_vote_of_their_sessions():
    found = standing(["a", "a", "b"], ["p", "p", "p"], [70.0, 72.0, 74.0])

    assert found.clients.tolist() == pytest.approx([2 / (2 + HALF_A_VOTE) + 1 / (1 + HALF_A_VOTE)], rel=0.2)


@pytest.mark.parametrize(
    ("ratings", "verified", "said"),
    [
        ([101.0], None, "from 0 to 100"),
        ([float("nan")], None, "from 0 to 100"),
        ([50.0], [False], "a verified rating"),
    ],
)
def test_ratings_that_say_nothing_are_refused(ratings, verified, said):
    with pytest.raises(BadInput, match=said):
        standing(["a"], ["p"], ratings, verified=verified)


def test_plain_mean_is_the_running_mean_of_evaluate():
    found = plain_standing(["p", "p", "q"], [80.0, 80.0, 50.0])

    assert found.mean == pytest.approx([2 * 10 / (2 + 6), -20 / (1 + 6)])
