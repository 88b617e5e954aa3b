"""Scores, bands, missing items and the safety flag of the shipped instruments."""

import pytest

from rapport.errors import BadInput
from rapport.measures.catalogue import instrument
from rapport.measures.instrument import Instrument as AnyInstrument
from rapport.measures.instrument import Item, MissingRule, Option, Scale
from rapport.measures.scoring import score


def total(name, answers):
    return score(instrument(name), answers).scale("total")


def answers_summing_to(points, items):
    full, rest = divmod(points, 3)
    return (
        ([3] * full + [rest] * (items - full))[:items]
        if full == items
        else ([3] * full + [rest] + [0] * (items - full - 1))
    )


# Bands of Kroenke, Spitzer and Williams (2001): 5, 10, 15, 20.
@pytest.mark.parametrize(
    ("points", "band"),
    [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
     (15, "moderately severe"), (19, "moderately severe"), (20, "severe"), (27, "severe")],
)  # fmt: skip
def test_phq9_band_at_its_boundary(points, band):
    result = total("phq-9", answers_summing_to(points, 9))

    assert (result.score, result.band, result.outcome) == (points, band, "complete")


# Bands of Spitzer et al. (2006): 5, 10, 15.
@pytest.mark.parametrize(
    ("points", "band"),
    [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
     (15, "severe"), (21, "severe")],
)  # fmt: skip
def test_gad7_band_at_its_boundary(points, band):
    result = total("gad-7", answers_summing_to(points, 7))

    assert (result.score, result.band) == (points, band)


@pytest.mark.parametrize(("points", "above"), [(9, False), (10, True)])
def test_phq9_clinical_cut_at_ten(points, above):
    assert total("phq-9", answers_summing_to(points, 9)).above_cut is above


@pytest.mark.parametrize(("points", "above"), [(7, False), (8, True)])
def test_gad7_clinical_cut_at_eight(points, above):
    assert total("gad-7", answers_summing_to(points, 7)).above_cut is above


def test_phq9_two_missing_is_pro_rated():
    # 11 over 7 answered items is 14.142… over nine: 14.
    result = total("phq-9", [2, 2, 2, 2, 1, 1, 1, None, None])

    assert (result.score, result.missing, result.outcome) == (14, ("phq8", "phq9"), "pro-rated")
    assert result.rule.startswith("up to 2 of 9 items may be missing")


def test_phq9_pro_rated_half_goes_up():
    # 4 over 8 answered items is exactly 4.5 over nine: mild, not minimal.
    result = total("phq-9", [1, 1, 1, 1, 0, 0, 0, 0, None])

    assert (result.score, result.band) == (5, "mild")


def test_phq9_three_missing_has_no_score_but_keeps_its_rule_and_flag():
    whole = score(instrument("phq-9"), [None, None, None, 3, 3, 3, 3, 3, 1])
    result = whole.scale("total")

    assert (result.score, result.band, result.above_cut) == (None, None, None)
    assert (result.outcome, result.missing) == ("too many missing", ("phq1", "phq2", "phq3"))
    assert "up to 2 of 9" in result.rule
    assert whole.safety_flag is True


@pytest.mark.parametrize(("answer", "flag"), [(0, False), (1, True), (2, True), (3, True), (None, None)])
def test_phq9_safety_flag_follows_item_nine_alone(answer, flag):
    assert score(instrument("phq-9"), [0] * 8 + [answer]).safety_flag is flag
    assert score(instrument("phq-9"), [3] * 8 + [answer]).safety_flag is flag


def test_gad7_has_no_safety_flag():
    assert score(instrument("gad-7"), [3] * 7).safety_flag is None


def test_style_axes_are_means_of_what_was_answered():
    result = score(instrument("rapport-style"), [-3, 0, 2, None, None, None, 3, 3])

    assert {scale.name: scale.score for scale in result.scales} == {
        "directive": -1.5, "emotional": 2.0, "past": None, "challenge": 3.0
    }  # fmt: skip
    assert result.scale("past").outcome == "too many missing"


def test_reversed_item_is_turned():
    reversed_one = AnyInstrument(
        name="two", title="Two", version="1", licence="CC0-1.0", permission="", sources=(), ask="",
        items=(Item("a", "A"), Item("b", "B", reverse=True)),
        options=(Option(1, "no"), Option(2, "some"), Option(3, "yes")),
        scales=(Scale("s", "S", ("a", "b"), "sum", MissingRule(0, whole=False, source="test")),),
    )  # fmt: skip

    assert score(reversed_one, [3, 3]).scale("s").score == 4
    assert score(reversed_one, [3, 1]).scale("s").score == 6


@pytest.mark.parametrize(
    ("answers", "expected", "arrived", "column"),
    [
        ([0] * 8, "9 answers for phq-9", "8", "answers"),
        ([0] * 8 + [4], "a whole number from 0 to 3, or none", "4", "phq9"),
        ([-1] + [0] * 8, "a whole number from 0 to 3, or none", "-1", "phq1"),
        ([True] + [0] * 8, "a whole number from 0 to 3, or none", "True", "phq1"),
        ([1.0] + [0] * 8, "a whole number from 0 to 3, or none", "1.0", "phq1"),
        ([float("nan")] + [0] * 8, "a whole number from 0 to 3, or none", "nan", "phq1"),
    ],
)
def test_bad_answers_are_refused(answers, expected, arrived, column):
    with pytest.raises(BadInput) as caught:
        score(instrument("phq-9"), answers)

    problem = caught.value.problem
    assert (problem.expected, problem.arrived, problem.column) == (expected, arrived, column)


def test_unknown_scale_is_refused():
    with pytest.raises(BadInput, match="expected one of total"):
        score(instrument("phq-9"), [0] * 9).scale("sum")
