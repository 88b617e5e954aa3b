"""Agreement of raters: the tables of the papers, and what must hold for every table."""

import doctest
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from library.references import slow_agreement
from rapport.measures import agreement
from rapport.measures.agreement import icc_2k, krippendorff_alpha, rater_mean

# Krippendorff (2011), reliability data with gaps: four observers of twelve units.
GAP = None
KRIPPENDORFF = (
    (1, 1, GAP, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (GAP, 5, 5, 5), (GAP, GAP, 1, 1), (GAP, 3, GAP, GAP),
)  # fmt: skip
# Shrout & Fleiss (1979), table 2: four judges of six targets.
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))

marks = st.one_of(st.none(), st.integers(1, 7).map(float))
tables = st.integers(2, 5).flatmap(
    lambda raters: st.lists(st.lists(marks, min_size=raters, max_size=raters), min_size=2, max_size=8)
)
whole = st.integers(2, 5).flatmap(
    lambda raters: st.lists(
        st.lists(st.integers(1, 7).map(float), min_size=raters, max_size=raters), min_size=2, max_size=8
    )
)


def rng():
    return np.random.default_rng(7)


def filled(units):
    return np.array([[math.nan if x is None else x for x in unit] for unit in units], dtype=float)


def test_alpha_is_that_of_the_paper():
    found = krippendorff_alpha(filled(KRIPPENDORFF), rng=rng())

    assert found.value == pytest.approx(0.849, abs=5e-4)
    assert (found.units, found.ratings) == (11, 40)
    assert found.low < found.value < found.high <= 1


def test_icc_is_that_of_the_paper_with_its_interval():
    found = icc_2k(SHROUT_FLEISS, level=0.95)

    assert found.value == pytest.approx(0.6201, abs=1e-4)
    assert (found.low, found.high) == (pytest.approx(0.0711, abs=1e-3), pytest.approx(0.9272, abs=1e-3))


@given(tables)
def test_alpha_is_that_of_every_pair_in_turn(units):
    found = krippendorff_alpha(filled(units), rng=rng(), bootstraps=20)

    paired = [unit for unit in units if sum(x is not None for x in unit) > 1]
    if found is None:
        assert len(paired) < 2 or math.isnan(slow_agreement.alpha(units))
    else:
        assert found.value == pytest.approx(slow_agreement.alpha(units), abs=1e-9)
        assert found.low <= found.high <= 1 + 1e-9


@settings(max_examples=40)
@given(tables, st.floats(-1000, 1000), st.floats(0.1, 10), st.randoms(use_true_random=False))
def test_alpha_knows_neither_the_scale_nor_the_order(units, shift, scale, order):
    before = krippendorff_alpha(filled(units), rng=rng(), bootstraps=1)
    assume(before is not None)
    shuffled = [order.sample(unit, len(unit)) for unit in order.sample(units, len(units))]

    after = krippendorff_alpha(filled(shuffled) * scale + shift, rng=rng(), bootstraps=1)

    assert after.value == pytest.approx(before.value, abs=1e-6)


@given(whole, st.floats(-100, 100), st.floats(0.1, 10))
def test_icc_knows_neither_the_scale_nor_the_order(table, shift, scale):
    ratings = np.array(table)
    assume(ratings.mean(axis=1).var() > 0)
    before = icc_2k(ratings)
    assume(abs(before.value) < 1e3)

    after = icc_2k(ratings[::-1, ::-1] * scale + shift)

    assert after.value == pytest.approx(before.value, rel=1e-4, abs=1e-6)


def test_raters_who_differ_by_nothing_else_tell_units_apart_not_at_all():
    assert icc_2k(np.array([[1.0, 5.0], [1.0, 5.0], [1.0, 5.0]]))[:3] == (0, 0, 0)


def test_perfect_agreement_is_one():
    table = np.array([[1.0, 1.0, 1.0], [4.0, 4.0, 4.0], [7.0, 7.0, 7.0]])

    assert krippendorff_alpha(table, rng=rng()).value == 1
    assert icc_2k(table)[:3] == (1, 1, 1)


def test_raters_who_draw_lots_agree_about_nothing():
    table = rng().integers(1, 8, (400, 5)).astype(float)

    alpha, icc = krippendorff_alpha(table, rng=rng()), icc_2k(table)

    assert alpha.low < 0 < alpha.high
    assert abs(icc.value) < 0.2


def test_interval_of_alpha_holds_the_truth_about_as_often_as_it_says():
    draws, held = rng(), 0
    for _ in range(200):
        units = draws.normal(0, 1, (60, 1))  # half of the variance is the unit's: alpha is .5
        found = krippendorff_alpha(units + draws.normal(0, 1, (60, 4)), rng=draws, bootstraps=200)
        held += found.low <= 0.5 <= found.high

    assert 0.7 <= held / 200 <= 0.9


def test_interval_of_icc_holds_the_truth_about_as_often_as_it_says():
    draws, held, truth = rng(), 0, 4 / 5  # one rater .5, four raters .8
    for _ in range(300):
        found = icc_2k(draws.normal(0, 1, (30, 1)) + draws.normal(0, 1, (30, 4)))
        held += found.low <= truth <= found.high

    assert 0.74 <= held / 300 <= 0.86


@pytest.mark.parametrize("table", [[[1.0, 2.0]], [[1.0], [2.0]], [[1.0, math.nan], [2.0, 3.0]], [1.0, 2.0]])
def test_icc_refuses_what_is_no_whole_table(table):
    with pytest.raises(ValueError, match="two raters"):
        icc_2k(table)


def test_icc_refuses_ratings_that_are_all_alike():
    with pytest.raises(ValueError, match="apart"):
        icc_2k([[3.0, 3.0], [3.0, 3.0]])


@pytest.mark.parametrize("units", [[[3.0, None], [4.0, None]], [[3.0, 3.0], [3.0, 3.0]], []])
def test_alpha_says_nothing_where_nothing_can_be_said(units):
    assert krippendorff_alpha(filled(units).reshape(-1, 2), rng=rng()) is None


def test_mean_counts_each_rater_once_whatever_they_rated():
    busy = rater_mean([[7.0, 1.0], [7.0, math.nan], [7.0, math.nan]])

    assert (busy.value, busy.raters) == (4, 2)


def test_interval_of_the_mean_holds_the_truth_about_as_often_as_it_says():
    draws, held = rng(), 0
    for _ in range(400):
        found = rater_mean(draws.normal(4, 1, (1, 6)))
        held += found.low <= 4 <= found.high

    assert 0.74 <= held / 400 <= 0.86


def test_mean_of_one_rater_has_no_interval():
    with pytest.raises(ValueError, match="two raters"):
        rater_mean([[3.0], [4.0]])


def test_examples_run():
    assert doctest.testmod(agreement).failed == 0
