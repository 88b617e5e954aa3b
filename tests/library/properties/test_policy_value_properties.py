"""What must hold of a policy's value whatever the log."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.learning.policy.estimate import Sample, Terms, Weights, estimate
from rapport.learning.policy.policy_value import evaluate_slates
from rapport.learning.policy.slate_draw import Draw
from rapport.learning.policy.slate_log import SlateLog, read_slates
from rapport.learning.policy.slate_weights import Target, slate_weights
from support.policy_worlds import HEADER, World

LOGGED = Draw(1.0, 1.5)


@cache
def log(seed: int = 1) -> SlateLog:
    return read_slates(HEADER, World().rows(150, LOGGED, np.random.default_rng(seed)))


targets = st.builds(
    Target,
    temperature=st.floats(0.4, 20),
    difference=st.one_of(st.none(), st.floats(0, 3)),
    floor=st.one_of(st.none(), st.floats(0, 0.4)),
    utilities=st.none(),
)


@settings(max_examples=25, deadline=None)
@given(target=targets, order_counts=st.booleans())
def test_weights_promise_no_more_than_they_cost(target, order_counts):
    """A mean square below 1 cannot be (Cauchy and Schwarz), and whole slates never spread less than parts."""
    found = slate_weights(log(), target, order_counts=order_counts)

    assert found.whole.expected_square >= 1 - 1e-9
    assert 1 - 1e-6 <= found.pseudoinverse.expected_square <= found.whole.expected_square + 1e-6
    assert found.whole.weight.min() >= 0
    assert np.stack(found.positions).sum(axis=2) == pytest.approx(1.0)


@settings(max_examples=15, deadline=None)
@given(target=targets, shift=st.floats(-50, 50), scale=st.floats(0.1, 30))
def test_value_moves_with_the_unit_of_the_reward(target, shift, scale):
    plain = log()
    moved = plain._replace(rewards={"chosen": scale * plain.rewards["chosen"] + shift})

    before = evaluate_slates(plain, target, reward="chosen").estimates["snips"]
    after = evaluate_slates(moved, target, reward="chosen").estimates["snips"]

    assert bool(before.refused) == bool(after.refused)
    if not before.refused:
        expected = [scale * each + shift for each in (before.value, before.low, before.high)]
        assert [after.value, after.low, after.high] == pytest.approx(expected, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(st.floats(0, 5), st.floats(-3, 3), st.integers(0, 30)), min_size=60, max_size=90),
    seed=st.integers(0, 99),
)
def test_order_of_the_rows_does_not_matter(rows, seed):
    weight, reward, cluster = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    cluster = np.unique(cluster, return_inverse=True)[1]
    order = np.random.default_rng(seed).permutation(len(rows))

    def found(places):
        weights = Weights(weight[places])
        terms = Terms(weight[places] * reward[places], np.ones(len(places)))
        return estimate(terms, weights, Sample(reward[places], cluster[places]))

    straight, mixed = found(np.arange(len(rows))), found(order)

    assert straight.refused == mixed.refused
    assert [each or 0.0 for each in straight[:7]] == pytest.approx(
        [each or 0.0 for each in mixed[:7]], abs=1e-9
    )
