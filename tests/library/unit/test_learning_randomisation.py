"""Permuted blocks: balanced in every block, told by the seed alone, even over all orders."""

from collections import Counter

import numpy as np
import pytest
from scipy import stats

from rapport.errors import BadInput
from rapport.learning.proof.randomisation import allocate, allocate_runs

ARMS = ("model", "rules", "random")
PUBLISHED = ["random", "random", "model", "rules", "model", "rules"]


def listed(count, *, stratum="NY mild", seed=7, arms=ARMS, block=6):
    return [allocate(stratum, position, seed=seed, arms=arms, block=block) for position in range(count)]


def test_every_block_holds_every_arm_alike():
    arms = listed(60)

    assert all(Counter(arms[start : start + 6]) == dict.fromkeys(ARMS, 2) for start in range(0, 60, 6))


def test_arm_named_twice_gets_twice_as_many():
    assert Counter(listed(30, arms=("model", "model", "random"))) == {"model": 20, "random": 10}


def test_same_seed_gives_the_same_list_and_another_another():
    assert listed(30) == listed(30)
    assert listed(30) != listed(30, seed=8)
    assert listed(30) != listed(30, stratum="NY severe")
    assert listed(30, seed="a secret") == listed(30, seed="a secret")


def test_list_stays_as_it_was_published():
    # A change of the rule would break the concealment record of every running trial.
    assert listed(6) == PUBLISHED


def test_all_orders_of_a_block_come_equally_often():
    orders = Counter(
        tuple(listed(4, stratum=f"s{number}", arms=("a", "b"), block=4)) for number in range(3000)
    )

    assert len(orders) == 6
    assert stats.chisquare(list(orders.values())).pvalue > 0.001


def test_many_trials_are_balanced_in_every_block():
    drawn = allocate_runs(50, 23, arms=2, block=4, rng=np.random.default_rng(1))

    assert drawn.shape == (50, 23)
    assert np.all(drawn[:, :20].reshape(50, 5, 4).sum(axis=2) == 2)


@pytest.mark.parametrize(
    ("arms", "block", "position", "message"),
    [
        ((), 4, 0, "at least one arm"),
        (ARMS, 4, 0, "a multiple of 3"),
        (ARMS, 0, 0, "a multiple of 3"),
        (ARMS, 3000, 0, "up to 1000"),
        (ARMS, 3, -1, "0 or more"),
    ],
)
def test_impossible_allocations_are_refused(arms, block, position, message):
    with pytest.raises(BadInput, match=message):
        allocate("s", position, seed=1, arms=arms, block=block)
