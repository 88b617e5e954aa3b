"""Exact probabilities of exploring against drawing, and what floor and quota promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.errors import BadInput
from rapport.learning.policy.exploration import (
    FLOOR,
    NEW_QUOTA,
    Believed,
    draw_slate,
    explored,
    thompson_probabilities,
    with_quota,
)
from rapport.learning.policy.slate_draw import inclusion

MEAN = np.array([72.0, 71.5, 71.0, 70.0, 69.0, 71.8])
SPREAD = np.array([0.5, 1.0, 2.0, 0.3, 3.0, 0.05])


def test_thompson_probabilities_agree_with_drawing():
    rng = np.random.default_rng(1)
    values = MEAN + SPREAD * rng.standard_normal((400_000, 6))
    slates = np.argsort(-values, axis=1)[:, :3]
    often = np.zeros((6, 6, 6))
    np.add.at(often, tuple(slates.T), 1 / len(slates))

    exact = thompson_probabilities(MEAN, SPREAD)

    assert exact.sum() == pytest.approx(1.0)
    error = np.sqrt(exact * (1 - exact) / len(slates))
    assert (np.abs(often - exact) < 5 * error + 2e-5).all()


def test_equal_beliefs_make_an_even_draw():
    exact = thompson_probabilities(np.full(5, 70.0), np.full(5, 2.0))

    assert exact[exact > 0] == pytest.approx(1 / 60, rel=1e-4)


def test_two_against_one_is_the_textbook_figure():
    """Of three, the chance that the first beats both others where only two overlap: Φ(d / √2)."""
    exact = thompson_probabilities(np.array([1.0, 0.0, -50.0]), np.ones(3))

    assert exact[0].sum() == pytest.approx(0.7602499389, abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(
    means=st.lists(st.floats(60, 80), min_size=3, max_size=9),
    spread=st.floats(0.2, 5),
    new=st.integers(0, 8),
)
def test_floor_and_quota_hold(means, spread, new):
    mean = np.array(means)
    cases = np.where(np.arange(len(mean)) < new, 0.0, 100.0)

    joint = explored(Believed(mean, np.full(len(mean), spread), cases))

    assert joint.sum() == pytest.approx(1.0)
    assert inclusion(joint[None]).min() >= (1 - NEW_QUOTA) * FLOOR - 1e-12
    is_new = cases == 0
    holds = is_new[:, None, None] | is_new[None, :, None] | is_new[None, None, :]
    if is_new.any():
        assert joint[holds].sum() >= NEW_QUOTA - 1e-9


def test_quota_changes_nothing_that_it_need_not():
    joint = thompson_probabilities(MEAN, SPREAD)
    likely = np.array([True, False, False, False, False, False])

    assert with_quota(joint, likely, 0.1) is joint
    assert with_quota(joint, np.zeros(6, dtype=bool), 0.1) is joint


def test_slates_are_drawn_as_often_as_said():
    rng = np.random.default_rng(2)
    joint = explored(Believed(MEAN, SPREAD, np.full(6, 100.0)))

    often = np.zeros(6)
    for _ in range(4000):
        often[list(draw_slate(joint, rng))] += 1 / 4000

    assert often == pytest.approx(inclusion(joint[None])[0], abs=0.03)


@pytest.mark.parametrize(
    ("mean", "spread"), [(np.zeros(2), np.ones(2)), (np.zeros(3), np.array([1.0, 1.0, 0.0]))]
)
def test_beliefs_that_allow_no_draw_are_refused(mean, spread):
    with pytest.raises(BadInput, match="three or more"):
        thompson_probabilities(mean, spread)
