"""What must hold of every score, whatever the answers; with a slow, obvious reference beside it."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rapport.errors import BadInput
from rapport.measures.catalogue import instrument, names
from rapport.measures.reliability import cronbach_alpha
from rapport.measures.scoring import score


@st.composite
def filled_in(draw, name=None, missing=True):
    chosen = instrument(name or draw(st.sampled_from(names())))
    answer = st.integers(chosen.lowest, chosen.highest)
    one = st.one_of(st.none(), answer, answer, answer) if missing else answer
    return chosen, draw(st.lists(one, min_size=len(chosen.items), max_size=len(chosen.items)))


def slow_score(chosen, scale, answers):
    """The rule of the documentation, step by step in exact fractions."""
    by_code = dict(zip((item.code for item in chosen.items), answers, strict=True))
    given_answers = [by_code[code] for code in scale.items if by_code[code] is not None]
    if len(scale.items) - len(given_answers) > scale.missing.at_most:
        return None
    mean = Fraction(sum(given_answers), len(given_answers))
    if scale.method == "mean":
        return float(mean)
    if scale.method == "percent":
        return float(100 * (mean - chosen.lowest) / (chosen.highest - chosen.lowest))
    exact = sum(
        (mean if by_code[code] is None else Fraction(by_code[code]) for code in scale.items), Fraction(0)
    )
    if exact.denominator == 1:
        return float(exact)
    below = exact.numerator // exact.denominator
    return float(below + 1 if exact - below >= Fraction(1, 2) else below)


@given(filled_in())
def test_score_agrees_with_the_slow_reference(case):
    chosen, answers = case

    result = score(chosen, answers)

    slow = [slow_score(chosen, scale, answers) for scale in chosen.scales]
    assert [scale.score for scale in result.scales] == pytest.approx(slow, abs=1e-9)


@given(filled_in())
def test_score_stays_between_its_bounds_and_in_a_band(case):
    chosen, answers = case

    for scale in score(chosen, answers).scales:
        if scale.score is None:
            assert len(scale.missing) > chosen.scale(scale.name).missing.at_most
            continue
        assert scale.lowest <= scale.score <= scale.highest
        bands = chosen.scale(scale.name).bands
        assert scale.band == next((b.name for b in bands if b.low <= scale.score <= b.high), None)


@given(filled_in(missing=True))
def test_pro_rated_score_lies_between_the_least_and_the_most_it_could_be(case):
    chosen, answers = case

    least = score(chosen, [chosen.lowest if answer is None else answer for answer in answers])
    most = score(chosen, [chosen.highest if answer is None else answer for answer in answers])

    for low, middle, high in zip(least.scales, score(chosen, answers).scales, most.scales, strict=True):
        assert middle.score is None or low.score <= middle.score <= high.score


@given(filled_in(name="gad-7"), st.randoms(use_true_random=False))
def test_sum_does_not_hang_on_the_order_of_items(case, shuffler):
    chosen, answers = case
    shuffled = list(answers)
    shuffler.shuffle(shuffled)

    assert score(chosen, answers).scale("total").score == score(chosen, shuffled).scale("total").score


@given(filled_in(name="phq-9", missing=False), st.integers(0, 8))
def test_one_point_more_on_an_item_is_one_point_more_in_all(case, place):
    chosen, answers = case
    assume(answers[place] < chosen.highest)
    more = [answer + (position == place) for position, answer in enumerate(answers)]

    assert score(chosen, more).scale("total").score == score(chosen, answers).scale("total").score + 1


def slow_alpha(rows):
    """Alpha from the whole covariance matrix: k/(k-1) (1 - trace / sum of all entries)."""
    items = len(rows[0])
    means = [sum(row[i] for row in rows) / len(rows) for i in range(items)]

    def covariance(i, j):
        return sum((row[i] - means[i]) * (row[j] - means[j]) for row in rows) / (len(rows) - 1)

    everything = sum(covariance(i, j) for i in range(items) for j in range(items))
    return items / (items - 1) * (1 - sum(covariance(i, i) for i in range(items)) / everything)


matrices = st.integers(2, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(0, 3), min_size=items, max_size=items), min_size=2, max_size=30
    )
)


@given(matrices)
def test_alpha_agrees_with_the_covariance_form(rows):
    assume(len({sum(row) for row in rows}) > 1)

    assert cronbach_alpha(rows) == pytest.approx(slow_alpha(rows), rel=1e-9, abs=1e-9)


@given(matrices, st.randoms(use_true_random=False))
def test_alpha_does_not_hang_on_order(rows, shuffler):
    assume(len({sum(row) for row in rows}) > 1)
    columns = list(range(len(rows[0])))
    shuffler.shuffle(columns)
    turned = [[row[column] for column in columns] for row in reversed(rows)]

    assert cronbach_alpha(turned) == pytest.approx(cronbach_alpha(rows))


def test_alpha_leaves_out_people_with_a_missing_item():
    rows = [[1, 2, 2], [2, 2, 3], [3, 4, 3], [0, 1, 1]]

    assert cronbach_alpha([*rows, [3, None, 0]]) == cronbach_alpha(rows)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[1, 2], [1]], "as many items in every row"),
        ([[1, 2], [None, 2]], "2 people with all items"),
        ([], "2 people with all items"),
        ([[1], [2]], "2 items or more"),
        ([[1, 2], [2, 1]], "totals that vary"),
    ],
)
def test_alpha_refuses_what_it_cannot_count(rows, expected):
    with pytest.raises(BadInput) as caught:
        cronbach_alpha(rows)

    assert caught.value.problem.expected == expected
