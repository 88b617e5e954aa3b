"""What would another policy have been worth? From a log of its choices and their propensities.

IPS and SNIPS weigh what was shown and assume nothing about the reward. The pseudoinverse, for slates,
assumes that what a slate is worth adds up over those who stand in it (Swaminathan et al. 2017,
arXiv:1605.04812). The doubly robust estimate weighs what a cross-fitted model of the reward leaves over;
for slates it takes the pseudoinverse's weights, and its assumption (Vlassis et al. 2021,
arXiv:2106.07914): the model may be wrong, and takes spread away where it is not.

Where a reward is known for some rows only (an alliance needs a session), the value is the mean over
those where it would be known under the target: a ratio, for every estimator. Compared with: exact
enumeration of small worlds, tests/library/references/test_policy_value_worlds.py.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.learning.policy.estimate import Estimate, Sample, Terms, Weights, estimate, sums
from rapport.learning.policy.flat_log import FlatLog, FlatTarget, flat_design, flat_weights
from rapport.learning.policy.reward_model import Design, cross_fitted
from rapport.learning.policy.slate_log import SlateLog
from rapport.learning.policy.slate_weights import Target, slate_weights

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


class Evaluation(NamedTuple):
    """The logged policy's own value, and for each estimator the target's, with the terms behind it."""

    sample: Sample
    logged: Estimate
    terms: dict[str, Terms]
    estimates: dict[str, Estimate]


def evaluate_slates(log: SlateLog, target: Target, *, reward: str, order_counts: bool = True) -> Evaluation:
    """Estimate the target's value from a log of slates.

    Args:
        log: what was shown, from which pools, and what came of it.
        target: the other way of drawing.
        reward: one of `slate_log.REWARDS`.
        order_counts: whether a slate may be worth more in one order than in another; where it may not,
            all orders of the same three are pooled, and the estimates spread less.

    Raises:
        BadInput: a logged probability disagrees with the pool and the policy's name.
    """
    sample = Sample(log.rewards[reward], log.clusters)
    weights = slate_weights(log, target, order_counts=order_counts)
    design = _slate_design(log, weights.positions, order_counts)
    parts = weights.pseudoinverse
    found = {
        "ips": (_ips(sample, weights.whole), weights.whole),
        "snips": (_snips(sample, weights.whole), weights.whole),
        "pseudoinverse": (_ips(sample, parts), parts),
        "doubly_robust": (_doubly_robust(sample, parts, design), parts),
    }
    return _evaluation(sample, found)


def evaluate_given(log: SlateLog, chosen: Floats, *, reward: str) -> Evaluation:
    """IPS and SNIPS alone, where all that is known is how likely the target makes each logged slate.

    Args:
        log: what was shown.
        chosen: shape (requests,), the target's probability of exactly this slate in this order.
        reward: one of `slate_log.REWARDS`.
    """
    sample = Sample(log.rewards[reward], log.clusters)
    weights = Weights(chosen / log.ordered)
    found = {"ips": (_ips(sample, weights), weights), "snips": (_snips(sample, weights), weights)}
    return _evaluation(sample, found)


def evaluate_flat(log: FlatLog, target: FlatTarget) -> Evaluation:
    """Estimate the target's value from a log of single choices."""
    sample = Sample(log.rewards, log.clusters)
    weights = flat_weights(log, target)
    found = {
        "ips": (_ips(sample, weights), weights),
        "snips": (_snips(sample, weights), weights),
        "doubly_robust": (_doubly_robust(sample, weights, flat_design(log, target)), weights),
    }
    return _evaluation(sample, found)


def _evaluation(sample: Sample, found: dict[str, tuple[Terms, Weights]]) -> Evaluation:
    even = Weights(np.ones(len(sample.rewards)))
    return Evaluation(
        sample,
        estimate(sample.logged, even, sample),
        {name: terms for name, (terms, _) in found.items()},
        {name: estimate(terms, weights, sample) for name, (terms, weights) in found.items()},
    )


def _ips(sample: Sample, weights: Weights) -> Terms:
    above = weights.weight * sample.filled
    below = np.ones(len(above)) if sample.known.all() else weights.weight * sample.known
    return Terms(above, below)


def _snips(sample: Sample, weights: Weights) -> Terms:
    return Terms(weights.weight * sample.filled, weights.weight * sample.known)


def _doubly_robust(sample: Sample, weights: Weights, design: Design) -> Terms:
    """E q under the target + w (r − q), for the reward and for whether it is known."""

    def terms(worth: Floats) -> Floats:
        model = cross_fitted(design, worth, sample.clusters)
        found: Floats = model.expected + weights.weight * (worth - model.shown)
        return found

    below = np.ones(len(sample.rewards)) if sample.known.all() else terms(sample.known)
    return Terms(terms(sample.filled), below)


def _slate_design(log: SlateLog, positions: list[Floats], order_counts: bool) -> Design:
    """Utilities above their pool's mean, by position, and each provider's effect."""
    means = np.array([pool.utilities.mean() for pool in log.pools])
    above = [pool.utilities - mean for pool, mean in zip(log.pools, means, strict=True)]
    shown = np.stack([each[drawn] for each, drawn in zip(above, log.drawn, strict=True)])
    expected = np.stack([wanted @ each for wanted, each in zip(positions, above, strict=True)])
    if not order_counts:
        shown, expected = shown.sum(axis=1, keepdims=True), expected.sum(axis=1, keepdims=True)
    context = np.column_stack([np.ones(len(means)), means - means.mean()])
    who = np.concatenate([pool.providers for pool in log.pools])
    row = np.repeat(np.arange(len(means)), [len(pool.providers) for pool in log.pools])
    share = np.concatenate([wanted.sum(axis=0) for wanted in positions])
    return Design(
        shown=np.hstack([context, shown]),
        expected=np.hstack([context, expected]),
        codes=np.stack([pool.providers[drawn] for pool, drawn in zip(log.pools, log.drawn, strict=True)]),
        effects=len(log.providers),
        expect=lambda effects: sums(row, share * effects[who], len(means)),
    )
