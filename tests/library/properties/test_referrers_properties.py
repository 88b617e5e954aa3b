"""Trust in referrers: shrunken, bounded, near the truth where it is known; what is unknown says nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.errors import BadInput
from rapport.learning.traits.referrers import MOST_PULL, earned_trust

NAN = float("nan")
GATE = st.sampled_from([0.0, 1.0, NAN])
ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.tuples(GATE, GATE, GATE)), min_size=1, max_size=30)


def trust(rows):
    return earned_trust([who for who, _ in rows], [gates for _, gates in rows])


@given(ROWS)
def test_trust_is_a_chance_within_its_interval(rows):
    found = trust(rows)

    assert ((found.low > 0) & (found.low < found.mean) & (found.mean < found.high) & (found.high < 1)).all()
    assert 0 < found.typical < 1
    assert found.made.sum() == len(rows)


@given(ROWS, st.randoms())
def test_order_of_referrals_does_not_matter(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    one, other = trust(rows), trust(mixed)

    again = dict(zip(other.colleagues, other.mean, strict=True))
    assert [again[name] for name in one.colleagues] == pytest.approx(list(one.mean))


@given(ROWS)
def test_what_stands_behind_a_gate_that_was_not_passed_is_not_looked_at(rows):
    blanked = [(who, (a, b if a == 1 else NAN, c if a == 1 and b == 1 else NAN)) for who, (a, b, c) in rows]

    assert list(trust(rows).mean) == pytest.approx(list(trust(blanked).mean))


def test_two_alike_differ_only_by_what_went_well():
    usual = [("x", (1, 1, 1)), ("x", (0, NAN, NAN))] * 10
    rows = [*usual, *[("good", (1, 1, 1))] * 6, *[("bad", (1, 1, 0))] * 6, *[("new", (NAN, NAN, NAN))] * 3]
    found = dict(zip(trust(rows).colleagues, trust(rows).mean, strict=True))

    assert found["good"] > found["new"] > found["bad"]
    assert found["new"] == pytest.approx(trust(rows).typical)


def test_more_referrals_say_more():
    few, many = (trust([("x", (1, 1, 1))] * n + [("y", (1, 1, 0))] * 20) for n in (2, 40))

    assert many.high[0] - many.low[0] < few.high[0] - few.low[0]
    assert many.mean[0] > few.mean[0]


def test_intervals_hold_the_truth_of_simulated_colleagues():
    rng = np.random.default_rng(7)
    chances = rng.beta(6, 3, size=(120, 3))
    who = np.repeat(np.arange(120), rng.integers(5, 40, size=120))
    gates = (rng.random((len(who), 3)) < chances[who]).astype(float)
    found = earned_trust([str(each) for each in who], gates)
    truth = chances.prod(axis=1)

    inside = np.mean((found.low <= truth) & (truth <= found.high))
    assert 0.72 <= inside <= 0.9
    passed = gates.all(axis=1)
    raw = np.array([passed[who == each].mean() for each in range(120)])
    assert np.mean((found.mean - truth) ** 2) < np.mean((raw - truth) ** 2)


def test_where_colleagues_do_not_differ_all_are_pulled_together():
    rng = np.random.default_rng(3)
    who = np.repeat(np.arange(60), 12)
    found = earned_trust([str(each) for each in who], (rng.random((720, 3)) < 0.7).astype(float))

    assert found.mean.std() < 0.06
    assert MOST_PULL == 50


def test_product_of_three_betas_is_met_by_its_interval():
    rows = [("x", (1, 1, 1))] * 8 + [("x", (1, 0, NAN))] * 4 + [("x", (0, NAN, NAN))] * 3
    found = trust(rows)
    rng = np.random.default_rng(1)
    pull, draws = 10.0, 200_000
    product = np.ones(draws)
    for passed, tried in ((12, 15), (8, 12), (8, 8)):
        mean = (passed + 1) / (tried + 2)
        product *= rng.beta(passed + mean * pull, tried - passed + (1 - mean) * pull, draws)

    low, high = np.quantile(product, (0.1, 0.9))
    assert (found.low[0], found.mean[0], found.high[0]) == pytest.approx(
        (low, product.mean(), high), abs=0.005
    )


@pytest.mark.parametrize("gates", [[], [[1, 1]], [[1, 1, 2]], [[1, 1, -1]]])
def test_other_gates_are_refused(gates):
    with pytest.raises(BadInput):
        earned_trust(["x"] * len(gates), gates)
