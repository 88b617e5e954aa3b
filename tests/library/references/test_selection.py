"""Weighing back who was shown: what it removes, what it cannot, and bounds against linear programming."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from rapport.errors import BadInput
from rapport.learning.policy.selection import (
    LARGEST_GAMMA,
    bounds,
    means_from_log,
    weighted_means,
    withstands,
)
from rapport.learning.policy.slate_draw import Draw, inclusion, slate_probabilities
from rapport.learning.policy.slate_log import read_slates
from support.policy_worlds import HEADER, World

POOL = 6


def world(rng, clients, chooses):
    """Six providers of one worth in general; shown by a forecast that knows part of each pair's fit.

    `chooses`: how strongly the client picks whom they will do well with, for reasons no log holds.
    """
    forecast = rng.standard_normal((clients, POOL))
    hidden = rng.standard_normal((clients, POOL))
    fit = 70 + 2 * forecast + 2 * hidden
    fit[:, 0] += 3  # The first is better in general.
    joint = slate_probabilities(forecast, np.zeros((clients, POOL, POOL)), Draw(0.7))
    chances = inclusion(joint)
    flat = joint.reshape(clients, -1)
    drawn = (flat.cumsum(axis=1) < rng.uniform(size=(clients, 1))).sum(axis=1)
    slates = np.stack(np.unravel_index(drawn.clip(0, POOL**3 - 1), (POOL,) * 3), axis=1)
    rows = np.arange(clients)
    liking = chooses * hidden[rows[:, None], slates] + rng.gumbel(size=(clients, 3))
    picked = slates[rows, liking.argmax(axis=1)]
    outcomes = fit[rows, picked] + 3 * rng.standard_normal(clients)
    return picked.astype(str), outcomes, chances[rows, picked], fit.mean(axis=0)


def test_weighing_removes_what_the_draw_did():
    """Pick at random among the three: the plain mean flatters everybody, the weighted one nobody."""
    found = weighted_means(*(case := world(np.random.default_rng(1), 15_000, 0.0))[:3])

    assert (found.plain - case[3]).mean() > 0.7
    assert (np.abs(found.weighted - case[3]) < 4 * found.error).all()
    assert np.abs((found.weighted - case[3]).mean()) < 0.1


def test_error_holds_the_truth():
    rng = np.random.default_rng(2)
    held = []

    for _ in range(60):
        case = world(rng, 1500, 0.0)
        found = weighted_means(*case[:3])
        held += (np.abs(found.weighted - case[3]) < 1.96 * found.error).tolist()

    assert np.mean(held) > 0.9


def test_weighing_cannot_remove_what_the_client_chose_and_the_bounds_say_so():
    providers, outcomes, chances, truth = world(np.random.default_rng(3), 15_000, 1.0)

    found = weighted_means(providers, outcomes, chances)

    left = found.weighted - truth
    assert (left > 0).all()
    assert left.mean() > 5 * np.sqrt((found.error**2).mean() / POOL)
    for code, name in enumerate(found.providers):
        own = providers == name
        low, high = bounds(outcomes[own], chances[own], 2.5)
        assert low < truth[code] < high


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(st.floats(-50, 50), st.floats(0.05, 1)), min_size=1, max_size=8),
    gamma=st.floats(1, 6),
)
def test_bounds_agree_with_linear_programming(rows, gamma):
    """Charnes and Cooper: the largest Σwy / Σw over a box is a linear program in scaled weights."""
    values, chances = np.array(rows).T
    weights = 1 / chances
    size = len(values)
    upper = np.hstack([np.eye(size), -gamma * weights[:, None]])
    lower = np.hstack([-np.eye(size), weights[:, None] / gamma])
    limits = {"A_ub": np.vstack([upper, lower]), "b_ub": np.zeros(2 * size)}
    total = {"A_eq": [[1.0] * size + [0.0]], "b_eq": [1.0], "bounds": (0, None)}
    slow = [sign * linprog(sign * np.r_[values, 0.0], **limits, **total).fun for sign in (1, -1)]

    found = bounds(values, chances, gamma)

    assert found == pytest.approx(tuple(slow), abs=1e-6)


def test_gamma_of_one_is_the_weighted_mean_and_bounds_widen_with_it():
    rng = np.random.default_rng(4)
    values, chances = rng.normal(70, 5, 50), rng.uniform(0.1, 1, 50)

    exact = bounds(values, chances, 1.0)

    mean = np.average(values, weights=1 / chances)
    assert exact == pytest.approx((mean, mean))
    widths = [high - low for low, high in (bounds(values, chances, gamma) for gamma in (1.2, 2.0, 5.0))]
    assert widths == sorted(widths)


def test_finding_withstands_as_much_as_its_bounds_say():
    rng = np.random.default_rng(5)
    values, chances = rng.normal(74, 5, 80), rng.uniform(0.2, 1, 80)

    gamma = withstands(values, chances, 72.0)

    assert 1 < gamma < LARGEST_GAMMA
    assert bounds(values, chances, gamma).low == pytest.approx(72.0, abs=1e-6)
    assert withstands(values, chances, -1000.0) == LARGEST_GAMMA


def test_few_effective_clients_are_told_no_mean():
    found = weighted_means(["a"] * 6 + ["b"] * 6, range(12), [0.01] + [1.0] * 5 + [0.5] * 6)

    assert np.isnan(found.weighted[0])
    assert found.weighted[1] == pytest.approx(8.5)


def test_means_come_from_a_log_of_slates():
    log = read_slates(HEADER, World().rows(600, Draw(1.0, 1.5), np.random.default_rng(6)))
    picked = np.flatnonzero(log.picked >= 0)
    pool = log.pools[picked[0]]
    place = log.drawn[picked[0], log.picked[picked[0]]]

    found = means_from_log(log, "alliance")

    known = ~np.isnan(found.weighted)
    assert known.any()
    assert found.weighted[known] == pytest.approx(72.0)
    assert log.providers[pool.providers[place]] in found.providers
    assert len(picked) == log.rewards["chosen"].sum()


@pytest.mark.parametrize(("outcomes", "chances"), [([np.nan], [0.5]), ([1.0], [0.0]), ([1.0], [1.1])])
def test_numbers_out_of_range_are_refused(outcomes, chances):
    with pytest.raises(BadInput):
        weighted_means(["a"], outcomes, chances)
