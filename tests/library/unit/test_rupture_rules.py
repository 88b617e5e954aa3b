"""Each rule for noticing a rupture, worked out by hand on one short course: 80, 84, 70, with an SD of 5."""

from math import sqrt

import numpy as np
import pytest

from rapport.alliance.published_rules import JUMP_WORTH, RULES, facet
from rapport.alliance.trajectory import CheckIns, lay_out

SPREAD = 5.0
BY_HAND = {
    "R1 fixed cut": (4.0, 3.2, 6.0),
    "R2 drop": (0.0, -0.8, 2.8),
    # Below the mean so far, 80 and then 82; the pair's own SD, 2.8, is smaller than the pooled one.
    "R3 own SD": (0.0, -0.8, 2.4),
    # The mean moving range is not known at first, then 4.
    "R4 XmR": (0.0, -4 / (2.66 * 5), 12 / (2.66 * 4)),
    "R5 EWMA": (0.0, 0.3 * -0.8, 0.7 * 0.3 * -0.8 + 0.3 * 2.4),
    "R5 CUSUM": (0.0, 0.0, 2.4 - 0.5),
    "R6 shrunken": (0.0, -4 / (5 * sqrt(2)), 12 / (5 * sqrt(1.5))),
    "R7 partition": (0.0, 0.0, 12 / (5 * sqrt(1.5))),
}


def test_every_rule_is_worked_out():
    assert set(BY_HAND) == set(RULES)


@pytest.mark.parametrize("name", BY_HAND)
def test_rule_is_as_by_hand(name):
    found = RULES[name](np.array([[80.0, 84.0, 70.0]]), SPREAD)

    assert found[0] == pytest.approx(BY_HAND[name])


def course(parts, challenge):
    """One pair's check-ins: goals, tasks and bond, and the too-gentle-too-hard item."""
    sessions = np.arange(len(parts))
    return lay_out(CheckIns(np.zeros_like(sessions), sessions + 1, np.array(parts), np.array(challenge)))


def test_one_part_that_falls_is_seen_by_the_eighth_rule_alone():
    bond_falls = course([[80.0, 80, 80], [84.0, 76, 84], [82.0, 88, 70]], [np.nan] * 3)

    assert facet(bond_falls, SPREAD)[0] == pytest.approx([0, 4 / (5 * sqrt(2)), 12 / (5 * sqrt(1.5))])
    assert RULES["R6 shrunken"](bond_falls.mean, SPREAD)[0].max() < 0.5


@pytest.mark.parametrize(("before", "now", "counts"), [(0, 2, True), (0, 1, False), (2, 0, False)])
def test_only_a_jump_towards_too_hard_counts(before, now, counts):
    steady = course([[80.0, 80, 80]] * 2, [float(before), float(now)])

    assert facet(steady, SPREAD)[0, 1] == (JUMP_WORTH if counts else 0.0)


def test_pairs_of_other_lengths_leave_each_other_alone():
    alone = course([[80.0, 80, 80], [70.0, 70, 70]], [0.0, 0.0])
    both = lay_out(
        CheckIns(
            np.array([0, 0, 1]),
            np.array([1, 2, 1]),
            np.array([[80.0] * 3, [70.0] * 3, [60.0] * 3]),
            np.zeros(3),
        )
    )

    assert facet(both, SPREAD)[0] == pytest.approx(facet(alone, SPREAD)[0])
    assert facet(both, SPREAD)[1, 0] == 0.0
