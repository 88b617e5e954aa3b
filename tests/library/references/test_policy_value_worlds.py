"""Estimates from logs against worlds small enough to go through every slate.

A complete log holds every slate of every pool once. Weighing its terms by the probability of each slate
under the log gives an estimator's exact mean, without any luck; drawing rows from it gives its spread.
"""

from itertools import permutations

import numpy as np
import pytest

from rapport.learning.policy.estimate import (
    LARGEST_SHARE,
    LEAST_EFFECTIVE,
    TOO_FEW,
    Sample,
    Terms,
    Weights,
    estimate,
)
from rapport.learning.policy.policy_value import evaluate_slates
from rapport.learning.policy.slate_draw import SLATE, Draw
from rapport.learning.policy.slate_log import SlateLog, read_slates
from rapport.learning.policy.slate_weights import SlateWeights, Target, slate_weights
from support.policy_worlds import HEADER, World

LOGGED = Draw(1.0, 1.5)
TARGETS = {
    "cooler": Target(temperature=0.5),
    "warmer, nobody alike": Target(temperature=3.0, difference=0.0),
    "even": Target(np.inf, 0.0, 0.0),
    "greedy": Target(temperature=0.0),
    "floored": Target(floor=0.2),
}


class Complete:
    """A complete log of a world, with the exact probability of each of its slates."""

    def __init__(self, world: World, draw: Draw = LOGGED) -> None:
        self.world, joint = world, world.joint(draw)
        rows, self.worth, shares = [], [], []
        for pool in range(world.pools):
            for slate in permutations(range(world.size), SLATE):
                rows += world.request(f"r{len(shares)}", f"c{len(shares)}", pool, slate, draw, picked=-1)
                self.worth.append(world.reward(pool, slate))
                shares.append(float(joint[(pool, *slate)]) / world.pools)
        self.log: SlateLog = read_slates(HEADER, rows)
        self.shares, self.worth = np.array(shares), np.array(self.worth)

    def weights(self, target: Target, *, order_counts: bool = True) -> SlateWeights:
        return slate_weights(self.log, target, order_counts=order_counts)

    def drawn(self, count: int, rng: np.random.Generator) -> np.ndarray:
        return rng.choice(len(self.shares), size=count, p=self.shares / self.shares.sum())

    def log_of(self, places: np.ndarray, rng: np.random.Generator) -> SlateLog:
        log = self.log
        picks = (rng.uniform(size=len(places)) < self.worth[places]).astype(float)
        return log._replace(
            pools=[log.pools[place] for place in places],
            draws=[log.draws[place] for place in places],
            drawn=log.drawn[places],
            ordered=log.ordered[places],
            unordered=log.unordered[places],
            pairs=log.pairs[places],
            clusters=np.arange(len(places)),
            picked=np.full(len(places), -1),
            rewards={"chosen": picks},
        )


@pytest.fixture(scope="module")
def additive() -> Complete:
    return Complete(World())


@pytest.fixture(scope="module")
def clashing() -> Complete:
    return Complete(World(clash=0.3))


@pytest.fixture(scope="module")
def unordered() -> Complete:
    world = World()
    world.worth[:] = world.worth.mean(axis=1, keepdims=True)
    return Complete(world)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_whole_slate_weights_are_exact_whatever_the_reward(clashing, target):
    weight = clashing.weights(target).whole.weight

    assert clashing.shares @ weight == pytest.approx(1.0)
    expected = clashing.world.value(target.draw(LOGGED))
    assert clashing.shares @ (weight * clashing.worth) == pytest.approx(expected)


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_pseudoinverse_is_exact_where_worth_adds_up(additive, target):
    weight = additive.weights(target).pseudoinverse.weight

    expected = additive.world.value(target.draw(LOGGED))
    assert additive.shares @ (weight * additive.worth) == pytest.approx(expected)


def test_pseudoinverse_is_off_where_two_clash(clashing):
    target = TARGETS["greedy"]

    weight = clashing.weights(target).pseudoinverse.weight

    bias = clashing.shares @ (weight * clashing.worth) - clashing.world.value(target.draw(LOGGED))
    assert abs(bias) > 0.005


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_pooled_orders_are_exact_where_order_does_not_count_and_spread_less(unordered, target):
    pooled, kept = unordered.weights(target, order_counts=False), unordered.weights(target)

    expected = unordered.world.value(target.draw(LOGGED))
    for weights in (pooled.whole, pooled.pseudoinverse):
        assert unordered.shares @ (weights.weight * unordered.worth) == pytest.approx(expected)
    assert pooled.whole.expected_square <= kept.whole.expected_square + 1e-9
    assert pooled.pseudoinverse.expected_square <= kept.pseudoinverse.expected_square + 1e-9


@pytest.mark.parametrize("order_counts", [True, False])
@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_expected_square_is_the_mean_square_over_every_slate(additive, target, order_counts):
    # Pools count alike here, as the shares do: each pool has one row a slate.
    found = additive.weights(target, order_counts=order_counts)

    for weights in (found.whole, found.pseudoinverse):
        assert weights.expected_square == pytest.approx(additive.shares @ weights.weight**2)
        assert weights.unsupported == pytest.approx(0.0, abs=1e-6)


def test_pseudoinverse_agrees_with_a_plain_reading_of_the_paper(additive):
    """Equation 4 with Γ summed slate by slate, and a general pseudoinverse."""
    world, target = additive.world, TARGETS["cooler"]
    found = additive.weights(target).pseudoinverse.weight
    logged, wanted = world.joint(LOGGED), world.joint(target.draw(LOGGED))

    for pool in range(world.pools):
        moment, aim, ones = np.zeros((18, 18)), np.zeros(18), []
        for slate in permutations(range(6), SLATE):
            one = np.zeros(18)
            one[[place * 6 + who for place, who in enumerate(slate)]] = 1.0
            moment += logged[(pool, *slate)] * np.outer(one, one)
            aim += wanted[(pool, *slate)] * one
            ones.append(one)
        slow = np.array(ones) @ np.linalg.pinv(moment, rcond=1e-9) @ aim
        assert found[pool * 120 : (pool + 1) * 120] == pytest.approx(slow, abs=1e-8)


@pytest.mark.parametrize("name", ["ips", "snips", "pseudoinverse"])
def test_intervals_hold_the_truth_as_often_as_they_say(additive, name):
    """2,000 logs of 400 requests: 95% intervals hold the truth in 92% to 98%."""
    rng = np.random.default_rng(11)
    target = TARGETS["cooler"]
    weights = additive.weights(target)
    base = weights.pseudoinverse if name == "pseudoinverse" else weights.whole
    truth = additive.world.value(target.draw(LOGGED))

    held = 0
    for _ in range(2000):
        places = additive.drawn(400, rng)
        picks = (rng.uniform(size=400) < additive.worth[places]).astype(float)
        weight = base.weight[places]
        below = weight if name == "snips" else np.ones(400)
        found = estimate(
            Terms(weight * picks, below), base._replace(weight=weight), Sample(picks, np.arange(400))
        )
        assert not found.refused
        held += found.low <= truth <= found.high

    assert 0.92 <= held / 2000 <= 0.98


def test_doubly_robust_is_unbiased_and_spreads_less_than_the_pseudoinverse(additive):
    rng = np.random.default_rng(12)
    target = TARGETS["even"]
    truth = additive.world.value(target.draw(LOGGED))
    values: dict[str, list[float]] = {"pseudoinverse": [], "doubly_robust": []}
    held = 0

    for _ in range(80):
        found = evaluate_slates(
            additive.log_of(additive.drawn(600, rng), rng), target, reward="chosen"
        ).estimates
        for name, listed in values.items():
            listed.append(found[name].value)
        held += found["doubly_robust"].low <= truth <= found["doubly_robust"].high

    robust, plain = np.array(values["doubly_robust"]), np.array(values["pseudoinverse"])
    assert abs(robust.mean() - truth) < 3 * robust.std() / np.sqrt(80)
    assert robust.std() < plain.std()
    assert held / 80 > 0.88


def test_reward_known_for_some_only_is_the_mean_where_it_would_be_known(additive):
    """Known with a chance that depends on the slate: the ratio's own truth, by enumeration."""
    rng = np.random.default_rng(13)
    target = TARGETS["even"]
    weight = additive.weights(target).whole.weight
    wanted = additive.shares * weight
    worth = 50 + 100 * additive.worth
    truth = wanted @ (additive.worth * worth) / (wanted @ additive.worth)
    places = additive.drawn(12_000, rng)
    rewards = np.where(rng.uniform(size=len(places)) < additive.worth[places], worth[places], np.nan)
    log = additive.log_of(places, rng)._replace(rewards={"alliance": rewards})

    found = evaluate_slates(log, target, reward="alliance").estimates

    for each in found.values():
        assert not each.refused
        assert each.low - 0.5 <= truth <= each.high + 0.5
        assert each.high - each.low < 4
    # The plain mean of what is known is another figure: the check above would notice it.
    assert abs(np.nanmean(rewards) - truth) > 1


@pytest.mark.parametrize("temperature", [0.0, 0.02, 0.05])
def test_nearly_certain_logging_is_refused(temperature):
    rng = np.random.default_rng(14)
    world = World(pools=2)
    log = read_slates(HEADER, world.rows(500, Draw(temperature), rng))

    found = evaluate_slates(log, TARGETS["even"], reward="chosen").estimates

    assert all(each.refused.startswith(TOO_FEW) and each.value is None for each in found.values())


def test_logging_without_chance_still_says_what_it_did_itself():
    rng = np.random.default_rng(15)
    log = read_slates(HEADER, World().rows(300, Draw(0.0, 1.5), rng))

    found = evaluate_slates(log, TARGETS["greedy"], reward="chosen")

    assert found.estimates["ips"].value == pytest.approx(log.rewards["chosen"].mean())


def test_clients_with_many_requests_widen_the_interval():
    rng = np.random.default_rng(16)
    rewards = np.repeat(rng.integers(0, 2, 100).astype(float), 10)
    even = Weights(np.ones(1000))

    apart = estimate(Terms(rewards, np.ones(1000)), even, Sample(rewards, np.arange(1000)))
    together = estimate(Terms(rewards, np.ones(1000)), even, Sample(rewards, np.repeat(np.arange(100), 10)))

    assert together.high - together.low == pytest.approx(np.sqrt(10) * (apart.high - apart.low), rel=0.02)
    assert (apart.effective, together.effective) == (1000, 100)


def test_refusal_names_what_is_missing():
    rewards, apart = np.zeros(100), np.arange(100)

    def refused(weight: np.ndarray, unsupported: float = 0.0) -> str:
        weights = Weights(weight, unsupported=unsupported)
        return estimate(Terms(rewards, weight), weights, Sample(rewards, apart)).refused

    few = np.r_[
        np.full(int(LEAST_EFFECTIVE) - 1, 100 / (LEAST_EFFECTIVE - 1)), np.zeros(101 - int(LEAST_EFFECTIVE))
    ]
    assert "49.0 effective, 50 needed" in refused(few)
    heavy = np.r_[LARGEST_SHARE * 120, np.ones(99)]
    assert "one client carries 11% of the weight" in refused(heavy)
    assert "average 0.50 where they must average 1" in refused(np.full(100, 0.5))
    assert "40% of the target's choices" in refused(np.ones(100), unsupported=0.4)
    assert refused(np.ones(100)) == ""
