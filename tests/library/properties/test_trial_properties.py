"""What must hold for every trial: balance whatever the arms, and an effect that only the data move."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.learning.proof.randomisation import allocate
from rapport.learning.proof.trial import contrasts

SEEDS = st.integers(0, 2**32)


@given(
    arms=st.lists(st.sampled_from("abcd"), min_size=1, max_size=5),
    times=st.integers(1, 4),
    stratum=st.text(max_size=8),
    seed=SEEDS,
)
@settings(max_examples=30, deadline=None)
def test_every_block_holds_each_arm_in_its_share(arms, times, stratum, seed):
    block = len(arms) * times

    drawn = [allocate(stratum, place, seed=seed, arms=arms, block=block) for place in range(3 * block)]

    for start in range(0, 3 * block, block):
        wanted = {arm: count * times for arm, count in Counter(arms).items()}
        assert Counter(drawn[start : start + block]) == wanted


def drawn_trial(seed):
    rng = np.random.default_rng(seed)
    people, groups = int(rng.integers(12, 60)), int(rng.integers(3, 9))
    treated = np.arange(people) % 2 == 0
    # Everybody's provider serves both arms, so that no arm is one provider's alone.
    clusters = np.arange(people) // 2 % groups
    return rng.standard_normal(people) + rng.standard_normal(groups)[clusters], treated, clusters


def one(outcomes, treated, clusters):
    found = contrasts(outcomes[None], treated[None], clusters[None])
    return np.array([found.effect[0], found.low[0], found.high[0]])


@given(seed=SEEDS, shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
@settings(max_examples=60, deadline=None)
def test_effect_moves_with_the_unit_and_not_with_its_origin(seed, shift, scale):
    outcomes, treated, clusters = drawn_trial(seed)

    plain = one(outcomes, treated, clusters)

    assert plain[1] <= plain[0] <= plain[2]
    assert one(shift + scale * outcomes, treated, clusters) == pytest.approx(
        scale * plain, rel=1e-6, abs=1e-6
    )


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_other_arm_first_turns_the_sign_and_nothing_else(seed):
    outcomes, treated, clusters = drawn_trial(seed)

    effect, low, high = one(outcomes, treated, clusters)

    assert one(outcomes, ~treated, clusters) == pytest.approx([-effect, -high, -low])


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_order_of_people_and_names_of_providers_do_not_matter(seed):
    outcomes, treated, clusters = drawn_trial(seed)
    rng = np.random.default_rng(seed)
    order, names = rng.permutation(len(outcomes)), rng.permutation(20)

    again = one(outcomes[order], treated[order], names[clusters[order]])

    assert again == pytest.approx(one(outcomes, treated, clusters))
