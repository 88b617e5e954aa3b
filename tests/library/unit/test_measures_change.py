"""Reliable change and clinical cut: worked by hand from the published figures."""

import doctest

import pytest

from rapport.errors import BadInput
from rapport.measures import catalogue, change, reliability, scoring
from rapport.measures.catalogue import instrument
from rapport.measures.change import change_threshold, clinical_cut, reliable_change, reliable_change_index


@pytest.mark.parametrize("module", [catalogue, change, reliability, scoring])
def test_examples_in_docstrings_hold(module):
    found = doctest.testmod(module)

    assert found.attempted > 0
    assert found.failed == 0


def test_reliable_change_index_of_a_worked_example():
    # Jacobson and Truax (1991), pp. 13-14: SD 7.5, reliability .80, so S_diff = 4.74; a change from
    # 47.5 to 32.5 gives RC = 3.16. The index is 1.96 S_diff.
    standard_error = reliable_change_index(sd=7.5, reliability=0.80) / 1.96

    assert standard_error == pytest.approx(4.74, abs=0.005)
    assert (47.5 - 32.5) / standard_error == pytest.approx(3.16, abs=0.005)


def test_reliable_change_index_of_a_perfect_measure_is_nothing():
    assert reliable_change_index(sd=6, reliability=1) == 0


def test_clinical_cut_of_equal_spreads_lies_halfway():
    assert clinical_cut(healthy_mean=0, healthy_sd=2, clinical_mean=10, clinical_sd=2) == 5


def test_clinical_cut_lies_as_many_own_spreads_from_both_means():
    cut = clinical_cut(healthy_mean=3.3, healthy_sd=3.8, clinical_mean=17.1, clinical_sd=6.1)

    assert (cut - 3.3) / 3.8 == pytest.approx((17.1 - cut) / 6.1)


@pytest.mark.parametrize(
    ("before", "after", "lower_is_better", "said"),
    [(16, 10, True, "better"), (16, 11, True, "no reliable change"), (10, 16, True, "worse"),
     (10, 15, True, "no reliable change"), (10, 16, False, "better"), (9, 9, True, "no reliable change")],
)  # fmt: skip
def test_reliable_change_at_its_boundary(before, after, lower_is_better, said):
    assert reliable_change(before=before, after=after, threshold=6, lower_is_better=lower_is_better) == said


@pytest.mark.parametrize(("name", "points"), [("phq-9", 6), ("gad-7", 4)])
def test_published_threshold_goes_first_and_agrees_with_the_computed_one(name, points):
    threshold = change_threshold(instrument(name).scale("total"))

    assert (threshold.points, threshold.rule, threshold.evidence) == (points, "published", "secondary")
    # A change is a whole number of points, so the computed index rounds up to the published one.
    assert points - 1 < threshold.computed <= points


def test_style_axes_have_no_threshold_before_there_is_a_study():
    assert change_threshold(instrument("rapport-style").scale("past")) is None


@pytest.mark.parametrize(
    ("call", "column"),
    [
        (lambda: reliable_change_index(sd=0, reliability=0.9), "sd"),
        (lambda: reliable_change_index(sd=float("nan"), reliability=0.9), "sd"),
        (lambda: reliable_change_index(sd=5, reliability=1.2), "reliability"),
        (lambda: clinical_cut(healthy_mean=0, healthy_sd=0, clinical_mean=1, clinical_sd=1), "healthy_sd"),
        (lambda: reliable_change(before=1, after=2, threshold=0), "threshold"),
    ],
)
def test_impossible_figures_are_refused_by_name(call, column):
    with pytest.raises(BadInput) as caught:
        call()

    assert caught.value.problem.column == column
